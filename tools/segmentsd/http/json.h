// JSON whose members keep their order.
#pragma once

#include <nlohmann/json.hpp>

namespace segmentsd {

using Json = nlohmann::ordered_json;

}  // namespace segmentsd
