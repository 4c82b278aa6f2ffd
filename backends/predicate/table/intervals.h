// What an order comparison wants of numbers, or of dates, as an interval.
#pragma once

#include "backends/predicate/table/kernels.h"
#include "backends/predicate/tests.h"

namespace tamis::predicate::table {

// Of ints that over `scale` are the numbers; `scale` is 1 for dates. The literal is of their family
// and no NaN.
Interval<std::int64_t> wanted_ints(TestOp op, const Datum& literal, std::int64_t scale);
// NaN is in none.
Interval<double> wanted_doubles(TestOp op, const Datum& literal);

}  // namespace tamis::predicate::table
