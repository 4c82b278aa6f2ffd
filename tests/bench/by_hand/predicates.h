// The forty conditions of the benchmark, written by hand over plain structs. The compiler sees each
// together with the loop that asks it.
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

#include "tests/bench/by_hand/contact.h"

namespace tamis::by_hand {

// How many of the contacts match.
using Counter = std::function<std::size_t(const std::vector<Contact>&)>;

// `id` begins with c01 to c40; lists, dates and texts that were made up come from `filter`. None if
// no such condition is known.
Counter by_hand(std::string_view id, const nlohmann::ordered_json& filter);

}  // namespace tamis::by_hand
