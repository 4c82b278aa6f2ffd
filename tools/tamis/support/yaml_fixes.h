// Fixes of a condition inside YAML, as edits of the YAML.
#pragma once

#include <tamis/diagnostic.h>

#include <optional>

#include "tools/tamis/support/embedded.h"

namespace tamis::cli {

// `fix` is of place.text. nullopt where its edits fall inside of what stands there in other words,
// or the edited YAML would not be read as the fixed text.
std::optional<Fix> fix_in_yaml(const Fix& fix, const Embedded& place, const Source& outer);

}  // namespace tamis::cli
