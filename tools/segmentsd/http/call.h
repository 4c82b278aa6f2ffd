// One request on its way through a handler, and the answer.
#pragma once

#include <tamis/context.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "tools/segmentsd/http/error.h"
#include "tools/segmentsd/segments/workspace.h"
#include "tools/segmentsd/store/database.h"

namespace segmentsd {

// A handler runs inside one transaction, which is kept when it returns a Reply and undone when it
// throws.
struct Call {
  Database& db;
  Workspaces& workspaces;
  std::int64_t workspace_pk;
  std::int64_t now;      // milliseconds since 1970
  std::string id;        // what `{id}` of the path stands for
  std::string body;      // of a route that takes one
  std::string if_match;  // header, or ""
  std::multimap<std::string, std::string> query;

  tamis::Context context() const { return {.now_ms = now}; }
  std::shared_ptr<const Workspace> workspace() { return workspaces.of(db, workspace_pk); }
};

struct Reply {
  int status = 200;
  Json body;
  std::string etag = {};
  bool keep = true;  // false: what was written is undone after all
};

using Handler = std::function<Reply(Call&)>;

}  // namespace segmentsd
