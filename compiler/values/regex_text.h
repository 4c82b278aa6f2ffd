// Patterns that are plain text in disguise, and the text that others cannot match without.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "compiler/values/regex.h"
#include "compiler/values/regex_syntax.h"

namespace tamis {

// Of a pattern that is satisfied where any of a few texts stands in its place.
std::optional<std::vector<LiteralPattern>> texts_of(const RegexNode& tree);

// What every subject that matches begins with, and holds somewhere; "" when nothing is known.
std::string required_prefix_of(const RegexNode& tree);
std::string required_literal_of(const RegexNode& tree);
// Texts of which every subject that matches holds one, few enough for InnerTexts, as long as can
// be; none when nothing is known.
std::vector<std::string> required_texts_of(const RegexNode& tree);
// In code points; of assertions nothing is asked.
std::uint64_t least_length_of(const RegexNode& tree);

}  // namespace tamis
