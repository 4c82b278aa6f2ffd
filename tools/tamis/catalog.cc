// tamis catalog: every diagnostic code as JSON, for the tool that writes docs/diagnostics. Hidden.
#include <tamis/catalog.h>

#include <nlohmann/json.hpp>

#include "tools/tamis/commands.h"
#include "tools/tamis/support/catalog_json.h"

namespace tamis::cli {
namespace {

using Json = nlohmann::ordered_json;

}  // namespace

void add_catalog(CommandLine& line) {
  CLI::App* app = line.add_command(
      "catalog", "print every diagnostic code as JSON", {{"catalog", "all of them"}},
      [](Session& session) {
        Json json{{"schema", example_schema().text()}, {"entries", Json::array()}};
        for (const CatalogEntry& entry : catalog()) json["entries"].push_back(entry_json(entry));
        session.out.write(json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n");
        return kSuccess;
      });
  app->group("");
}

}  // namespace tamis::cli
