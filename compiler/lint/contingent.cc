#include "compiler/lint/contingent.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <optional>

#include "compiler/lint/conflicts.h"
#include "compiler/lint/words.h"
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

bool is_within(const FieldSchema& field, const Value& number) {
  const int low = field.minimum ? compare_numbers(number, *field.minimum) : 1;
  const int high = field.maximum ? compare_numbers(number, *field.maximum) : -1;
  return (field.exclusive_minimum ? low > 0 : low >= 0) &&
         (field.exclusive_maximum ? high < 0 : high <= 0);
}

// Whether the field can have the value, one more and one less.
bool allows_number(const FieldSchema& field, const Value& value) {
  if (!field.minimum && !field.maximum) return true;
  const auto whole = exact_int64(value);
  return whole && is_small(*whole) && is_within(field, Value(*whole - 1)) &&
         is_within(field, Value(*whole + 1));
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

struct Bounds {
  const MatchNode* lower;
  const MatchNode* upper;
};

bool counts(const Operand& operand) {
  const Value& value = operand.value;
  return !operand.date_math &&
         (value.is(BsonType::Date) || (value.is_number() && !values::is_nan(value)));
}

// Of a conjunction of a lower and an upper bound of one path, both numbers or both dates.
std::optional<Bounds> bounds_of(const MatchNode& node) {
  if (node.op != MatchOp::And || node.children.size() != 2) return std::nullopt;
  const MatchNode& first = node.children.front();
  const MatchNode& second = node.children.back();
  const Bounds bounds = is_lower_bound(first) ? Bounds{&first, &second} : Bounds{&second, &first};
  if (!is_lower_bound(*bounds.lower) || !is_upper_bound(*bounds.upper)) return std::nullopt;
  if (first.self || second.self || first.path != second.path) return std::nullopt;
  if (!counts(first.operand) || !counts(second.operand)) return std::nullopt;
  return same_family(first.operand.value, second.operand.value) ? std::optional(bounds)
                                                                : std::nullopt;
}

bool is_inclusive(const MatchNode& bound) {
  return bound.op == MatchOp::Gte || bound.op == MatchOp::Lte;
}

bool meets(const Value& value, const Bounds& bounds) {
  const int low = compare(value, bounds.lower->operand.value);
  const int high = compare(value, bounds.upper->operand.value);
  return (low > 0 || (low == 0 && is_inclusive(*bounds.lower))) &&
         (high < 0 || (high == 0 && is_inclusive(*bounds.upper)));
}

bool fails(const Value& value, const Bounds& bounds) {
  return same_family(value, bounds.lower->operand.value) && !meets(value, bounds);
}

// A number or a date.
bool can_have(const FieldSchema& field, const Value& value) {
  if (!field.types.contains(value.type())) return false;
  if (!field.enum_values.empty()) return is_listed(field, value);
  return !value.is_number() || is_within(field, value);
}

bool can_have(const FieldFacts* facts, const Value& value) {
  return facts == nullptr || (facts->field != nullptr && can_have(*facts->field, value));
}

// Whether an end of the range belongs to it, is a value of the field, and `is_wanted`.
template <typename Wanted>
bool has_own_end(const Bounds& bounds, const FieldFacts* facts, const Wanted& is_wanted) {
  return std::ranges::any_of(std::array{bounds.lower, bounds.upper}, [&](const MatchNode* bound) {
    const Value& end = bound->operand.value;
    return is_inclusive(*bound) && meets(end, bounds) && can_have(facts, end) && is_wanted(end);
  });
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
  const MatchNode& lower = is_lower_bound(a) ? a : b;
  const MatchNode& upper = is_lower_bound(a) ? b : a;
  return is_lower_bound(lower) && is_upper_bound(upper) && !a.operand.date_math &&
         !b.operand.date_math && same_family(a.operand.value, b.operand.value) &&
         is_contingent(a, facts) && is_contingent(b, facts) && have_value_between(lower, upper);
}

bool is_plainly_outside(const MatchNode& range, const MatchNode& other, const FieldFacts* facts) {
  const auto one = bounds_of(range), rest = bounds_of(other);
  if (!one || !rest || one->lower->path != rest->lower->path) return false;
  return has_own_end(*one, facts, [&](const Value& end) { return fails(end, *rest); });
}

bool is_plainly_met(const MatchNode& node, const FieldFacts* facts) {
  if (node.is_leaf()) {
    const bool names_one = is_inclusive(node) || node.op == MatchOp::Eq;
    return names_one && !node.self && counts(node.operand) && can_have(facts, node.operand.value);
  }
  const auto bounds = bounds_of(node);
  return bounds && has_own_end(*bounds, facts, [](const Value&) { return true; });
}

std::optional<bool> answer_to_missing(const MatchNode& leaf, const FieldFacts* facts) {
  if (leaf.self || !may_be_missing(facts)) return std::nullopt;
  const auto is_plain_here = [](const Operand& operand) {
    return operand.regex || kPlain.contains(type_of(operand));
  };
  switch (leaf.op) {
    case MatchOp::Eq:
    case MatchOp::Gt:
    case MatchOp::Gte:
    case MatchOp::Lt:
    case MatchOp::Lte:
      return is_plain_here(leaf.operand) ? std::optional(false) : std::nullopt;
    case MatchOp::Ne:
      return is_plain_here(leaf.operand) ? std::optional(true) : std::nullopt;
    case MatchOp::In:
    case MatchOp::Nin:
      if (!std::ranges::all_of(leaf.list, is_plain_here)) return std::nullopt;
      return leaf.op == MatchOp::Nin;
    case MatchOp::Regex:
    case MatchOp::Size:
      return false;
    case MatchOp::Exists:
      return !leaf.flag;
    default:
      return std::nullopt;
  }
}

}  // namespace tamis::linting
