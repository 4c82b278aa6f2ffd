// The conditions of the workload, written by hand, once for both layouts: of a contact one clause
// after the other until the answer is known; of columns 64 rows at a time, and the next clause
// only where a row of them is left.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>

#include "tests/bench/table/world.h"

namespace tamis::bench {

using Count = std::function<std::size_t()>;

struct ByHand {
  Count structs, columns;
};

// `filter` is the condition, from which long lists come. None: there is no such condition.
ByHand by_hand(const World& world, const std::string& id, const nlohmann::ordered_json& filter);

}  // namespace tamis::bench
