#include "compiler/analysis/place_set.h"

#include <algorithm>

#include "compiler/values/numbers.h"
#include "compiler/values/whole_numbers.h"

namespace tamis::analysis {
namespace {

// Equal ones may differ in the types of what they hold.
constexpr TypeSet kNested{BsonType::Object, BsonType::Array, BsonType::JavaScriptWithScope};
// All their values are equal.
constexpr TypeSet kSingle{BsonType::Null, BsonType::Undefined, BsonType::MinKey, BsonType::MaxKey};

bool is_everything(const Ranges& ranges) {
  return ranges.size() == 1 && !ranges.front().low && !ranges.front().high;
}

std::optional<Value> single_value(BsonType type) {
  switch (type) {
    case BsonType::Null:
      return Value();
    case BsonType::Undefined:
      return Value(Undefined{});
    case BsonType::MinKey:
      return Value(MinKey{});
    case BsonType::MaxKey:
      return Value(MaxKey{});
    default:
      return std::nullopt;
  }
}

std::string text_of(const Value& value) {
  const auto* symbol = value.get_if<Symbol>();
  return symbol != nullptr ? symbol->text : value.as<std::string>();
}

}  // namespace

TypeSet family_types(BsonType type) {
  if (TypeSet::numbers().contains(type)) return TypeSet::numbers();
  if (kTextTypes.contains(type)) return kTextTypes;
  return {type};
}

PlaceSet PlaceSet::all() {
  PlaceSet set = of_types(TypeSet::all());
  set.missing_ = true;
  return set;
}

PlaceSet PlaceSet::missing() {
  PlaceSet set;
  set.missing_ = true;
  return set;
}

PlaceSet PlaceSet::of_types(TypeSet types) {
  PlaceSet set;
  set.whole_ = types;
  return set;
}

PlaceSet PlaceSet::of_ranges(TypeSet types, const Ranges& ranges) {
  PlaceSet set;
  set.add(types, ranges);
  return set;
}

PlaceSet PlaceSet::equal_to(const std::vector<Value>& sorted) {
  PlaceSet set;
  for (std::size_t i = 0; i < sorted.size();) {
    const TypeSet types = family_types(sorted[i].type());
    Ranges ranges;
    for (; i < sorted.size() && types.contains(sorted[i].type()); ++i)
      if (ranges.empty() || compare(*ranges.back().low, sorted[i]) != 0)
        ranges.push_back(point(sorted[i]));
    set.missing_ |= types.contains(BsonType::Null);
    set.add(types, std::move(ranges));
  }
  return set;
}

void PlaceSet::add(TypeSet types, Ranges ranges) {
  if (types.empty()) return;
  if (is_everything(ranges) || (types.within(kSingle) && !ranges.empty())) {
    whole_ = whole_ | types;
    return;
  }
  ranges = tightened(ranges, types);
  if (ranges.empty()) return;
  if (is_everything(ranges))
    whole_ = whole_ | types;
  else
    parts_.push_back({types, std::move(ranges)});
}

bool PlaceSet::contains(const Value* place) const {
  if (place == nullptr) return missing_;
  if (whole_.contains(place->type())) return true;
  return std::ranges::any_of(parts_, [&](const Part& part) {
    return part.types.contains(place->type()) && analysis::contains(part.ranges, *place);
  });
}

TypeSet PlaceSet::types() const {
  TypeSet types = whole_;
  for (const Part& part : parts_) types = types | part.types;
  return types;
}

void PlaceSet::erase_types(TypeSet types) {
  whole_ = whole_.without(types);
  PlaceSet kept;
  for (Part& part : parts_) kept.add(part.types.without(types), std::move(part.ranges));
  parts_ = std::move(kept.parts_);
  whole_ = whole_ | kept.whole_;
}

PlaceSet intersection(const PlaceSet& a, const PlaceSet& b) {
  PlaceSet both;
  both.missing_ = a.missing_ && b.missing_;
  both.whole_ = a.whole_ & b.whole_;
  for (const PlaceSet::Part& part : a.parts_) both.add(part.types & b.whole_, part.ranges);
  for (const PlaceSet::Part& part : b.parts_) both.add(part.types & a.whole_, part.ranges);
  for (const PlaceSet::Part& one : a.parts_)
    for (const PlaceSet::Part& other : b.parts_)
      if (one.types.intersects(other.types))
        both.add(one.types & other.types, intersection(one.ranges, other.ranges));
  return both;
}

PlaceSet complement(const PlaceSet& set) {
  PlaceSet rest;
  rest.missing_ = !set.missing_;
  rest.whole_ = TypeSet::all().without(set.types());
  for (const PlaceSet::Part& part : set.parts_) rest.add(part.types, complement(part.ranges));
  return rest;
}

PlaceSet united(const PlaceSet& a, const PlaceSet& b) {
  return complement(intersection(complement(a), complement(b)));
}

std::optional<std::vector<Value>> PlaceSet::values(std::size_t most) const {
  std::vector<Value> all;
  for (int code = -1; code <= 127; ++code) {
    const auto type = static_cast<BsonType>(code);
    const bool known = (code >= -1 && code <= 19) || code == 127;
    if (!known || !whole_.contains(type) || code == 0) continue;
    if (type == BsonType::Bool) {
      all.insert(all.end(), {Value(false), Value(true)});
      continue;
    }
    auto single = single_value(type);
    if (!single) return std::nullopt;
    all.push_back(std::move(*single));
  }
  for (const Part& part : parts_) {
    if (part.types.intersects(kNested)) return std::nullopt;
    auto listed = points(part.ranges, part.types, most);
    if (!listed) return std::nullopt;
    for (const Value& value : *listed) {
      auto fitting = as_one_of(value, part.types);
      if (!fitting) return std::nullopt;
      all.push_back(std::move(*fitting));
      // A schema's lengths are of strings, not of symbols.
      if (kTextTypes.within(part.types)) all.push_back(Symbol{text_of(value)});
    }
    if (all.size() > most) return std::nullopt;
  }
  return all;
}

std::optional<Value> as_one_of(const Value& value, TypeSet types) {
  if (types.contains(value.type())) return value;
  if (value.is_number()) {
    const auto whole = exact_int64(value);
    if (whole && types.contains(BsonType::Int32) && *whole >= INT32_MIN && *whole <= INT32_MAX)
      return Value(static_cast<std::int32_t>(*whole));
    if (whole && types.contains(BsonType::Int64)) return Value(*whole);
    if (types.contains(BsonType::Double)) {
      const auto* decimal = value.get_if<Decimal128>();
      Value real(decimal != nullptr ? values::to_double(*decimal)
                                    : static_cast<double>(whole.value_or(0)));
      if (compare_numbers(real, value) == 0) return real;
    }
    if (whole && types.contains(BsonType::Decimal128)) return Value(values::to_decimal(*whole));
    return std::nullopt;
  }
  if (const auto* text = value.get_if<std::string>(); text && types.contains(BsonType::Symbol))
    return Value(Symbol{*text});
  if (const auto* symbol = value.get_if<Symbol>(); symbol && types.contains(BsonType::String))
    return Value(symbol->text);
  return std::nullopt;
}

}  // namespace tamis::analysis
