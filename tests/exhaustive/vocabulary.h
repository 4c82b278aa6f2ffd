// The small world that is tried out in full.
#pragma once

#include <string>
#include <vector>

#include <tamis/value.h>

namespace tamis::exhaustive {

// Over a hundred: what `a` may hold, by itself and beside a `c`.
const std::vector<Value>& documents();

// What may stand behind a path: `{"$gt":1}`, `{"$size":0}` …, each with one operator.
const std::vector<std::string>& tests();

const std::vector<std::string>& paths();

}  // namespace tamis::exhaustive
