#include "backends/predicate/share.h"

#include <algorithm>

namespace tamis::predicate {
namespace {

constexpr float kOneValue = 0.1F;
constexpr float kNull = 0.3F;
constexpr float kOfTwo = 0.5F;
constexpr float kRange = 0.4F;
constexpr float kFew = 0.2F;
constexpr float kMost = 0.8F;

float share_of_equal(const Operand& operand, const FieldFacts* facts) {
  if (facts != nullptr && facts->field != nullptr && facts->field->selectivity >= 0)
    return static_cast<float>(facts->field->selectivity);
  switch (operand.value.type()) {
    case BsonType::Null:
      return kNull;
    case BsonType::Bool:
      return kOfTwo;
    default:
      return kOneValue;
  }
}

}  // namespace

float share_of(const Test& test, const FieldFacts* facts) {
  switch (test.op) {
    case TestOp::Eq:
      return share_of_equal(test.operand, facts);
    case TestOp::In: {
      float share = 0;
      for (const Operand& operand : test.list) share += share_of_equal(operand, facts);
      return std::min(share, kMost);
    }
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
      return kRange;
    case TestOp::Exists:
    case TestOp::Type:
      return kMost;
    case TestOp::Size:
    case TestOp::Mod:
    case TestOp::Regex:
      return kFew;
    case TestOp::BitsAllSet:
    case TestOp::BitsAllClear:
    case TestOp::BitsAnySet:
    case TestOp::BitsAnyClear:
    case TestOp::Container:
    case TestOp::Schema:
      return kOfTwo;
  }
  return kOfTwo;
}

}  // namespace tamis::predicate
