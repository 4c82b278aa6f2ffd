#include "compiler/analysis/candidates.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "compiler/analysis/sample.h"
#include "compiler/values/date_math.h"
#include "compiler/values/numbers.h"
#include "compiler/values/whole_numbers.h"

namespace tamis::analysis {
namespace {

constexpr std::size_t kMostRanges = 16;
constexpr std::int64_t kMostElements = 1000;

// Far enough from the ends of int64 to reckon with.
bool is_small(std::int64_t n) {
  constexpr std::int64_t kMost = std::int64_t{1} << 58U;
  return -kMost < n && n < kMost;
}

double real(const Value& number) {
  if (const auto* decimal = number.get_if<Decimal128>()) return values::to_double(*decimal);
  if (const auto* real = number.get_if<double>()) return *real;
  return static_cast<double>(exact_int64(number).value_or(0));
}

class Scalars {
 public:
  Scalars(const Cube& cube, const Domain& domain, const Context& context)
      : cube_(cube), domain_(domain), context_(context) {}

  std::vector<Candidate> run() {
    for (const Literal& literal : cube_.opaque) from_test(*literal.node->test);
    for (const PlaceSet::Part& part : cube_.set.parts())
      for (std::size_t i = 0; i < std::min(part.ranges.size(), kMostRanges); ++i)
        from_range(part.ranges[i], part.types);
    for (const FieldSchema* field : domain_.fields)
      if (auto value = sample_value(*field)) propose(*value);
    plain_values();
    if (cube_.set.has_missing()) found_.push_back({});
    return std::move(found_);
  }

 private:
  // In the type at hand that the set wants.
  void propose(const Value& value) {
    const auto fitting = as_one_of(value, cube_.set.types());
    if (fitting && cube_.set.contains(&*fitting)) found_.push_back({fitting});
  }

  void from_test(const Test& test) {
    if (test.op == TestOp::Regex) from_regex(test.operand);
    if (test.op == TestOp::Mod && is_small(test.a) && is_small(test.b))
      for (const std::int64_t times : {0, 1, -1, 2, 7}) propose(Value(test.b + times * test.a));
    if (!test.bits.empty()) from_bits(test.bits);
    from_relative(test.operand);
    for (const Operand& operand : test.list) from_relative(operand);
  }

  void from_regex(const Operand& operand) {
    const std::string sample = sample_text(operand.value.as<Regex>());
    const std::string needed(operand.regex->required_literal());
    const std::string prefix(operand.regex->required_prefix());
    for (const std::string& text :
         {sample, needed, prefix, prefix + needed, "x" + sample, sample + "x", sample + "\n"})
      propose(Value(text));
    propose(operand.value);
  }

  void from_bits(const std::vector<std::uint32_t>& positions) {
    std::uint64_t mask = 0;
    for (const std::uint32_t position : positions)
      if (position < 63) mask |= std::uint64_t{1} << position;
    for (const std::uint64_t bits : {mask, ~mask, mask & (~mask + 1), std::uint64_t{0}})
      propose(Value(static_cast<std::int64_t>(bits)));
    propose(Value(-1));
  }

  void from_relative(const Operand& operand) {
    if (!operand.date_math) return;
    const std::int64_t ms = resolve(*operand.date_math, context_.now_ms, context_.time_zone);
    for (const std::int64_t step : {0, 1, -1, 60'000, -60'000}) propose(Value(Date{ms + step}));
  }

  void from_range(const Range& range, TypeSet types) {
    for (const auto& end : {range.low, range.high}) {
      if (!end) continue;
      propose(*end);
      for (const Value& near : neighbours(*end)) propose(near);
    }
    if (range.low && range.high && range.low->is_number() && types.intersects(TypeSet::numbers())) {
      const double low = real(*range.low), high = real(*range.high);
      propose(Value(low / 2 + high / 2));
      propose(Value(std::nextafter(low, high)));
    }
  }

  void plain_values() {
    for (const Value& value : {Value(0),
                               Value("a"),
                               Value(""),
                               Value(1),
                               Value("b"),
                               Value(2.5),
                               Value(true),
                               Value(false),
                               Value(Date{0}),
                               Value(Date{1}),
                               Value(ObjectId{}),
                               Value(Object{}),
                               Value(Array{}),
                               Value(Timestamp{}),
                               Value(Binary{}),
                               Value(Regex{"a", ""}),
                               Value(),
                               Value(MinKey{}),
                               Value(MaxKey{}),
                               Value(JavaScript{"a"}),
                               Value(std::numeric_limits<double>::quiet_NaN())})
      propose(value);
  }

  const Cube& cube_;
  const Domain& domain_;
  const Context& context_;
  std::vector<Candidate> found_;
};

}  // namespace

std::vector<Value> neighbours(const Value& value) {
  if (value.is_number()) {
    if (const auto whole = truncate_to_int64(value); whole && is_small(*whole))
      return {Value(*whole + 1), Value(*whole - 1), Value(*whole)};
    const double at = real(value);
    return {Value(std::nextafter(at, HUGE_VAL)), Value(std::nextafter(at, -HUGE_VAL))};
  }
  if (const auto* text = value.get_if<std::string>()) {
    std::vector<Value> near{Value(*text + "a"), Value(*text + std::string(1, '\0'))};
    if (!text->empty()) near.emplace_back(text->substr(0, text->size() - 1));
    return near;
  }
  if (const auto* date = value.get_if<Date>())
    return {Value(Date{date->ms + 1}), Value(Date{date->ms - 1})};
  if (const auto* id = value.get_if<ObjectId>()) {
    ObjectId above = *id, below = *id;
    ++above.bytes.back();
    --below.bytes.back();
    return {Value(above), Value(below)};
  }
  return {};
}

std::vector<Candidate> scalars(const Cube& cube, const Domain& domain, const Context& context) {
  return Scalars(cube, domain, context).run();
}

std::vector<Value> arrays(const Domain& domain, const Cube& cube, std::vector<Value> elements) {
  std::optional<std::int64_t> size;
  for (const Literal& literal : cube.opaque)
    if (literal.positive && literal.node->test->op == TestOp::Size) size = literal.node->test->a;
  std::vector<Value> made;
  const auto filled = [&](std::int64_t count, const Value& filler) {
    Array array = elements;
    while (static_cast<std::int64_t>(array.size()) < count) array.push_back(filler);
    made.emplace_back(std::move(array));
  };
  std::vector<Value> fillers;
  if (!elements.empty()) fillers.push_back(elements.back());
  for (const FieldSchema* field : domain.fields)
    if (field->items)
      if (auto value = sample_value(*field->items)) fillers.push_back(std::move(*value));
  if (domain.fields.empty()) fillers.insert(fillers.end(), {Value(0), Value("a")});
  for (const Value& filler : fillers) {
    if (size) {
      if (*size <= kMostElements) filled(*size, filler);
      continue;
    }
    for (const std::int64_t more : {0, 1, 2})
      filled(static_cast<std::int64_t>(elements.size()) + more, filler);
  }
  if (fillers.empty()) filled(0, Value());
  return made;
}

}  // namespace tamis::analysis
