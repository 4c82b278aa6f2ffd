// Bracketed character classes of a pattern, in PCRE2's reading.
#pragma once

#include <optional>

#include "compiler/values/regex_chars.h"
#include "compiler/values/regex_cursor.h"

namespace tamis {

// The class whose `[` is taken; nothing, and cursor.refusal(), when it is outside the profile.
std::optional<CharSet> read_char_class(PatternCursor& cursor, bool caseless);

}  // namespace tamis
