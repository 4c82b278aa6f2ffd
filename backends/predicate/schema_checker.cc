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

bool text_holds(const SchemaRule& rule, std::string_view text) {
  if (rule.op == SchemaOp::Pattern) return rule.patterns.front().search(text);
  const std::int64_t length = length_of(text);
  return rule.op == SchemaOp::MinLength ? length >= rule.count : length <= rule.count;
}

bool are_unique(Array array) {
  for (Value& element : array) element = in_field_order(std::move(element));
  std::ranges::sort(array, [](const Value& a, const Value& b) { return compare(a, b) < 0; });
  const auto equal = [](const Value& a, const Value& b) { return compare(a, b) == 0; };
  return std::ranges::adjacent_find(array, equal) == array.end();
}

bool is_additional(const SchemaRule& rule, std::string_view name) {
  if (std::ranges::binary_search(rule.names, name, std::less<>())) return false;
  return std::ranges::none_of(rule.patterns,
                              [&](const RegexProgram& pattern) { return pattern.search(name); });
}

}  // namespace tamis::predicate
