// The sets of characters that PCRE2 has names for, without UCP: mostly ASCII's.
#pragma once

#include <optional>
#include <string_view>

#include "compiler/values/regex_chars.h"

namespace tamis {

// `\d`, `\s`, `\w`, `\h`, `\v` and, in capitals, all but these.
std::optional<CharSet> escape_set(char letter);

// `alpha` of `[:alpha:]`, and so on.
std::optional<CharSet> posix_set(std::string_view name);

CharSet any_char();
CharSet not_newline();

}  // namespace tamis
