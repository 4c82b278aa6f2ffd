#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tools/tamis/engines/conformance.h"

namespace tamis::engines {
namespace {

using nlohmann::ordered_json;

std::string table(const std::vector<EngineCount>& engines) {
  std::size_t width = std::size("engine");
  for (const EngineCount& engine : engines) width = std::max(width, engine.name.size());
  std::string text = fmt::format("{:{}}{:>8}{:>8}{:>10}{:>9}{:>9}\n", "engine", width, "cases",
                                 "agreed", "differed", "refused", "skipped");
  for (const EngineCount& engine : engines)
    text += fmt::format("{:{}}{:>8}{:>8}{:>10}{:>9}{:>9}\n", engine.name, width, engine.cases,
                        engine.agreed, engine.differed, engine.refused, engine.skipped);
  return text;
}

std::string tallies(std::string_view engine, std::string_view word,
                    const std::map<std::string, std::size_t>& counts) {
  std::string text;
  for (const auto& [what, count] : counts)
    text += fmt::format("{} {} {}: {}\n", engine, word, count, what);
  return text;
}

std::string section(std::string_view title, const std::vector<Difference>& differences) {
  if (differences.empty()) return {};
  std::string text = fmt::format("\n{}:\n", title);
  for (const Difference& difference : differences)
    text += fmt::format("  {} {}: expected {}, got {}\n", difference.id, difference.engine,
                        difference.expected, difference.got);
  return text;
}

// Verdicts are arrays of indexes, all else is text.
ordered_json verdict(const std::string& text) {
  return text.starts_with('[') ? ordered_json::parse(text) : ordered_json(text);
}

ordered_json list(const std::vector<Difference>& differences) {
  ordered_json entries = ordered_json::array();
  for (const Difference& difference : differences)
    entries.push_back({{"id", difference.id},
                       {"engine", difference.engine},
                       {"expected", verdict(difference.expected)},
                       {"got", verdict(difference.got)}});
  return entries;
}

}  // namespace

std::string to_text(const ConformanceReport& report) {
  std::string text = table(report.engines);
  for (const EngineCount& engine : report.engines)
    text += tallies(engine.name, "refused", engine.codes) +
            tallies(engine.name, "skipped", engine.reasons);
  return text + section("differences", report.differences) +
         section("refused without a policy", report.without_policy) +
         section("listed as differing, yet agreeing", report.unexpected_passes);
}

std::string to_json(const ConformanceReport& report) {
  ordered_json engines = ordered_json::array();
  for (const EngineCount& engine : report.engines)
    engines.push_back({{"name", engine.name},
                       {"cases", engine.cases},
                       {"agreed", engine.agreed},
                       {"differed", engine.differed},
                       {"refused", engine.refused},
                       {"skipped", engine.skipped},
                       {"refused_codes", engine.codes},
                       {"skipped_reasons", engine.reasons}});
  const ordered_json object = {{"engines", std::move(engines)},
                               {"differences", list(report.differences)},
                               {"refused_without_policy", list(report.without_policy)},
                               {"unexpected_passes", list(report.unexpected_passes)}};
  return object.dump(2, ' ', false, ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace tamis::engines
