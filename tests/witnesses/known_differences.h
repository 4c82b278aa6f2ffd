// known_differences.json: where a witness is not MongoDB, and why.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/values/regex.h"

namespace tamis::witnesses {

// What a witness did otherwise than MongoDB.
enum class Kind : std::uint8_t {
  Refuses,  // a filter that MongoDB takes
  Differs,  // in its verdict about a document
  Emitted   // in its verdict about a filter as written and the same as Tamis emits it
};

// A class of differences, told by patterns of the canonical texts. The first that fits counts.
struct Difference {
  std::string witness;
  Kind kind = Kind::Differs;
  RegexProgram filter;    // of the filter's text; of Refuses, of what the witness says
  RegexProgram document;  // of Differs: of the document's text
  std::string reason;
  std::map<std::string, std::size_t> seen;  // how many there are, by file of recorded verdicts
};

constexpr const char* kKnownDifferences = "tests/witnesses/known_differences.json";
std::vector<Difference> known_differences();

// The place of the first class that fits, or the number of classes.
std::size_t class_of(const std::vector<Difference>& known, std::string_view witness, Kind kind,
                     std::string_view filter, std::string_view document);

}  // namespace tamis::witnesses
