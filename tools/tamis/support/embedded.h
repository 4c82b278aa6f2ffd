// Conditions inside larger documents, JSON or YAML: `{"name": "vip", "conditions": {...}}`.
#pragma once

#include <tamis/result.h>
#include <tamis/source.h>

#include <string>
#include <string_view>
#include <vector>

namespace tamis::cli {

// A condition's text and where it stands in the larger one.
struct Embedded {
  std::string pointer;       // JSON Pointer to it: "/data/3/conditions"
  Source text;               // its own text, under the larger one's name
  std::uint32_t offset = 0;  // of its first byte
  // Where pieces of the text come from, in its order, when it does not stand there as it is.
  //   exact  byte by byte, as far as `outer` goes; else the piece is the whole of `outer`
  struct Piece {
    SourceSpan inner;
    SourceSpan outer;
    bool exact = false;
  };
  std::vector<Piece> pieces = {};
  // In YAML: all of its value there, and how far to the right that begins. An empty span where
  // the text cannot be edited: aliases repeat some of it, or its end is not plain to see.
  SourceSpan yaml = {};
  std::uint32_t yaml_column = 0;
};

// What `pointer` names in a document, or in each line of one in NDJSON, each document of one in
// YAML; `*` as a part of the pointer is every member or element. Errors are those of the outer
// text. A document without such a place adds nothing.
Result<std::vector<Embedded>> find_conditions(const Source& document, const std::string& pointer);

// A member's name as a part of a JSON Pointer.
std::string escape_pointer_part(std::string_view name);

// Diagnostics of an embedded text as diagnostics of the larger one. A fix that cannot be made there
// becomes a help.
Diagnostics in_outer(Diagnostics diagnostics, const Embedded& place, const Source& outer);
// Whether in_outer() made a help of a fix.
bool needs_hand(const Diagnostic& diagnostic);

}  // namespace tamis::cli
