// Examples: a text that a regex may find, a value that fits a schema. Guesses, to be confirmed.
#pragma once

#include <optional>
#include <string>

#include <tamis/schema.h>

namespace tamis::analysis {

// "" where the pattern is outside the linear profile.
std::string sample_text(const Regex& regex);

// The plainest value of a field: of an object, its required members only. nullopt if none is found.
std::optional<Value> sample_value(const FieldSchema& field);

}  // namespace tamis::analysis
