// SQL of the helpers' own: identifiers, marks and literals.
#pragma once

#include <string>
#include <string_view>

#include <tamis/sqlite.h>

namespace tamis::sqlite {

std::string quoted_identifier(std::string_view name);
// A mark; `number` counts from 1.
std::string mark(const Marks& marks, int number);
// A null, number, text or binary as SQL says it.
std::string literal(const Value& value);

}  // namespace tamis::sqlite
