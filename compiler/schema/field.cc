#include "compiler/schema/field.h"

#include <fmt/format.h>

#include "compiler/schema/keywords.h"
#include "compiler/schema/kinds.h"
#include "compiler/schema/x_tamis.h"

namespace tamis::schema_text {
namespace {

void read_texts_for_people(Context& context, const Members& members, FieldSchema& field) {
  if (const auto node = members.find("description"))
    field.description = read_text(context, *node).value_or("");
  const auto node = members.find("deprecated");
  if (!node) return;
  if (context.tree[*node].kind == SyntaxKind::String) {
    field.deprecated = true;
    field.deprecated_note = context.tree[*node].text;
  } else if (context.tree[*node].kind == SyntaxKind::True ||
             context.tree[*node].kind == SyntaxKind::False) {
    field.deprecated = context.tree[*node].kind == SyntaxKind::True;
  } else {
    wrong_value(context, *node, "true, false or a string that says what to use instead");
  }
}

}  // namespace

FieldSchema read_field(Context& context, std::uint32_t node, FieldRole role) {
  const SyntaxNode& schema = context.tree[node];
  FieldSchema field;
  field.span = schema.span;
  field.type_span = schema.span;
  if (role == FieldRole::Property) {
    field.name = schema.key;
    field.name_span = schema.key_span;
  }
  if (schema.kind == SyntaxKind::True && role != FieldRole::Root) return field;
  if (schema.kind != SyntaxKind::Object) {
    context.report.error("T104", schema.span, "a schema must be an object",
                         std::string(kind_of(schema)));
    return field;
  }
  const Members members(context, node);
  judge_keywords(context, members);
  read_types(context, members, role, field);
  read_limits(context, members, field);
  read_children(context, members, field);
  read_texts_for_people(context, members, field);
  judge_applicability(context, members, field);
  if (const auto extension = members.find("x-tamis"); extension && role != FieldRole::Root)
    read_x_tamis(context, *extension, role, field);
  return field;
}

}  // namespace tamis::schema_text
