#include "tools/tamis/support/mongodb_flags.h"

namespace tamis::cli {

void MongodbFlags::add(CommandLine& line, CLI::App* app) {
  line.add_choice(app, "--mongodb-version", version_, {"4.4", "5.0", "6.0", "7.0", "8.0"},
                  "the oldest server that must take the filter")
      ->group("MongoDB");
  app->add_flag("--keep-relative", keep_relative_,
                "relative dates follow the server's clock, by `$expr`, where that is exact")
      ->group("MongoDB");
  app->add_flag("--verbatim", verbatim_, "as written rather than made good for an index")
      ->group("MongoDB");
}

mongodb::MongoFilter MongodbFlags::emit(Session& session, const Condition& condition,
                                        const ClockFlags& clock) const {
  mongodb::EmitOptions options{.version = *mongodb::version_from(version_), .verbatim = verbatim_};
  if (!keep_relative_) options.now = clock.context();
  Result<mongodb::MongoFilter> filter = mongodb::emit(condition, options);
  if (!filter.diagnostics().empty()) session.show(filter.diagnostics());
  if (!filter) throw Failure("MongoDB cannot be asked this");
  return *std::move(filter);
}

}  // namespace tamis::cli
