// Diagnostic: one mistake (or doubt) in a user's text, schema or data, as data.
// render.h turns diagnostics into text for people and machines.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tamis/source.h>

namespace tamis {

enum class Severity : std::uint8_t { Error, Warning, Note };

// A piece of text pointed at, with what is to be said of it. `source` is set only where it is
// another text than the diagnostic's own (a schema beside a condition).
struct Label {
  SourceSpan span;
  std::string text;
  std::optional<Source> source = std::nullopt;
};

// Replace `span` of the diagnostic's source by `text`; an empty span inserts.
struct Edit {
  SourceSpan span;
  std::string text;
  friend bool operator==(const Edit&, const Edit&) = default;
};

// Edits that belong together: all are made or none. They do not overlap and stand in text order.
// A safe fix keeps the meaning, or is what the author can only have meant.
struct Fix {
  std::string title;
  std::vector<Edit> edits;
  bool safe = false;
};

// Codes by family: E syntax, T schema and type, L lint, B backend, X limits; a letter and three
// digits. Each has an entry in catalog.h.
//
//   message  lower case, no full stop, the user's names in `backticks`: what is wrong
//   labels   labels[0] is the primary place: why here. Never empty for a user's text
//   notes    further facts; helps: what to type instead
//   pointer  JSON Pointer of the condition inside a larger document, or ""
struct Diagnostic {
  std::string code;
  Severity severity = Severity::Error;
  std::string message;
  Source source;
  std::vector<Label> labels;
  std::vector<std::string> notes;
  std::vector<std::string> helps;
  std::vector<Fix> fixes;
  std::string pointer;

  SourceSpan span() const { return labels.empty() ? SourceSpan{} : labels.front().span; }
};

using Diagnostics = std::vector<Diagnostic>;

bool has_error(const Diagnostics& diagnostics);

// By place in the text, then by severity; equal ones keep their order.
void sort_by_place(Diagnostics& diagnostics);

// The text after `fixes`' edits; a fix that overlaps an earlier one is left out and counted.
struct FixedText {
  std::string text;
  int applied = 0;
  int skipped = 0;
};
FixedText apply_fixes(std::string_view text, const std::vector<const Fix*>& fixes);

// The nearest of `known` within a third of its length (optimal string alignment, ASCII case
// ignored), or nullopt: "did you mean".
std::optional<std::string_view> nearest(std::string_view word,
                                        const std::vector<std::string_view>& known);

}  // namespace tamis
