#include <fmt/format.h>

#include <tamis/extended_json.h>

#include "compiler/print/print.h"
#include "compiler/values/date_math.h"
#include "compiler/values/iso8601.h"
#include "compiler/values/regex.h"

namespace tamis {
namespace {

std::string plain(const Value& value) {
  if (const auto* text = value.get_if<std::string>())
    return text->empty() || text->find_first_of(" ,\"") != std::string::npos
               ? fmt::format("\"{}\"", *text)
               : *text;
  if (const auto* date = value.get_if<Date>())
    return format_iso8601(date->ms, IsoFraction::WhenNeeded);
  if (value.is(BsonType::Null)) return "null";
  if (const auto* decimal = value.get_if<Decimal128>()) return decimal->to_string();
  const std::string text = to_extended_json(value, ExtendedJson::Relaxed);
  return text.starts_with("{\"$") ? to_extended_json(value, ExtendedJson::Shell) : text;
}

std::string plain(const Operand& operand) {
  return operand.date_math ? operand.date_math->text() : plain(operand.value);
}

std::string regex_phrase(const Operand& operand) {
  if (operand.regex && operand.regex->literal()) {
    const LiteralPattern& literal = *operand.regex->literal();
    const std::string text = fmt::format("\"{}\"", literal.text);
    switch (literal.place) {
      case LiteralPattern::Place::Contains:
        return "contains " + text;
      case LiteralPattern::Place::Prefix:
        return "starts with " + text;
      case LiteralPattern::Place::Suffix:
      case LiteralPattern::Place::SuffixLine:
        return "ends with " + text;
      case LiteralPattern::Place::Exact:
      case LiteralPattern::Place::ExactLine:
        return "is the text " + text;
    }
  }
  const Regex& regex = operand.value.as<Regex>();
  return fmt::format("matches /{}/{}", regex.pattern, regex.options);
}

std::string joined(const std::vector<Operand>& list, std::string_view last) {
  std::string text;
  for (std::size_t i = 0; i < list.size(); ++i) {
    if (i > 0) text += i + 1 == list.size() ? fmt::format(" {} ", last) : ", ";
    text += list[i].regex ? fmt::format("text that {}", regex_phrase(list[i])) : plain(list[i]);
  }
  return text;
}

std::string types_phrase(const MatchNode& node) {
  return node.types == TypeSet::numbers() ? "a number" : node.types.describe();
}

std::string bits_phrase(const MatchNode& node) {
  const char* which = node.op == MatchOp::BitsAllSet     ? "all bits set of"
                      : node.op == MatchOp::BitsAllClear ? "all bits clear of"
                      : node.op == MatchOp::BitsAnySet   ? "a bit set of"
                                                         : "a bit clear of";
  return fmt::format("has {} {}", which, plain(node.operand.value));
}

class English {
 public:
  std::string sentence(const MatchNode& root) {
    const std::string text = group(root, " and ", true);
    return text.empty() ? "every document" : text;
  }

 private:
  std::string group(const MatchNode& node, std::string_view word, bool outermost) {
    std::vector<const MatchNode*> parts;
    for (const MatchNode& child : node.children)
      if (child.op != MatchOp::Comment) parts.push_back(&child);
    if (parts.size() == 1) return phrase(*parts.front(), outermost);
    std::string text;
    for (const MatchNode* part : parts) {
      if (!text.empty()) text += word;
      text += phrase(*part, false);
    }
    return outermost || text.empty() ? text : fmt::format("({})", text);
  }

  std::string phrase(const MatchNode& node, bool outermost) {
    switch (node.op) {
      case MatchOp::And: {
        const std::string text = group(node, " and ", outermost);
        return text.empty() ? "anything" : text;
      }
      case MatchOp::Or:
        return group(node, " or ", outermost);
      case MatchOp::Nor:
        return "none of: " + group(node, "; ", false);
      case MatchOp::Not:
        return "not " + phrase(node.children.front(), false);
      case MatchOp::AlwaysTrue:
        return "anything";
      case MatchOp::AlwaysFalse:
        return "nothing";
      case MatchOp::JsonSchema:
        return "the document fits the schema " + plain(node.operand.value);
      default:
        return subject(node) + " " + predicate(node);
    }
  }

  static std::string subject(const MatchNode& node) { return node.self ? "it" : node.path.text(); }

  std::string predicate(const MatchNode& node) {
    switch (node.op) {
      case MatchOp::Eq:
        return "is " + plain(node.operand);
      case MatchOp::Ne:
        return "is not " + plain(node.operand);
      case MatchOp::Gt:
        return order(node, "is greater than", "is after");
      case MatchOp::Gte:
        return order(node, "is at least", "is at or after");
      case MatchOp::Lt:
        return order(node, "is less than", "is before");
      case MatchOp::Lte:
        return order(node, "is at most", "is at or before");
      case MatchOp::In:
        return node.list.empty() ? "is one of nothing" : "is " + joined(node.list, "or");
      case MatchOp::Nin:
        return node.list.empty() ? "is anything" : "is neither " + joined(node.list, "nor");
      case MatchOp::All:
        return node.list.empty() ? "holds all of nothing, so never matches"
                                 : "holds " + joined(node.list, "and");
      case MatchOp::Exists:
        return node.flag ? "is present" : "is absent";
      case MatchOp::Type:
        return "is of type " + types_phrase(node);
      case MatchOp::Size:
        return fmt::format("has exactly {} element{}", node.a, node.a == 1 ? "" : "s");
      case MatchOp::Mod:
        return fmt::format("divided by {} leaves {}", node.a, node.b);
      case MatchOp::Regex:
        return regex_phrase(node.operand);
      case MatchOp::ElemMatchObject:
      case MatchOp::ElemMatchValue: {
        const std::string inner = group(node.children.front(), " and ", true);
        return inner.empty() ? "has an element that is an object or array"
                             : fmt::format("has an element where {}", inner);
      }
      default:
        return bits_phrase(node);
    }
  }

  static std::string order(const MatchNode& node, std::string_view number, std::string_view date) {
    const bool is_date = node.operand.date_math || node.operand.value.is(BsonType::Date);
    return fmt::format("{} {}", is_date ? date : number, plain(node.operand));
  }
};

}  // namespace

std::string english(const CheckedExpression& checked) {
  return English().sentence(checked.expression.root);
}

}  // namespace tamis
