// When the members of a segment with relative dates may change by time alone.
#pragma once

#include <tamis/context.h>

#include <cstdint>

#include "tools/segmentsd/segments/contact.h"
#include "tools/segmentsd/segments/workspace.h"

namespace segmentsd {

// A moment after the context's before which no contact comes or goes: the earliest of all contacts
// of the workspace, and that of one. RelativeDate::kNever for rules without relative dates.
std::int64_t next_moment(Database& db, const Workspace& workspace, const Rule& rule,
                         const tamis::Context& context);
std::int64_t next_moment(const Contact& contact, const Rule& rule, const tamis::Context& context);

}  // namespace segmentsd
