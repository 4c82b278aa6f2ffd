// Tests of a scalar that look at nothing but the scalar.
#pragma once

#include "backends/predicate/code.h"

namespace tamis::predicate {

bool mod_holds(const TestCode& test, const Datum& datum);
bool bits_hold(const TestCode& test, const Datum& datum);
bool regex_holds(const TestCode& test, const Datum& datum);

// Eq, Lt, Lte, Gt, Gte of values in different families: only MinKey and MaxKey compare with all.
bool order_holds_across(TestOp op, BsonType literal);

inline bool order_holds(TestOp op, int order) {
  switch (op) {
    case TestOp::Lt:
      return order < 0;
    case TestOp::Lte:
      return order <= 0;
    case TestOp::Gt:
      return order > 0;
    case TestOp::Gte:
      return order >= 0;
    default:
      return order == 0;
  }
}

}  // namespace tamis::predicate
