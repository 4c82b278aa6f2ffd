#include "tests/exhaustive/world.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tamis/compile.h>

namespace tamis::exhaustive {
namespace {

// "" or how two verdicts differ, by the first document.
std::string difference(const engines::EngineInfo& engine,
                       const std::vector<std::uint32_t>& expected,
                       const engines::Outcome& outcome) {
  if (const auto* failed = std::get_if<engines::Failed>(&outcome))
    return fmt::format("{} failed: {}", engine.name, failed->what);
  const auto* matched = std::get_if<engines::Matched>(&outcome);
  if (matched == nullptr) {
    const bool refuses = std::holds_alternative<engines::Rejected>(outcome);
    return refuses && engine.partial ? "" : fmt::format("{} gives no verdict", engine.name);
  }
  if (matched->ids == expected) return {};
  return fmt::format("{} matches [{}], the reference [{}]", engine.name,
                     fmt::join(matched->ids, ","), fmt::join(expected, ","));
}

}  // namespace

World::World(std::size_t others_every) : documents_(documents()), others_every_(others_every) {
  for (const engines::EngineInfo& info : engines::engine_table())
    if (!info.needs_schema) engines_.emplace_back(info, info.make());
}

bool World::is_left_out(std::size_t engine) const {
  return engine > 1 && (conditions_ + engine) % others_every_ != 0;
}

std::string World::try_out(const std::string& condition) {
  ++conditions_;
  std::vector<std::uint32_t> expected;
  for (const bool normalize : {true, false}) {
    const Result<Condition> compiled =
        compile(Source("condition", condition), {.normalize = normalize});
    if (!compiled) return compiled.diagnostics().front().message;
    for (std::size_t i = normalize ? 0 : 1; i < (normalize ? engines_.size() : 2); ++i) {
      if (is_left_out(i)) continue;
      auto& [info, engine] = engines_[i];
      const engines::Outcome outcome = engine->run(*compiled, documents_, {});
      if (i == 0)
        expected = std::get<engines::Matched>(outcome).ids;
      else if (std::string text = difference(info, expected, outcome); !text.empty())
        return text;
    }
  }
  matches_ += expected.size();
  return {};
}

}  // namespace tamis::exhaustive
