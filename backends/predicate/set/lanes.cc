#include "backends/predicate/set/lanes.h"

namespace tamis::predicate::set {
namespace {

bool is_number(BsonType type) {
  return TypeSet::numbers().contains(type);
}

std::optional<Lane> lane_of(TestOp op) {
  switch (op) {
    case TestOp::Gt:
      return kGt;
    case TestOp::Gte:
      return kGte;
    case TestOp::Lt:
      return kLt;
    case TestOp::Lte:
      return kLte;
    default:
      return std::nullopt;
  }
}

}  // namespace

std::optional<LaneTest> lane_test(const Test& test) {
  const auto lane = lane_of(test.op);
  if (!lane || test.operand.date_math) return std::nullopt;
  const Datum literal = datum_of(test.operand.value);
  const bool date = literal.type == BsonType::Date;
  if (!date && (!is_number(literal.type) || is_nan(literal))) return std::nullopt;
  const Neighbours value = neighbours(literal);
  if (value.down != value.up || std::isinf(value.down)) return std::nullopt;
  const bool below = *lane == kLt || *lane == kLte;
  return LaneTest{below ? -value.down : value.down, *lane + (date ? kDateLanes : 0)};
}

}  // namespace tamis::predicate::set
