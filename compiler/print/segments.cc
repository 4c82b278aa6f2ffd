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

PrintedText unmarked(std::string_view text) {
  return {std::string(text), {}};
}

PrintedText marked(const Operand& operand, std::string_view text) {
  PrintedText value;
  value.mark(operand.span.begin);
  value += text;
  return value;
}

PrintedText listed(const std::vector<PrintedText>& items) {
  PrintedText list = unmarked("[");
  for (const PrintedText& item : items) {
    if (list.text.size() > 1) list += ", ";
    list += item;
  }
  list += "]";
  return list;
}

PrintedText with_key(std::string_view name, const PrintedText& value) {
  PrintedText object = unmarked("{" + quoted(name) + ": ");
  object += value;
  object += "}";
  return object;
}

PrintedText joined(std::string_view name, const std::vector<PrintedText>& conditions) {
  return with_key(name, listed(conditions));
}

PrintedText field_condition(const MatchNode& node, std::string_view op, const PrintedText& value) {
  PrintedText object;
  object.mark(node.span.begin);
  object += fmt::format(
      "{{\"field\": {}, \"operator\": \"{}\", \"value\": ", quoted(node.path.text()), op);
  object += value;
  object += "}";
  return object;
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

  PrintedText print(const MatchNode& node) {
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
  PrintedText refuse(SourceSpan span, std::string_view what, std::string_view why) {
    report_.error("B040", span, fmt::format("the segments API cannot say {}", what),
                  std::string(why));
    return {};
  }

  PrintedText group(const MatchNode& node) {
    std::vector<PrintedText> parts;
    for (const MatchNode& child : node.children)
      if (child.op != MatchOp::Comment) parts.push_back(print(child));
    if (parts.empty())
      return refuse(node.span, "an empty condition", "a segment tests at least one field");
    const PrintedText all =
        parts.size() == 1 ? parts.front() : joined(node.op == MatchOp::And ? "$and" : "$or", parts);
    return node.op == MatchOp::Nor ? inverse(all) : all;
  }

  static PrintedText inverse(const PrintedText& condition) {
    constexpr std::string_view kTopic = "{\"subscribedToTopic\"";
    constexpr std::string_view kNoTopic = "{\"notSubscribedToTopic\"";
    if (!condition.text.starts_with(kTopic)) return with_key("$not", condition);
    constexpr auto kShift = static_cast<std::uint32_t>(kNoTopic.size() - kTopic.size());
    PrintedText result = condition;
    result.text.replace(0, kTopic.size(), kNoTopic);
    for (Origin& origin : result.origins)
      if (origin.printed != 0) origin.printed += kShift;
    return result;
  }

  PrintedText test(const MatchNode& node) {
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
        return list(node, "in");
      case MatchOp::Nin:
        return list(node, "nin");
      case MatchOp::All:
        return each(node, "$and");
      case MatchOp::Regex:
        return text(node, node.operand);
      case MatchOp::Exists:
        return exists(node);
      case MatchOp::ElemMatchObject:
        if (const auto ids = topics(node)) return subscription(node, *ids);
        [[fallthrough]];
      default:
        return refuse(node.op_span, fmt::format("`{}`", operator_name(node.op)),
                      "no such operator there");
    }
  }

  // Read again, `exists` is a test for null: so that is written as `exists`.
  PrintedText compare_with(const MatchNode& node, std::string_view op, const Operand& operand) {
    const bool is_null = !operand.date_math && operand.value.is(BsonType::Null);
    if (is_null && (op == "eq" || op == "ne"))
      return field_condition(node, "exists", marked(operand, op == "ne" ? "true" : "false"));
    const auto value = marked_literal(node, operand);
    return value ? field_condition(node, op, *value) : PrintedText();
  }

  std::optional<PrintedText> marked_literal(const MatchNode& node, const Operand& operand) {
    const auto text = literal(node, operand);
    if (!text) return std::nullopt;
    return marked(operand, *text);
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

  static PrintedText subscription(const MatchNode& node, const std::vector<PrintedText>& ids) {
    PrintedText topic;
    topic.mark(node.span.begin);
    topic += joined("subscribedToTopic", ids);
    return topic;
  }

  PrintedText list(const MatchNode& node, std::string_view op) {
    if (node.list.empty()) return refuse(node.op_span, "an empty list", "nothing in it");
    if (std::ranges::all_of(node.list, may_stand_in_list))
      return field_condition(node, op, values(node));
    return node.op == MatchOp::Nin ? with_key("$not", each(node, "$or")) : each(node, "$or");
  }

  PrintedText values(const MatchNode& node) {
    std::vector<PrintedText> values;
    for (const Operand& operand : node.list)
      if (auto value = marked_literal(node, operand)) values.push_back(std::move(*value));
    return listed(values);
  }

  // Each member of a list as a test of its own.
  PrintedText each(const MatchNode& node, std::string_view group) {
    if (node.list.empty()) return refuse(node.op_span, "an empty list", "nothing in it");
    std::vector<PrintedText> tests;
    for (const Operand& operand : node.list)
      tests.push_back(operand.regex ? text(node, operand) : compare_with(node, "eq", operand));
    return tests.size() == 1 ? tests.front() : joined(group, tests);
  }

  PrintedText text(const MatchNode& node, const Operand& operand) {
    const auto& plain = operand.regex->literal();
    const std::string_view op = plain ? text_operator(*plain) : "";
    if (op.empty())
      return refuse(operand.span, "a regular expression",
                    "only text that stands anywhere, first or last");
    return field_condition(node, op, marked(operand, quoted(plain->text)));
  }

  // There, null counts as not set.
  PrintedText exists(const MatchNode& node) {
    const FieldFacts& facts = checked_.facts_of(node);
    if (!facts.single() || facts.maybe_null())
      return refuse(node.span, "whether a field is there and null",
                    "`exists` takes null for unset");
    return field_condition(node, "exists", unmarked(node.flag ? "true" : "false"));
  }

  // The ids of "subscribed to one of them", where the node says just that.
  std::optional<std::vector<PrintedText>> topics(const MatchNode& node) {
    const FieldSchema* field = checked_.schema ? checked_.schema->topics() : nullptr;
    if (field == nullptr || !(node.path == checked_.schema->topics_path())) return std::nullopt;
    const TopicList& list = *field->topics;
    const auto& tests = node.children.front().children;
    if (list.id.empty() || tests.size() != list.subscribed.size() + 1) return std::nullopt;
    std::vector<PrintedText> ids;
    std::size_t states = 0;
    for (const MatchNode& test : tests) {
      const bool is_id = test.op == MatchOp::In && test.path == FieldPath(list.id);
      for (const Operand& id : test.list)
        if (is_id && id.value.is(BsonType::String))
          ids.push_back(marked(id, quoted(id.value.as<std::string>())));
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

Result<PrintedText> segments_text(const CheckedExpression& checked) {
  Diagnostics refused;
  PrintedText text = Printer(checked, refused).print(checked.expression.root);
  if (!refused.empty()) return refused;
  return text;
}

}  // namespace tamis
