#include "compiler/lint/words.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/operators.h"

namespace tamis::linting {
namespace {

constexpr std::size_t kMostBytes = 60;

bool is_db_ref_key(std::string_view key) {
  return key == "$ref" || key == "$id" || key == "$db";
}

}  // namespace

std::string backticked(std::string_view text) {
  if (text.size() <= kMostBytes) return fmt::format("`{}`", text);
  std::size_t end = kMostBytes;
  // Not in the middle of a character.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return fmt::format("`{}...`", text.substr(0, end));
}

std::string shown(const LintContext& context, SourceSpan span) {
  return backticked(context.text(span));
}

std::string subject(const MatchNode& node) {
  return node.self ? "an element" : backticked(node.path.text());
}

std::string bound_words(const LintContext& context, const MatchNode& bound) {
  const bool date = bound.operand.value.is(BsonType::Date) || bound.operand.is_relative();
  std::string literal = shown(context, bound.operand.span);
  switch (bound.op) {
    case MatchOp::Gt:
      return fmt::format("{} {}", date ? "after" : "over", literal);
    case MatchOp::Gte:
      return fmt::format("{} {}", date ? "from" : "at least", literal);
    case MatchOp::Lt:
      return fmt::format("{} {}", date ? "before" : "under", literal);
    case MatchOp::Lte:
      return fmt::format("{} {}", date ? "until" : "at most", literal);
    default:
      return literal;
  }
}

bool holds_operator_key(const Value& value) {
  if (const Object* object = value.get_if<Object>())
    return std::ranges::any_of(*object, [](const Member& member) {
      return (member.key.starts_with("$") && !is_db_ref_key(member.key)) ||
             holds_operator_key(member.value);
    });
  if (const Array* array = value.get_if<Array>())
    return std::ranges::any_of(*array, holds_operator_key);
  return false;
}

bool holds_dotted_key(const Value& value) {
  if (const Object* object = value.get_if<Object>())
    return std::ranges::any_of(*object, [](const Member& member) {
      return member.key.find('.') != std::string::npos || holds_dotted_key(member.value);
    });
  if (const Array* array = value.get_if<Array>())
    return std::ranges::any_of(*array, holds_dotted_key);
  return false;
}

bool has_keys_without_dollar(const Value& value) {
  const Object* object = value.get_if<Object>();
  return object != nullptr && !object->empty() &&
         std::ranges::all_of(*object,
                             [](const Member& member) { return lacks_dollar(member.key); });
}

}  // namespace tamis::linting
