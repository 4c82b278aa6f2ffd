// tamis match --uri: the condition on a MongoDB server, which is only read.
#include <fmt/format.h>

#include "tools/tamis/match_flags.h"
#include "tools/tamis/mongodb/plan_words.h"
#include "tools/tamis/mongodb/server.h"
#include "tools/tamis/support/found_documents.h"

namespace tamis::cli {
namespace {

class ServerGrep {
 public:
  ServerGrep(Session& session, MatchFlags& flags)
      : session_(session), flags_(flags), server_(flags.uri) {
    if (server_.database().empty())
      throw Failure("the URI names no database: mongodb://host/DATABASE");
  }

  int run() {
    filter_ = filter();
    if (flags_.explain) {
      for (const std::string& line :
           server::plan_in_words(server_.explain(flags_.collection, filter_)))
        session_.out.print("{}\n", printable(line));
      return kSuccess;
    }
    const std::uint64_t found = flags_.count ? count() : find();
    return found != 0 ? kSuccess : kFinding;
  }

 private:
  std::string filter() {
    const Condition condition = compile_or_fail(session_, flags_.language, flags_.condition);
    mongodb::MongoFilter filter = flags_.mongodb.emit(session_, condition, flags_.clock);
    if (!flags_.invert) return std::move(filter.bson);
    return *to_bson(Value::object({{"$nor", Array{std::move(filter.filter)}}}));
  }

  std::uint64_t count() {
    std::uint64_t count = server_.count(flags_.collection, filter_);
    if (flags_.max_count != 0) count = std::min(count, flags_.max_count);
    if (!flags_.quiet) session_.out.print("{}\n", count);
    return count;
  }

  std::uint64_t find() {
    FoundDocuments found(session_, flags_.output, flags_.ids);
    std::uint64_t number = 0;
    server_.find(
        flags_.collection, filter_,
        {.limit = flags_.quiet ? 1 : flags_.max_count, .ids_only = flags_.ids || flags_.quiet},
        [&](std::string_view bson) {
          const Record record{.bytes = bson, .bson = true, .number = ++number};
          if (!flags_.quiet) session_.show(found.show(record));
          return !flags_.quiet;
        });
    found.finish();
    return number;
  }

  Session& session_;
  MatchFlags& flags_;
  server::Server server_;
  std::string filter_;
};

}  // namespace

int match_on_server(Session& session, MatchFlags& flags) {
  try {
    return ServerGrep(session, flags).run();
  } catch (const server::ServerError& error) {
    throw Failure(printable(error.what()));
  }
}

}  // namespace tamis::cli
