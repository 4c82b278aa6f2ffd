// An entry of the catalog as JSON.
#pragma once

#include <tamis/catalog.h>

#include <nlohmann/json_fwd.hpp>

namespace tamis::cli {

nlohmann::ordered_json entry_json(const CatalogEntry& entry);

}  // namespace tamis::cli
