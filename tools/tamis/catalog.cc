// tamis catalog: every diagnostic code as JSON, for the tool that writes docs/diagnostics. Hidden.
#include <fmt/format.h>
#include <tamis/catalog.h>
#include <tamis/lint.h>

#include <nlohmann/json.hpp>

#include "grammar/render_formats.h"
#include "tools/tamis/commands.h"

namespace tamis::cli {
namespace {

using Json = nlohmann::ordered_json;

std::string_view kind_name(ExampleKind kind) {
  switch (kind) {
    case ExampleKind::Condition:
      return "condition";
    case ExampleKind::ConditionWithSchema:
      return "condition with schema";
    case ExampleKind::Schema:
      return "schema";
    case ExampleKind::Document:
      return "document";
    case ExampleKind::Backend:
      return "backend";
    case ExampleKind::Bytes:
      return "bytes";
    case ExampleKind::Limit:
      return "limit";
  }
  return {};
}

std::string_view fix_name(FixAvailability fix) {
  return fix == FixAvailability::Always      ? "always"
         : fix == FixAvailability::Sometimes ? "sometimes"
                                             : "none";
}

Json entry_json(const CatalogEntry& entry) {
  Json json{{"code", entry.code},
            {"name", entry.name},
            {"severity", severity_name(entry.severity)},
            {"since", entry.since},
            {"summary", entry.summary},
            {"why", entry.why},
            {"bad", entry.bad},
            {"good", entry.good},
            {"kind", kind_name(entry.kind)}};
  // The example of malformed UTF-8 cannot stand in JSON.
  if (printable(entry.bad).find("\\x") != std::string::npos) {
    std::string hex;
    for (const char c : entry.bad) hex += fmt::format("{:02x}", static_cast<unsigned char>(c));
    json["bad_hex"] = hex;
  }
  for (const RuleInfo& rule : lint_rules()) {
    if (rule.code != entry.code) continue;
    json["topic"] = topic_name(rule.topic);
    json["fix"] = fix_name(rule.fix);
    json["by_default"] = rule.by_default;
  }
  return json;
}

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
