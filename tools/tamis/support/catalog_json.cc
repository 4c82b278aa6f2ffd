#include "tools/tamis/support/catalog_json.h"

#include <fmt/format.h>
#include <tamis/lint.h>

#include <nlohmann/json.hpp>

#include "grammar/render_formats.h"
#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

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

}  // namespace

nlohmann::ordered_json entry_json(const CatalogEntry& entry) {
  nlohmann::ordered_json json{{"code", entry.code},
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

}  // namespace tamis::cli
