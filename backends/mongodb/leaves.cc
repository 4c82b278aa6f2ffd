#include "backends/mongodb/leaves.h"

#include <limits>

namespace tamis::mongodb {
namespace {

Value number(std::int64_t n) {
  const bool is_int = n >= std::numeric_limits<std::int32_t>::min() &&
                      n <= std::numeric_limits<std::int32_t>::max();
  return is_int ? Value(static_cast<std::int32_t>(n)) : Value(n);
}

Value types_of(TypeSet types) {
  Array names;
  const auto add = [&](BsonType type) {
    if (types.contains(type)) names.push_back(type_name(type));
  };
  if (TypeSet::numbers().within(types)) {
    names.push_back("number");
    types = types.without(TypeSet::numbers());
  }
  constexpr int kLast = static_cast<int>(BsonType::Decimal128);
  for (int code = 1; code <= kLast; ++code) add(static_cast<BsonType>(code));
  add(BsonType::MinKey);
  add(BsonType::MaxKey);
  return names.size() == 1 ? std::move(names.front()) : Value(std::move(names));
}

// A number where its bits fit an int, else the list of positions.
Value bits_of(const std::vector<std::uint32_t>& bits) {
  std::int64_t mask = 0;
  for (const std::uint32_t bit : bits) {
    if (bit > 30) {
      Array positions;
      for (const std::uint32_t position : bits) positions.push_back(number(position));
      return positions;
    }
    mask |= std::int64_t{1} << bit;
  }
  return number(mask);
}

}  // namespace

Leaf leaf_of(const Test& test, Value operand) {
  switch (test.op) {
    case TestOp::Eq:
      return {"$eq", std::move(operand)};
    case TestOp::Lt:
      return {"$lt", std::move(operand)};
    case TestOp::Lte:
      return {"$lte", std::move(operand)};
    case TestOp::Gt:
      return {"$gt", std::move(operand)};
    case TestOp::Gte:
      return {"$gte", std::move(operand)};
    case TestOp::Exists:
      return {"$exists", true};
    case TestOp::Type:
      return {"$type", types_of(test.types)};
    case TestOp::Size:
      return {"$size", number(test.a)};
    case TestOp::Mod:
      return {"$mod", Array{number(test.a), number(test.b)}};
    case TestOp::Regex:
      return {"$regex", std::move(operand)};
    case TestOp::BitsAllSet:
      return {"$bitsAllSet", bits_of(test.bits)};
    case TestOp::BitsAllClear:
      return {"$bitsAllClear", bits_of(test.bits)};
    case TestOp::BitsAnySet:
      return {"$bitsAnySet", bits_of(test.bits)};
    case TestOp::BitsAnyClear:
      return {"$bitsAnyClear", bits_of(test.bits)};
    case TestOp::In:
    case TestOp::Container:
    case TestOp::Schema:
      break;
  }
  return {"$type", Array{"object", "array"}};  // Container, of an element
}

}  // namespace tamis::mongodb
