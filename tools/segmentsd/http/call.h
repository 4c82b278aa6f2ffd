// One request on its way through a handler, and the answer.
#pragma once

#include <tamis/context.h>

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "tools/segmentsd/http/error.h"
#include "tools/segmentsd/http/spool.h"
#include "tools/segmentsd/segments/workspace.h"
#include "tools/segmentsd/store/database.h"
#include "tools/segmentsd/store/writers.h"

namespace segmentsd {

using Query = std::multimap<std::string, std::string>;

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
  Query query;

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

// Gets a body's bytes as they come, cut anywhere.
using BodySink = std::function<void(std::string_view)>;

// A request whose body is lines: read as it comes, in as many transactions as it takes, and
// answered line by line.
struct LinesCall {
  Database& db;
  Workspaces& workspaces;
  Writers& writers;
  std::int64_t workspace_pk;
  const Query& query;
  std::function<std::int64_t()> now;
  std::function<void(const BodySink&)> read;  // once; an ApiError when the body ends before its end
  Spool& answer;
};

using LinesHandler = std::function<void(LinesCall&)>;

}  // namespace segmentsd
