// Trial: a condition and documents that every engine must see alike.
#pragma once

#include <string>
#include <vector>

#include <tamis/value.h>

namespace tamis::equivalence {

constexpr std::int64_t kNow = 1'735'689'600'000;  // 2025-01-01T00:00:00Z

struct Trial {
  std::string schema;  // text; "" is none
  Value condition;     // a filter as an object
  std::vector<Value> documents;
  // Of dates: the zone of the condition, "" is UTC, and the moment it runs at.
  std::string time_zone = {};
  std::int64_t now_ms = kNow;
};

// The text of a filter.
std::string condition_text(const Value& condition);

// One line: a conformance case whose verdict is what `match` says.
std::string to_case(const std::string& id, const Trial& trial,
                    const std::vector<std::uint32_t>& match);

}  // namespace tamis::equivalence
