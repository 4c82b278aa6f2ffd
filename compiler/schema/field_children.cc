#include <algorithm>

#include <fmt/format.h>

#include "compiler/schema/field.h"
#include "compiler/schema/kinds.h"
#include "compiler/schema/words.h"

namespace tamis::schema_text {
namespace {

// For suggestions. Nobody reads through thousands of names, and neither do we.
std::vector<std::string_view> names_of(const FieldSchema& field) {
  std::vector<std::string_view> names;
  if (field.properties.size() > 2000) return names;
  for (const FieldSchema& property : field.properties) names.push_back(property.name);
  return names;
}

// No condition can name such a property.
void judge_name(Context& context, const FieldSchema& property) {
  const std::string_view name = property.name;
  std::string why;
  if (name.empty())
    why = "is empty";
  else if (name.find('.') != std::string_view::npos)
    why = "holds a dot, which steps into an object";
  else if (name.starts_with('$'))
    why = "begins with `$`, as operators do";
  else if (name.find('\0') != std::string_view::npos)
    why = "holds a NUL";
  else
    return;
  auto entry = context.report.warning("T117", property.name_span,
                                      fmt::format("no condition reaches the property `{}`", name),
                                      "the name " + why);
  if (name.find('.') != std::string_view::npos)
    entry.help("describe a nested object with `properties` instead");
}

void add_aliases(Context& context, const Members& schemas, FieldSchema& field) {
  const SyntaxTree& tree = context.tree;
  for (std::size_t i = 0; i < field.properties.size(); ++i) {
    const auto list = find_inside(tree, schemas.nodes()[i], {"x-tamis", "aliases"});
    if (!list || tree[*list].kind != SyntaxKind::Array) continue;
    for (const std::uint32_t item : tree.children(tree[*list])) {
      const std::string alias(tree[item].text);
      const auto& known = field.properties[i].aliases;
      if (std::find(known.begin(), known.end(), alias) == known.end()) continue;
      const auto [taken, is_new] = field.by_name.emplace(alias, i);
      if (is_new || (taken->second == i && alias != field.properties[i].name)) continue;
      const FieldSchema& other = field.properties[taken->second];
      context.report
          .error("T130", tree[item].span,
                 alias == other.name ? fmt::format("the alias `{}` is also a property", alias)
                                     : fmt::format("`{}` and `{}` share the alias `{}`", other.name,
                                                   field.properties[i].name, alias),
                 fmt::format("an alias of `{}`", field.properties[i].name))
          .label(other.name_span, alias == other.name ? "the property" : "already has this alias");
    }
  }
}

void read_properties(Context& context, std::uint32_t node, FieldSchema& field) {
  if (!is_object(context, node)) return;
  const Members members(context, node);
  field.properties.reserve(members.nodes().size());
  for (const std::uint32_t member : members.nodes()) {
    FieldSchema& property =
        field.properties.emplace_back(read_field(context, member, FieldRole::Property));
    judge_name(context, property);
    field.by_name.emplace(property.name, field.properties.size() - 1);
  }
  add_aliases(context, members, field);
}

void judge_required(Context& context, const FieldSchema& field, const SyntaxNode& name) {
  if (const FieldSchema* property = field.property(name.text)) {
    if (property->name != name.text)
      context.report
          .error("T112", name.span, fmt::format("`{}` is only an alias", name.text),
                 "documents do not hold this name")
          .fix(fmt::format("write `{}`", property->name), name.span, quoted(property->name), true);
    return;
  }
  if (!field.additional) {
    auto entry = context.report.error(
        "T112", name.span, fmt::format("`{}` is required but not allowed", name.text),
        "not among the `properties`, and `additionalProperties` is false");
    suggest(entry, name.span, name.text, names_of(field));
    return;
  }
  const auto near = nearest(name.text, names_of(field));
  if (!near || field.is_required(*near)) return;
  auto entry = context.report.warning("T113", name.span,
                                      fmt::format("`{}` is required but not described", name.text),
                                      "not among the `properties`");
  suggest(entry, name.span, name.text, names_of(field));
}

void read_required(Context& context, std::uint32_t node, FieldSchema& field) {
  const std::vector<std::uint32_t> names = read_texts(context, node);
  for (const std::uint32_t name : names) field.required.emplace_back(context.tree[name].text);
  std::sort(field.required.begin(), field.required.end());
  for (const std::uint32_t name : names) judge_required(context, field, context.tree[name]);
}

void read_additional(Context& context, std::uint32_t node, FieldSchema& field) {
  switch (context.tree[node].kind) {
    case SyntaxKind::True:
      break;
    case SyntaxKind::False:
      field.additional = false;
      break;
    case SyntaxKind::Object:
      field.others =
          std::make_shared<const FieldSchema>(read_field(context, node, FieldRole::Others));
      break;
    default:
      wrong_value(context, node, "true, false or a schema");
  }
}

void read_items(Context& context, const Members& members, std::uint32_t node, FieldSchema& field) {
  const SyntaxNode& items = context.tree[node];
  if (items.kind == SyntaxKind::Array) {
    context.report.warning("T102", items.key_span, "`items` with a list is not used", "skipped")
        .note("the elements are taken to be of any kind")
        .help("give one schema that holds for all elements");
    return;
  }
  FieldSchema element = read_field(context, node, FieldRole::Items);
  // Beside `prefixItems` it describes only the elements after those.
  if (members.find("prefixItems")) return;
  field.items = std::make_shared<const FieldSchema>(std::move(element));
}

}  // namespace

void read_children(Context& context, const Members& members, FieldSchema& field) {
  if (const auto node = members.find("properties")) read_properties(context, *node, field);
  if (const auto node = members.find("additionalProperties"))
    read_additional(context, *node, field);
  // What it allows is not known here, so nothing is ruled out.
  if (members.find("patternProperties")) {
    field.additional = true;
    field.others = nullptr;
  }
  if (const auto node = members.find("required")) read_required(context, *node, field);
  if (const auto node = members.find("items")) read_items(context, members, *node, field);
}

}  // namespace tamis::schema_text
