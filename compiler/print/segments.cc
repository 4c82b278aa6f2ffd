// A checked condition in the forms of the segments API: FieldCondition, TopicCondition, `$and`,
// `$or` and `$not`.
#include <fmt/format.h>

#include <algorithm>

#include <tamis/extended_json.h>

#include "compiler/check/coerce.h"
#include "compiler/operators.h"
#include "compiler/print/print.h"
#include "compiler/report.h"
#include "compiler/values/iso8601.h"
#include "compiler/values/regex.h"
#include "compiler/values/text_codecs.h"

namespace tamis {
namespace {

std::string quoted(std::string_view text) {
  return to_extended_json(Value(text), ExtendedJson::Relaxed);
}

std::string joined(std::string_view name, const std::vector<std::string>& conditions) {
  std::string list;
  for (const std::string& condition : conditions) list += (list.empty() ? "" : ", ") + condition;
  return fmt::format("{{{}: [{}]}}", quoted(name), list);
}

std::string negated(const std::string& condition) {
  return fmt::format("{{\"$not\": {}}}", condition);
}

std::string field_condition(std::string_view field, std::string_view op, std::string_view value) {
  return fmt::format("{{\"field\": {}, \"operator\": \"{}\", \"value\": {}}}", quoted(field), op,
                     value);
}

constexpr std::string_view kText[] = {"contains", "startsWith", "endsWith"};

// The segments API's operator for plain text in its place; "" for a place it has none for.
std::string_view text_operator(const LiteralPattern& literal) {
  using Place = LiteralPattern::Place;
  return literal.place == Place::Contains ? kText[0]
         : literal.place == Place::Prefix ? kText[1]
         : literal.place == Place::Suffix ? kText[2]
                                          : "";
}

class Printer {
 public:
  Printer(const CheckedExpression& checked, Diagnostics& out)
      : checked_(checked), report_(checked.expression.source, out) {}

  std::string print(const MatchNode& node) {
    switch (node.op) {
      case MatchOp::And:
      case MatchOp::Or:
      case MatchOp::Nor:
        return group(node);
      case MatchOp::Not:
        return inverse(print(node.children.front()));
      case MatchOp::Comment:
        return {};
      default:
        return test(node);
    }
  }

 private:
  std::string refuse(SourceSpan span, std::string_view what, std::string_view why) {
    report_.error("B040", span, fmt::format("the segments API cannot say {}", what),
                  std::string(why));
    return {};
  }

  std::string group(const MatchNode& node) {
    std::vector<std::string> parts;
    for (const MatchNode& child : node.children)
      if (child.op != MatchOp::Comment) parts.push_back(print(child));
    if (parts.empty())
      return refuse(node.span, "an empty condition", "a segment tests at least one field");
    const std::string all =
        parts.size() == 1 ? parts.front() : joined(node.op == MatchOp::And ? "$and" : "$or", parts);
    return node.op == MatchOp::Nor ? inverse(all) : all;
  }

  static std::string inverse(const std::string& condition) {
    constexpr std::string_view kTopic = "{\"subscribedToTopic\"";
    if (condition.starts_with(kTopic))
      return "{\"notSubscribedToTopic\"" + condition.substr(kTopic.size());
    return negated(condition);
  }

  std::string test(const MatchNode& node) {
    if (node.self) return refuse(node.span, "a test of elements", "inside `$elemMatch`");
    switch (node.op) {
      case MatchOp::Eq:
      case MatchOp::Ne:
      case MatchOp::Gt:
      case MatchOp::Gte:
      case MatchOp::Lt:
      case MatchOp::Lte:
        return compare_with(node, operator_name(node.op).substr(1), node.operand);
      case MatchOp::In:
        return list(node);
      case MatchOp::Nin:
        return inverse_list(node);
      case MatchOp::All:
        return each(node, "$and");
      case MatchOp::Regex:
        return text(node, node.operand);
      case MatchOp::Exists:
        return exists(node);
      case MatchOp::ElemMatchObject:
        if (const auto ids = topics(node)) return joined("subscribedToTopic", *ids);
        [[fallthrough]];
      default:
        return refuse(node.op_span, fmt::format("`{}`", operator_name(node.op)),
                      "no such operator there");
    }
  }

  std::string compare_with(const MatchNode& node, std::string_view op, const Operand& operand) {
    const auto value = literal(node, operand);
    return value ? field_condition(node.path.text(), op, *value) : std::string();
  }

  // A literal as the API takes one; what the schema coerces is written as text again.
  std::optional<std::string> literal(const MatchNode& node, const Operand& operand) {
    const Value& value = operand.value;
    if (operand.date_math || value.is(BsonType::String)) return quoted(value.as<std::string>());
    if (value.is(BsonType::Null)) return "null";
    if (const bool* flag = value.get_if<bool>()) return *flag ? "true" : "false";
    if (value.is_number() && is_plain_number(value))
      return to_extended_json(value, ExtendedJson::Relaxed);
    const bool known = checked_.facts_of(node).known;
    if (const Date* date = value.get_if<Date>(); date != nullptr && known)
      return quoted(format_iso8601(date->ms));
    if (const ObjectId* id = value.get_if<ObjectId>(); id != nullptr && known) {
      std::string hex;
      for (const std::uint8_t byte : id->bytes) hex += fmt::format("{:02x}", byte);
      return quoted(hex);
    }
    if (const Decimal128* decimal = value.get_if<Decimal128>())
      if (auto number = as_number(*decimal, checked_.facts[node.id])) return number;
    refuse(operand.span, "this literal", "neither text, number, boolean nor null");
    return std::nullopt;
  }

  // The number that the schema makes this decimal of.
  static std::optional<std::string> as_number(const Decimal128& decimal, const FieldFacts& facts) {
    const TypeSet numbers = facts.leaf_types() & TypeSet::numbers();
    const auto number = values::parse_double(decimal.to_string());
    if (numbers != TypeSet{BsonType::Decimal128} || !number || as_decimal(*number) != decimal)
      return std::nullopt;
    return values::format_double(*number);
  }

  static bool is_plain_number(const Value& value) {
    return !value.is(BsonType::Decimal128) &&
           !to_extended_json(value, ExtendedJson::Relaxed).starts_with("{");
  }

  static bool may_stand_in_list(const Operand& operand) {
    return !operand.date_math && !operand.regex &&
           (operand.value.is(BsonType::String) || operand.value.is_number());
  }

  std::string list(const MatchNode& node) {
    if (node.list.empty()) return refuse(node.op_span, "an empty list", "nothing in it");
    if (!std::ranges::all_of(node.list, may_stand_in_list)) return each(node, "$or");
    std::string values;
    for (const Operand& operand : node.list)
      if (const auto value = literal(node, operand))
        values += (values.empty() ? "" : ", ") + *value;
    return field_condition(node.path.text(), "in", "[" + values + "]");
  }

  std::string inverse_list(const MatchNode& node) {
    std::string in = list(node);
    constexpr std::string_view kIn = "\"operator\": \"in\"";
    const std::size_t at = in.find(kIn);
    if (in.starts_with("{\"field\"") && at != std::string::npos)
      return in.replace(at, kIn.size(), "\"operator\": \"nin\"");
    return in.empty() ? in : negated(in);
  }

  // Each member of a list as a test of its own.
  std::string each(const MatchNode& node, std::string_view group) {
    if (node.list.empty()) return refuse(node.op_span, "an empty list", "nothing in it");
    std::vector<std::string> tests;
    for (const Operand& operand : node.list)
      tests.push_back(operand.regex ? text(node, operand) : compare_with(node, "eq", operand));
    return tests.size() == 1 ? tests.front() : joined(group, tests);
  }

  std::string text(const MatchNode& node, const Operand& operand) {
    const auto& plain = operand.regex->literal();
    const std::string_view op = plain ? text_operator(*plain) : "";
    if (op.empty())
      return refuse(operand.span, "a regular expression",
                    "only text that stands anywhere, first or last");
    return field_condition(node.path.text(), op, quoted(plain->text));
  }

  // There, null counts as not set.
  std::string exists(const MatchNode& node) {
    const FieldFacts& facts = checked_.facts_of(node);
    if (!facts.single() || facts.maybe_null())
      return refuse(node.span, "whether a field is there and null",
                    "`exists` takes null for unset");
    return field_condition(node.path.text(), "exists", node.flag ? "true" : "false");
  }

  // The ids of "subscribed to one of them", where the node says just that.
  std::optional<std::vector<std::string>> topics(const MatchNode& node) {
    const FieldSchema* field = checked_.schema ? checked_.schema->topics() : nullptr;
    if (field == nullptr || !(node.path == checked_.schema->topics_path())) return std::nullopt;
    const TopicList& list = *field->topics;
    const auto& tests = node.children.front().children;
    if (list.id.empty() || tests.size() != list.subscribed.size() + 1) return std::nullopt;
    std::vector<std::string> ids;
    std::size_t states = 0;
    for (const MatchNode& test : tests) {
      const bool is_id = test.op == MatchOp::In && test.path == FieldPath(list.id);
      for (const Operand& id : test.list)
        if (is_id && id.value.is(BsonType::String))
          ids.push_back(quoted(id.value.as<std::string>()));
      states +=
          static_cast<std::size_t>(std::ranges::count_if(list.subscribed, [&](const auto& member) {
            return test.op == MatchOp::Eq && test.path == FieldPath(member.first) &&
                   compare(test.operand.value, member.second) == 0;
          }));
      if (is_id && ids.size() != test.list.size()) return std::nullopt;
    }
    if (ids.empty() || states != list.subscribed.size()) return std::nullopt;
    return ids;
  }

  const CheckedExpression& checked_;
  Reporter report_;
};

}  // namespace

Result<std::string> segments_text(const CheckedExpression& checked) {
  Diagnostics refused;
  std::string text = Printer(checked, refused).print(checked.expression.root);
  if (!refused.empty()) return refused;
  return text;
}

}  // namespace tamis
