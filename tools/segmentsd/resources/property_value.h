// A value of a custom property, read by the property's type.
#pragma once

#include <optional>
#include <string>

#include "tools/segmentsd/http/body.h"
#include "tools/segmentsd/segments/workspace.h"
#include "tools/segmentsd/store/database.h"

namespace segmentsd {

// Null stands for null; nullopt for a value of another type, which is then an error of the body.
std::optional<SqlValue> read_property(Body& body, std::uint32_t node, PropertyType type,
                                      const std::string& where);

}  // namespace segmentsd
