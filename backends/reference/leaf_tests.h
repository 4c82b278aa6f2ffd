// The tests of one place: what each operator asks once the path has been walked.
#pragma once

#include "backends/reference/places.h"
#include "compiler/match_expression.h"

namespace tamis::reference {

// $eq, $gt, $gte, $lt and $lte (paragraphs 5, 6 and 9–15).
bool compares(MatchOp op, Place place, const Value& operand);

// A member of $in or $all: a regex searches, anything else is equal (paragraphs 16, 22 and 24).
bool is_member(Place place, const Value& member);

// Strings that the regex finds, and the same regex stored as a value (paragraph 16).
bool is_found(Place place, const Regex& regex);

// Paragraph 21.
bool has_remainder(Place place, std::int64_t divisor, std::int64_t remainder);

// $bitsAllSet, $bitsAllClear, $bitsAnySet and $bitsAnyClear (paragraph 25).
bool has_bits(MatchOp op, Place place, const std::vector<std::uint32_t>& positions);

}  // namespace tamis::reference
