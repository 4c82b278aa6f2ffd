// Lists of words in messages, and "did you mean".
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/report.h"

namespace tamis::schema_text {

// "`a`, `b` or `c`".
std::string list_of(std::span<const std::string_view> words, std::string_view conjunction);

// Adds "did you mean `x`?" and the edit that makes it so, where a known word is near. `span` holds
// the string with its quotes. Returns whether it did.
bool suggest(Reporter::Entry& entry, SourceSpan span, std::string_view word,
             const std::vector<std::string_view>& known);

}  // namespace tamis::schema_text
