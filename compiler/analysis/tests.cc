#include "compiler/analysis/tests.h"

#include <limits>

#include "compiler/rewrites/rewrites.h"
#include "compiler/values/date_math.h"
#include "compiler/values/numbers.h"

namespace tamis::analysis {
namespace {

TestPlaces exactly(PlaceSet set) {
  return {set, set, true};
}

bool is_strict(TestOp op) {
  return op == TestOp::Lt || op == TestOp::Gt;
}

bool is_lower(TestOp op) {
  return op == TestOp::Gt || op == TestOp::Gte;
}

bool is_upper(TestOp op) {
  return op == TestOp::Lt || op == TestOp::Lte;
}

// Paragraph 15 of docs/semantics: the keys at the ends compare with everything, missing too.
PlaceSet beside_key(const Test& test, BsonType key) {
  const bool outward = key == BsonType::MinKey ? is_lower(test.op) : is_upper(test.op);
  PlaceSet set = outward ? PlaceSet::all() : PlaceSet::of_types({key});
  if (is_strict(test.op)) set.erase_types({key});
  return set;
}

// Paragraphs 6, 9 and 11.
PlaceSet ordered(const Test& test) {
  const Value& bound = test.operand.value;
  const BsonType type = bound.type();
  if (type == BsonType::MinKey || type == BsonType::MaxKey) return beside_key(test, type);
  if (type == BsonType::Null || type == BsonType::Undefined || values::is_nan(bound))
    return is_strict(test.op) ? PlaceSet() : PlaceSet::equal_to({bound});
  Range range;
  (is_lower(test.op) ? range.low : range.high) = bound;
  (is_lower(test.op) ? range.low_open : range.high_open) = is_strict(test.op);
  if (is_upper(test.op) && bound.is_number()) {
    range.low = Value(std::numeric_limits<double>::quiet_NaN());
    range.low_open = true;
  }
  return PlaceSet::of_ranges(family_types(type), {range});
}

TestPlaces in_list(const Test& test) {
  std::vector<Value> values;
  bool relative = false;
  for (const Operand& operand : test.list) {
    if (operand.date_math)
      relative = true;
    else
      values.push_back(operand.value);
  }
  PlaceSet set = PlaceSet::equal_to(values);
  if (!relative) return exactly(std::move(set));
  return {united(set, PlaceSet::of_types({BsonType::Date})), set, false};
}

// The least text after all that begin with `prefix`; nullopt if there is none.
std::optional<std::string> after_prefix(std::string prefix) {
  while (!prefix.empty() && static_cast<unsigned char>(prefix.back()) == 0xff) prefix.pop_back();
  if (prefix.empty()) return std::nullopt;
  prefix.back() = static_cast<char>(static_cast<unsigned char>(prefix.back()) + 1);
  return prefix;
}

TestPlaces found_by(const Operand& operand) {
  const PlaceSet stored = PlaceSet::equal_to({operand.value});
  PlaceSet text = PlaceSet::of_types(kTextTypes);
  if (const std::string prefix(operand.regex->required_prefix()); !prefix.empty()) {
    Range range;
    range.low = Value(prefix);
    if (auto after = after_prefix(prefix)) {
      range.high = Value(std::move(*after));
      range.high_open = true;
    }
    text = PlaceSet::of_ranges(kTextTypes, {range});
  }
  return {united(text, stored), stored, false};
}

// -1, 0 or 1 if `a` is at most, always equal to, or at least `b` whenever they are resolved.
std::optional<int> order_of(const DateMath& a, const DateMath& b) {
  if (a == b) return 0;
  const auto steps = [](const DateMath& math) -> std::optional<DateMath::Step> {
    if (math.steps.empty()) return DateMath::Step{DateMath::Step::Kind::Add, '\0', 0};
    if (math.steps.size() > 1 || math.steps.front().kind != DateMath::Step::Kind::Add)
      return std::nullopt;
    return math.steps.front();
  };
  const auto one = steps(a), other = steps(b);
  if (!one || !other) return std::nullopt;
  if (one->unit != other->unit && one->unit != '\0' && other->unit != '\0') return std::nullopt;
  // As local times go, `now-0d` is not always `now`.
  if (one->count == other->count) return std::nullopt;
  return one->count < other->count ? -1 : 1;
}

// Of two tests against relative dates: whether the second follows from, or is ruled out by, the
// first, whatever the time is.
bool dates_exclude(const Test& first, const Test& second, bool answer) {
  const auto order = order_of(*first.operand.date_math, *second.operand.date_math);
  if (!order) return false;
  const bool equal_dates = *order == 0;
  if (first.op == TestOp::Eq || second.op == TestOp::Eq)
    return equal_dates && !answer && first.op == TestOp::Eq && !is_strict(second.op);
  const bool same_side = is_lower(first.op) == is_lower(second.op);
  // first's date is at least (lower bounds) or at most (upper bounds) second's.
  const bool beyond = is_lower(first.op) ? *order >= 0 : *order <= 0;
  const bool touches = !is_strict(first.op) && !is_strict(second.op);
  if (!beyond) return false;
  if (!answer) return same_side && (is_strict(first.op) || !is_strict(second.op));
  return !same_side && !touches;
}

// Whether text that `a` finds is always found by `b`.
bool finds_no_less(const RegexProgram& a, const RegexProgram& b) {
  using Place = LiteralPattern::Place;
  if (!a.literal() || !b.literal()) return false;
  const LiteralPattern &x = *a.literal(), &y = *b.literal();
  const std::string_view text = x.text;
  switch (y.place) {
    case Place::Contains:
      return text.find(y.text) != std::string_view::npos;
    case Place::Prefix:
      return (x.place == Place::Prefix || x.place == Place::Exact || x.place == Place::ExactLine) &&
             text.starts_with(y.text);
    case Place::Suffix:
      return (x.place == Place::Suffix || x.place == Place::Exact) && text.ends_with(y.text);
    case Place::SuffixLine:
      return (x.place == Place::Suffix || x.place == Place::SuffixLine || x.place == Place::Exact ||
              x.place == Place::ExactLine) &&
             text.ends_with(y.text);
    case Place::ExactLine:
      return x.place == Place::Exact && text == y.text;
    default:
      return false;
  }
}

}  // namespace

TestPlaces places_of(const Test& test) {
  switch (test.op) {
    case TestOp::Eq:
      if (test.operand.is_relative()) return {PlaceSet::of_types({BsonType::Date}), {}, false};
      return exactly(PlaceSet::equal_to({test.operand.value}));
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
      if (test.operand.is_relative()) return {PlaceSet::of_types({BsonType::Date}), {}, false};
      return exactly(ordered(test));
    case TestOp::In:
      return in_list(test);
    case TestOp::Exists:
      return exactly(complement(PlaceSet::missing()));
    case TestOp::Type:
      return exactly(PlaceSet::of_types(test.types));
    case TestOp::Container:
      return exactly(PlaceSet::of_types({BsonType::Object, BsonType::Array}));
    case TestOp::Size:
      return {PlaceSet::of_types({BsonType::Array}), {}, false};
    case TestOp::Schema:
      return {PlaceSet::of_types({BsonType::Object}), {}, false};
    case TestOp::Regex:
      return found_by(test.operand);
    case TestOp::Mod: {
      // NaN and the infinities have no remainder.
      Range finite{Value(-std::numeric_limits<double>::infinity()),
                   Value(std::numeric_limits<double>::infinity()), true, true};
      return {PlaceSet::of_ranges(TypeSet::numbers(), {finite}), {}, false};
    }
    case TestOp::BitsAllSet:
    case TestOp::BitsAllClear:
    case TestOp::BitsAnySet:
    case TestOp::BitsAnyClear:
      return {PlaceSet::of_types(TypeSet::numbers() | TypeSet{BsonType::Binary}), {}, false};
  }
  return {PlaceSet::all(), {}, false};
}

TypeSet excluded(const Test& first, const Test& second, bool answer) {
  if (!answer && rewrite::same(first, second)) return TypeSet::all();
  if (first.op == TestOp::Size && second.op == TestOp::Size)
    return answer && first.a != second.a ? TypeSet::all() : TypeSet();
  if (first.op == TestOp::Regex && second.op == TestOp::Regex && !answer &&
      finds_no_less(*first.operand.regex, *second.operand.regex))
    return kTextTypes;
  if (first.operand.is_relative() && second.operand.is_relative() &&
      dates_exclude(first, second, answer))
    return TypeSet::all();
  return {};
}

}  // namespace tamis::analysis
