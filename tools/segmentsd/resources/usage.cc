#include "tools/segmentsd/resources/usage.h"

namespace segmentsd {
namespace {

template <class Uses>
void check_unused(const Workspace& workspace, const std::string& what, const Uses& uses) {
  Json ids = Json::array();
  for (const Segment& segment : workspace.segments)
    if (uses(segment.rule.condition)) ids.push_back(segment.id);
  if (!ids.empty())
    throw ApiError("RESOURCE_CONFLICT", "segments use the " + what, {},
                   {{"segments", std::move(ids)}});
}

}  // namespace

void check_property_unused(const Workspace& workspace, const std::string& name) {
  check_unused(workspace, "property",
               [&](const tamis::Condition& condition) { return uses_field(condition, name); });
}

// A topic's id is random, so it stands in a text only where it is meant.
void check_topic_unused(const Workspace& workspace, const std::string& id) {
  check_unused(workspace, "topic", [&](const tamis::Condition& condition) {
    return condition.canonical_text().find('"' + id + '"') != std::string::npos;
  });
}

}  // namespace segmentsd
