#include "backends/predicate/forms/read_bytes.h"

#include "compiler/report.h"

namespace tamis::predicate {

Result<SyntaxTree> parse_document(std::string_view json) {
  const Limits limits;
  Result<SyntaxTree> tree =
      parse_syntax(Source("", std::string(json)), limits, SyntaxMode::StrictJson);
  if (!tree) return tree;
  Diagnostics diagnostics;
  if (tree->root().kind != SyntaxKind::Object)
    Reporter(tree->source(), diagnostics)
        .error("E049", tree->root().span, "a document is an object", "not an object");
  for (std::uint32_t i = 0; i < tree->size(); ++i)
    if ((*tree)[i].kind == SyntaxKind::Number)
      static_cast<void>(read_value(*tree, i, limits, diagnostics));
  if (has_error(diagnostics)) return diagnostics;
  return tree;
}

Diagnostics bson_errors(std::span<const std::byte> bson) {
  return parse_bson(bson).diagnostics();
}

}  // namespace tamis::predicate
