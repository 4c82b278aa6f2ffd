// Linked into the service that the scripts start: it ends at once when a rule's statements break a
// promise that every statement keeps. CHECKED_RULES in the environment may name a file that is told
// of each condition that was checked.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <mutex>
#include <optional>

#include "tools/segmentsd/segments/workspace.h"
#include "tools/tamis/engines/sqlite_checker.h"

namespace segmentsd {
namespace {

// Random rows of one schema, which are kept while workspaces have the same fields.
struct Rows {
  explicit Rows(const Workspace& w)
      : properties(w.properties), topics(w.topics), checker(w.schema) {}
  bool are_of(const Workspace& w) const { return properties == w.properties && topics == w.topics; }

  std::map<std::string, Property, std::less<>> properties;
  std::vector<std::string> topics;
  tamis::engines::SqlChecker checker;
};

std::string fault(const tamis::engines::SqlChecker& checker, const Rule& rule) {
  const std::string fault = checker.fault(rule.condition, rule.filter, {}, {});
  if (!fault.empty() || !rule.keys) return fault;
  return checker.fault(rule.condition, {rule.keys->text, rule.keys->params, true},
                       tamis::sqlite::Selection{.no_orphans = true}, {});
}

void check(const Workspace& workspace, const Rule& rule) {
  static std::mutex mutex;
  static std::optional<Rows> rows;
  const std::lock_guard lock(mutex);
  if (!rows || !rows->are_of(workspace)) rows.emplace(workspace);
  const std::string_view text = rule.condition.source().text();
  if (const std::string broken = fault(rows->checker, rule); !broken.empty()) {
    fmt::print(stderr, "segmentsd: {}: {}\n", text, broken);
    std::abort();
  }
  if (const char* log = std::getenv("CHECKED_RULES"))
    std::ofstream(log, std::ios::app) << text << '\n';
}

[[maybe_unused]] const bool kObserved = (observe_rules(check), true);

}  // namespace
}  // namespace segmentsd
