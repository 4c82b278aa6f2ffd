// Literals become what the schema says they are, where that cannot surprise.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "compiler/match_expression.h"
#include "compiler/report.h"

namespace tamis {

// What may stand where a literal is compared.
struct Expected {
  TypeSet types;                       // of the place itself
  TypeSet elements;                    // of elements, when the place may be an array
  const FieldSchema* field = nullptr;  // of the place; may be null

  TypeSet leaf_types() const { return types | elements; }
};

// An ISO 8601 string or date math becomes a date where only dates may stand, a hex string an
// ObjectId, a number the field's own number type if it is exact, or a decimal. Looks into arrays
// and objects. What is wrong with a date's text is reported; then the operand is left as it is and
// the result is false.
bool coerce(Operand& operand, const Expected& expected, std::string_view zone, Reporter& report);

// What a double becomes where only decimals may stand: the decimal that it is written as.
std::optional<Decimal128> as_decimal(double number);

// Whether a value of this type can be equal to, or ordered against, one of `types`. Null, MinKey
// and MaxKey always can.
bool comparable(BsonType type, TypeSet types);

// Whether a string is a decimal number as JSON writes it, without an exponent, of 15 digits at
// most.
bool reads_as_number(std::string_view text);

}  // namespace tamis
