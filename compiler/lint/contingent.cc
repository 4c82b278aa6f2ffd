#include "compiler/lint/contingent.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <optional>

#include "compiler/values/whole_numbers.h"

namespace tamis::linting {
namespace {

constexpr TypeSet kPlain =
    TypeSet::numbers() | TypeSet{BsonType::String, BsonType::Date, BsonType::ObjectId};

// Far from the ends of int64 and of what a double counts exactly.
bool is_small(std::int64_t n) {
  constexpr std::int64_t kMost = std::int64_t{1} << 52U;
  return -kMost < n && n < kMost;
}

BsonType type_of(const Operand& operand) {
  return operand.date_math ? BsonType::Date : operand.value.type();
}

bool is_listed(const FieldSchema& field, const Value& value) {
  return std::ranges::any_of(field.enum_values,
                             [&](const Value& listed) { return compare(listed, value) == 0; });
}

// Whether the field can have the value, one more and one less.
bool allows_number(const FieldSchema& field, const Value& value) {
  if (!field.minimum && !field.maximum) return true;
  const auto whole = exact_int64(value);
  if (!whole || !is_small(*whole)) return false;
  return (!field.minimum || compare_numbers(Value(*whole - 1), *field.minimum) >= 0) &&
         (!field.maximum || compare_numbers(Value(*whole + 1), *field.maximum) <= 0);
}

bool allows(const FieldSchema& field, const Operand& operand) {
  if (!field.types.contains(type_of(operand)) || field.pattern_program) return false;
  if (!field.enum_values.empty()) return !operand.date_math && is_listed(field, operand.value);
  if (const auto* text = operand.value.get_if<std::string>(); text && !operand.date_math)
    return field.min_length.value_or(0) == 0 &&
           static_cast<std::int64_t>(text->size()) < field.max_length.value_or(INT64_MAX);
  return !operand.value.is_number() || allows_number(field, operand.value);
}

// Whether the schema lets the field have the value, and others near it.
bool allows(const FieldFacts* facts, const Operand& operand) {
  if (facts == nullptr) return true;
  const FieldSchema& field = *facts->field;
  if (allows(field, operand)) return true;
  return field.types.contains(BsonType::Array) && field.max_items.value_or(1) > 0 &&
         (field.items == nullptr || allows(*field.items, operand));
}

bool is_plain(const Operand& operand, const FieldFacts* facts) {
  return !operand.regex && kPlain.contains(type_of(operand)) && allows(facts, operand);
}

// Neither among the first nor among the last values of its type.
bool is_inner(const Operand& operand) {
  if (operand.date_math) return true;
  if (const auto* text = operand.value.get_if<std::string>())
    return !text->empty() && static_cast<unsigned char>(text->front()) < 0x7fU;
  if (const auto* real = operand.value.get_if<double>()) return std::isfinite(*real);
  if (const auto* narrow = operand.value.get_if<std::int32_t>())
    return *narrow > INT32_MIN && *narrow < INT32_MAX;
  return operand.value.is(BsonType::Date) && is_small(operand.value.as<Date>().ms);
}

bool is_listing(const FieldFacts* facts) {
  if (facts == nullptr) return false;
  const FieldSchema* items = facts->field->items.get();
  return !facts->field->enum_values.empty() || (items != nullptr && !items->enum_values.empty());
}

// Where a field may be missing, a test of its value fails for a document without it, and the
// complement of one holds.
bool may_be_missing(const FieldFacts* facts) {
  return facts == nullptr || (facts->known && facts->maybe_missing && facts->field != nullptr);
}

bool is_plain_text(const FieldFacts* facts) {
  if (facts == nullptr) return true;
  const FieldSchema& field = *facts->field;
  return field.types.contains(BsonType::String) && field.enum_values.empty() && !field.min_length &&
         !field.max_length && !field.pattern_program;
}

bool has_room(const FieldFacts* facts, std::int64_t size) {
  if (facts == nullptr) return true;
  const FieldSchema& field = *facts->field;
  return field.types.contains(BsonType::Array) && size >= field.min_items.value_or(0) &&
         size <= field.max_items.value_or(INT64_MAX);
}

bool is_lower(const MatchNode& bound) {
  return bound.op == MatchOp::Gt || bound.op == MatchOp::Gte;
}

bool is_upper(const MatchNode& bound) {
  return bound.op == MatchOp::Lt || bound.op == MatchOp::Lte;
}

// Numbers and dates, counted; a contingent bound allows the values next to it.
std::optional<std::int64_t> step_of(const Value& bound) {
  if (bound.is(BsonType::Date)) return bound.as<Date>().ms;
  const auto whole = bound.is_number() ? exact_int64(bound) : std::nullopt;
  return whole && is_small(*whole) ? whole : std::nullopt;
}

// Whether one of the bounds, or the value next to the lower one, meets both.
bool have_value_between(const MatchNode& lower, const MatchNode& upper) {
  const bool low_meets = lower.op == MatchOp::Gte, high_meets = upper.op == MatchOp::Lte;
  const int order = compare(lower.operand.value, upper.operand.value);
  if (order >= 0) return order == 0 && low_meets && high_meets;
  if (low_meets || high_meets) return true;
  const auto low = step_of(lower.operand.value), high = step_of(upper.operand.value);
  return low && high && *high - *low >= 2;
}

}  // namespace

bool is_contingent(const MatchNode& leaf, const FieldFacts* facts) {
  if (leaf.self || !may_be_missing(facts)) return false;
  switch (leaf.op) {
    case MatchOp::Eq:
    case MatchOp::Ne:
      return is_plain(leaf.operand, facts);
    case MatchOp::Gt:
    case MatchOp::Gte:
    case MatchOp::Lt:
    case MatchOp::Lte:
      return !is_listing(facts) && is_plain(leaf.operand, facts) && is_inner(leaf.operand);
    case MatchOp::In:
    case MatchOp::Nin:
      return !leaf.list.empty() && std::ranges::all_of(leaf.list, [&](const Operand& operand) {
        return is_plain(operand, facts);
      });
    case MatchOp::Regex:
      return is_plain_text(facts);
    case MatchOp::Exists:
      return facts == nullptr || !facts->types.empty();
    case MatchOp::Size:
      return has_room(facts, leaf.a);
    default:
      return false;
  }
}

bool is_contingent_range(const MatchNode& a, const MatchNode& b, const FieldFacts* facts) {
  const MatchNode& lower = is_lower(a) ? a : b;
  const MatchNode& upper = is_lower(a) ? b : a;
  return is_lower(lower) && is_upper(upper) && !a.operand.date_math && !b.operand.date_math &&
         same_family(a.operand.value, b.operand.value) && is_contingent(a, facts) &&
         is_contingent(b, facts) && have_value_between(lower, upper);
}

bool holds_for_missing(const MatchNode& leaf) {
  if (leaf.op == MatchOp::Exists) return !leaf.flag;
  return leaf.op == MatchOp::Ne || leaf.op == MatchOp::Nin;
}

}  // namespace tamis::linting
