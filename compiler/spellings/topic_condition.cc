// TopicCondition: {"subscribedToTopic": ["news"], "notSubscribedToTopic": ["offers"]}
#include <fmt/format.h>

#include <algorithm>

#include "compiler/spellings/segments.h"
#include "grammar/quote.h"

namespace tamis::segments {
namespace {

constexpr std::string_view kSubscribed = "subscribedToTopic";
constexpr std::string_view kNotSubscribed = "notSubscribedToTopic";

Operand literal_at(Value value, SourceSpan span) {
  Operand operand;
  operand.value = std::move(value);
  operand.span = span;
  return operand;
}

void check_id(Builder& builder, const TopicList& topics, const SyntaxNode& id) {
  if (std::find(topics.ids.begin(), topics.ids.end(), id.text) != topics.ids.end()) return;
  auto entry = builder.report().error("T010", id.span, fmt::format("unknown topic `{}`", id.text),
                                      "no topic has this id");
  if (const auto guess = nearest(id.text, {topics.ids.begin(), topics.ids.end()}))
    entry.fix(fmt::format("did you mean `{}`?", *guess), id.span,
              quoted_like(builder.report().source().text(id.span), *guess), false);
}

// The ids of one key: an array of at least one, or a bare string, which counts as one.
std::vector<Operand> read_ids(Builder& builder, const TopicList& topics, std::uint32_t node) {
  std::vector<Operand> ids;
  const SyntaxNode& value = builder.tree()[node];
  const auto add = [&](const SyntaxNode& id) {
    if (id.kind != SyntaxKind::String) {
      builder.report().error("E134", id.span, "a topic is named by its id, a string",
                             "not a string");
      return;
    }
    check_id(builder, topics, id);
    ids.push_back(literal_at(std::string(id.text), id.span));
  };
  if (value.kind == SyntaxKind::String) {
    builder.uses(ConditionForm::Alias);
    add(value);
  } else if (value.kind != SyntaxKind::Array || value.child_count == 0) {
    builder.report().error("E134", value.span,
                           fmt::format("`{}` takes an array of at least one topic id", value.key),
                           value.kind == SyntaxKind::Array ? "empty" : "not an array");
  } else {
    for (const std::uint32_t child : builder.tree().children(value)) add(builder.tree()[child]);
  }
  return ids;
}

MatchNode& add_test(const Builder& builder, MatchOp op, std::uint32_t node, FieldPath path,
                    std::vector<MatchNode>& out) {
  MatchNode& test = builder.add(op, node, out);
  test.path = std::move(path);
  test.path_span = builder.tree()[node].key_span;
  return test;
}

// "Some subscription has one of these ids and counts", on the property that holds them.
void add_subscribed(const Builder& builder, std::uint32_t node, std::vector<Operand> ids,
                    std::vector<MatchNode>& out) {
  const Schema& schema = *builder.options().schema;
  const TopicList& topics = *schema.topics()->topics;
  if (topics.id.empty()) {
    add_test(builder, MatchOp::In, node, schema.topics_path(), out).list = std::move(ids);
    return;
  }
  MatchNode& match = add_test(builder, MatchOp::ElemMatchObject, node, schema.topics_path(), out);
  std::vector<MatchNode>& tests = builder.add(MatchOp::And, node, match.children).children;
  add_test(builder, MatchOp::In, node, FieldPath(topics.id), tests).list = std::move(ids);
  for (const auto& [name, value] : topics.subscribed)
    add_test(builder, MatchOp::Eq, node, FieldPath(name), tests).operand =
        literal_at(value, builder.tree()[node].span);
}

void build_one(Builder& builder, const TopicList& topics, std::uint32_t node,
               std::vector<MatchNode>& out) {
  std::vector<Operand> ids = read_ids(builder, topics, node);
  const bool wanted = builder.tree()[node].key == kSubscribed;
  add_subscribed(builder, node, std::move(ids),
                 wanted ? out : builder.add(MatchOp::Nor, node, out).children);
}

}  // namespace

bool build_topic_condition(Builder& builder, std::uint32_t node, std::vector<MatchNode>& out) {
  const SyntaxNode& object = builder.tree()[node];
  const auto is_topic_key = [&](std::string_view key) {
    return (key == kSubscribed || key == kNotSubscribed) && is_free(builder, key);
  };
  bool found = false;
  for (const std::uint32_t child : builder.tree().children(object))
    found = found || is_topic_key(builder.tree()[child].key);
  if (!found) return false;
  builder.uses(ConditionForm::Topic);

  const auto& schema = builder.options().schema;
  const FieldSchema* property = schema ? schema->topics() : nullptr;
  for (const std::uint32_t child : builder.tree().children(object)) {
    const SyntaxNode& member = builder.tree()[child];
    if (!is_topic_key(member.key)) {
      builder.report()
          .error(
              "E135", member.key_span,
              fmt::format("`{}` stands beside a topic condition and would be ignored", member.key),
              "belongs to nothing")
          .help("to require both, put each in an object of its own inside `$and`");
    } else if (property == nullptr) {
      builder.report()
          .error("T011", member.key_span, "no property of the schema holds topics",
                 schema ? "the schema has no `x-tamis.topics`" : "there is no schema")
          .help("give the property of subscriptions an `x-tamis` with `topics`");
    } else {
      build_one(builder, *property->topics, child, out);
    }
  }
  return true;
}

}  // namespace tamis::segments
