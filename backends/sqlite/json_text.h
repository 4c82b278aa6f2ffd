// A value that a column keeps, as the JSON of the document that it was part of.
#pragma once

#include <optional>

#include "backends/sqlite/scalar.h"

namespace tamis::sqlite {

// SQL of Extended JSON that says the very value and type, where the place is not NULL, whatever
// stands there; nullopt where the place does not tell its values apart.
std::optional<Sql> json_text(const Scalar& scalar, const Dialect& dialect);

}  // namespace tamis::sqlite
