// For tools/dev/bench, which gives several programs their turns: reads ids of conditions, one a
// line, and answers each with what one round took, as {"ns": 12.5, "matched": 20}.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>

#include "tests/bench/rounds.h"

namespace tamis::bench {

// `run(id, filter)` gives a Run.
template <class RunCondition>
void answer(const nlohmann::ordered_json& conditions, RunCondition&& run) {
  for (std::string id; std::getline(std::cin, id);) {
    const auto entry = std::find_if(conditions.begin(), conditions.end(),
                                    [&](const auto& each) { return each.at("id") == id; });
    if (entry == conditions.end()) stop(fmt::format("no such condition: {}", id));
    const Run result = run(id, entry->at("filter"));
    fmt::print("{{\"ns\": {}, \"matched\": {}}}\n", result.ns, result.matched);
    std::fflush(stdout);
  }
}

}  // namespace tamis::bench
