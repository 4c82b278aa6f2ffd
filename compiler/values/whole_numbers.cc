#include "compiler/values/whole_numbers.h"

#include "compiler/values/numbers.h"

namespace tamis {

std::optional<std::int64_t> truncate_to_int64(const Value& value) {
  if (const auto* number = value.get_if<std::int32_t>()) return *number;
  if (const auto* number = value.get_if<std::int64_t>()) return *number;
  if (const auto* number = value.get_if<double>()) return values::to_int64_truncated(*number);
  if (const auto* number = value.get_if<Decimal128>()) return values::to_int64_truncated(*number);
  return std::nullopt;
}

std::optional<std::int64_t> exact_int64(const Value& value) {
  if (const auto* number = value.get_if<double>()) return values::to_int64_exact(*number);
  if (const auto* number = value.get_if<Decimal128>()) return values::to_int64_exact(*number);
  return truncate_to_int64(value);
}

}  // namespace tamis
