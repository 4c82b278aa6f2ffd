// One test as an operator of MongoDB's and its operand.
#pragma once

#include "compiler/plan/plan.h"

namespace tamis::mongodb {

struct Leaf {
  std::string_view op;
  Value operand;  // of `$regex`, the Regex
};

// `test` is no In, and its operand is a value. `operand` stands for the test's own.
Leaf leaf_of(const Test& test, Value operand);

}  // namespace tamis::mongodb
