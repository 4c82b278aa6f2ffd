#include <fmt/format.h>

#include "compiler/schema/data.h"
#include "compiler/schema/field.h"
#include "compiler/schema/kinds.h"
#include "compiler/schema/x_tamis.h"

namespace tamis {
namespace schema_text {
namespace {

// The schema inside `{"$jsonSchema": ...}`, or the node itself.
std::uint32_t unwrap(Context& context, std::uint32_t node) {
  const SyntaxTree& tree = context.tree;
  const auto inner = find_inside(tree, node, {"$jsonSchema"});
  if (!inner) return node;
  for (const std::uint32_t other : tree.children(tree[node]))
    if (other != *inner && tree[other].key == "$jsonSchema")
      context.report
          .error("T108", tree[other].key_span, "`$jsonSchema` is given twice", "given again here")
          .label(tree[*inner].key_span, "first given here");
    else if (other != *inner)
      context.report
          .warning("T102", tree[other].key_span,
                   fmt::format("`{}` beside `$jsonSchema` is not used", tree[other].key), "skipped")
          .note("the schema is what `$jsonSchema` holds");
  return *inner;
}

}  // namespace
}  // namespace schema_text

Result<Schema> parse_schema(const Source& source, const Limits& limits) {
  using namespace schema_text;
  Result<SyntaxTree> syntax = parse_syntax(source, limits);
  if (!syntax) return std::move(syntax).diagnostics();
  Diagnostics diagnostics = syntax.diagnostics();
  schema_text::Context context{*syntax, limits, Reporter(source, diagnostics)};

  const std::uint32_t node = unwrap(context, syntax->root_index());
  auto data = std::make_shared<Schema::Data>();
  data->source = source;
  data->root = read_field(context, node, FieldRole::Root);
  if (const auto extension = find_inside(*syntax, node, {"x-tamis"}))
    read_root_x_tamis(context, *extension, *data);
  check_schema(context, *data);

  sort_by_place(diagnostics);
  if (has_error(diagnostics)) return diagnostics;
  return Result<Schema>(Schema(std::move(data)), std::move(diagnostics));
}

}  // namespace tamis
