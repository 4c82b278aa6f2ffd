// What every formatted condition promises, for tests and fuzz targets.
#pragma once

#include <fmt/format.h>
#include <tamis/compile.h>
#include <tamis/render.h>
#include <tamis/syntax_tree.h>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "tools/tamis/support/formatted.h"

namespace tamis {

// Sorted, with line breaks made LF.
inline std::vector<std::string> sorted_comments(const Source& source) {
  std::vector<std::string> comments;
  const Result<SyntaxTree> tree = parse_syntax(source);
  if (!tree.ok()) return {"no tree"};
  for (const SourceSpan span : tree->comments()) {
    std::string& comment = comments.emplace_back();
    for (std::uint32_t i = span.begin; i < span.end; ++i) {
      if (source.text()[i] == '\n' && i > span.begin && source.text()[i - 1] == '\r') continue;
      comment += source.text()[i] == '\r' ? '\n' : source.text()[i];
    }
  }
  std::ranges::sort(comments);
  return comments;
}

// A broken promise in words. Text that the layout's form cannot say promises nothing.
inline std::optional<std::string> formatting_fault(const Condition& condition,
                                                   const cli::Layout& layout) {
  const Result<std::string> once = cli::formatted(condition, layout);
  if (!once.ok()) return std::nullopt;
  const Source text("formatted", *once);
  const Result<Condition> again = compile(text, condition.options());
  const std::string change = fmt::format("{}\nbecomes\n{}", condition.source().text(), *once);
  if (!again.ok()) return change + render(again.diagnostics(), ReportFormat::Human);
  if (layout.form != cli::Layout::Form::Segments && again->hash() != condition.hash())
    return change + "another condition: " + again->canonical_text();
  if (sorted_comments(text) != sorted_comments(condition.source()))
    return change + "with other comments";
  const Result<std::string> twice = cli::formatted(*again, layout);
  if (twice.ok() && *twice == *once) return std::nullopt;
  return change + "and then\n" + (twice.ok() ? *twice : "nothing");
}

}  // namespace tamis
