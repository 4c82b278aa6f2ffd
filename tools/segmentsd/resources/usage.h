// Which segments use a property or a topic.
#pragma once

#include <string>

#include "tools/segmentsd/http/error.h"
#include "tools/segmentsd/segments/workspace.h"

namespace segmentsd {

// Each throws 409, naming the segments, when there is one.
void check_property_unused(const Workspace& workspace, const std::string& name);
void check_topic_unused(const Workspace& workspace, const std::string& id);

}  // namespace segmentsd
