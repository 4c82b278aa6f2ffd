// `x-tamis.topics` of a property: an array of subscriptions.
#include <fmt/format.h>

#include <tamis/extended_json.h>

#include "compiler/schema/kinds.h"
#include "compiler/schema/words.h"
#include "compiler/schema/x_tamis.h"

namespace tamis::schema_text {
namespace {

constexpr std::string_view kTopicsKeys[] = {"ids", "id", "subscribed"};

// The elements' member that `topics` names must be one that they can have.
void judge_member(Context& context, const FieldSchema& field, std::string_view name,
                  SourceSpan span) {
  if (field.items == nullptr) return;
  if (field.items->property(name) != nullptr || field.items->additional) return;
  auto entry =
      context.report.error("T133", span, fmt::format("the elements have no member `{}`", name),
                           "not among their `properties`");
  std::vector<std::string_view> known;
  for (const FieldSchema& property : field.items->properties) known.push_back(property.name);
  suggest(entry, span, name, known);
}

void read_subscribed(Context& context, std::uint32_t node, const FieldSchema& field,
                     TopicList& topics) {
  if (!is_object(context, node)) return;
  const SyntaxTree& tree = context.tree;
  const Members members(context, node);
  for (const std::uint32_t member : members.nodes()) {
    judge_member(context, field, tree[member].key, tree[member].key_span);
    if (auto value = read_value(tree, member, context.limits, context.report.out()))
      topics.subscribed.emplace_back(tree[member].key, std::move(*value));
  }
}

}  // namespace

std::optional<TopicList> read_topics(Context& context, std::uint32_t node,
                                     const FieldSchema& field) {
  if (!is_object(context, node)) return std::nullopt;
  const SyntaxTree& tree = context.tree;
  const Members members(context, node);
  const bool all_known = judge_keys(context, members, kTopicsKeys);
  if (field.any_type || !field.types.contains(BsonType::Array)) {
    context.report
        .error("T132", tree[node].key_span, "`topics` belongs on an array",
               "a list of subscriptions is an array")
        .label(field.type_span, fmt::format("the field holds {}", field.types.describe()));
    return std::nullopt;
  }
  TopicList topics;
  topics.span = tree[node].span;
  if (const auto ids = members.find("ids")) {
    for (const std::uint32_t id : read_texts(context, *ids)) topics.ids.emplace_back(tree[id].text);
  } else if (all_known) {
    context.report.error("T121", tree[node].key_span, "`topics` needs `ids`",
                         "no list of ids here");
  }
  const bool objects =
      field.items && !field.items->any_type && field.items->types.contains(BsonType::Object);
  const auto id = members.find("id");
  const auto subscribed = members.find("subscribed");
  if (objects) {
    topics.id = id ? read_text(context, *id).value_or("id") : "id";
    judge_member(context, field, topics.id, id ? tree[*id].span : tree[node].key_span);
    if (subscribed) read_subscribed(context, *subscribed, field, topics);
    return topics;
  }
  for (const auto& member : {id, subscribed})
    if (member)
      context.report
          .error("T133", tree[*member].key_span,
                 fmt::format("`{}` needs elements that are objects", tree[*member].key),
                 "names a member of the elements")
          .label(field.type_span, "the schema does not say that its elements are objects");
  return topics;
}

}  // namespace tamis::schema_text
