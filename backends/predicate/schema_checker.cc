#include "backends/predicate/schema_checker.h"

namespace tamis::predicate {

bool number_holds(const SchemaRule& rule, const Datum& number) {
  if (rule.op == SchemaOp::MultipleOf) return is_multiple_of(value_of(number), rule.number);
  const Datum bound = datum_of(rule.number);
  if (is_nan(number) || is_nan(bound)) return !rule.exclusive && is_nan(number) && is_nan(bound);
  const int order = compare_scalars(number, bound);
  const int beyond = rule.op == SchemaOp::Minimum ? order : -order;
  return rule.exclusive ? beyond > 0 : beyond >= 0;
}

}  // namespace tamis::predicate
