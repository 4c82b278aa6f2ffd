#include "tools/tamis/engines/superseded.h"

#include <algorithm>

#include "compiler/values/numbers.h"

namespace tamis::engines {
namespace {

// Whether a value or anything in it is a decimal that is no whole number of 64 bits.
bool holds_inexact_decimal(const Value& value) {
  if (const auto* decimal = value.get_if<Decimal128>())
    return !values::to_int64_exact(*decimal).has_value();
  if (const auto* array = value.get_if<Array>())
    return std::any_of(array->begin(), array->end(), holds_inexact_decimal);
  const auto* object = value.get_if<Object>();
  return object != nullptr && std::any_of(object->begin(), object->end(), [](const Member& member) {
           return holds_inexact_decimal(member.value);
         });
}

bool mentions(const Case& found, std::string_view text) {
  return found.condition.find(text) != std::string::npos;
}

bool applies(std::string_view rule, const Case& found) {
  if (rule == "inexact-decimal-bits")
    return mentions(found, "\"$bits") &&
           std::any_of(found.documents.begin(), found.documents.end(), holds_inexact_decimal);
  return rule == "decimal-size" && !found.accept && mentions(found, "\"$size\"") &&
         mentions(found, "\"$numberDecimal\"");
}

}  // namespace

const std::string* superseded(const Case& found, const Lists& lists) {
  for (const Excuse& excuse : lists.excuses)
    if (applies(excuse.rule, found)) return &excuse.reason;
  return nullptr;
}

}  // namespace tamis::engines
