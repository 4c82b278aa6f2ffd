// Trial: a condition and documents that every engine must see alike.
#pragma once

#include <string>
#include <vector>

#include <tamis/value.h>

namespace tamis::equivalence {

struct Trial {
  std::string schema;  // text; "" is none
  Value condition;     // a filter as an object
  std::vector<Value> documents;
};

// The text of a filter.
std::string condition_text(const Value& condition);

// One line: a conformance case whose verdict is what `match` says.
std::string to_case(const std::string& id, const Trial& trial,
                    const std::vector<std::uint32_t>& match);

}  // namespace tamis::equivalence
