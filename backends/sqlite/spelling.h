// How marks and literals are spelt.
#pragma once

#include <string>

#include <tamis/sqlite.h>

namespace tamis::sqlite {

// The mark of a value; `number` counts from 1.
std::string mark(const Marks& marks, int number);

// A null, number, text or binary as a literal that the engine reads as the same value.
std::string literal(const Value& value, const Dialect& dialect);

// The date at a moment, in the encoding of its column.
Value value_at(const RelativeDate& date, const Context& context);

}  // namespace tamis::sqlite
