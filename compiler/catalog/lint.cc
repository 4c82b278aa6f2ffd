#include <tamis/lint.h>

#include <vector>

#include "compiler/catalog/families.h"

namespace tamis::catalog_families {

std::span<const CatalogEntry> lint() {
  static const std::vector<CatalogEntry> kRules = [] {
    std::vector<CatalogEntry> entries;
    for (const RuleInfo& rule : lint_rules())
      entries.push_back({rule.code, rule.name, rule.severity, rule.since, rule.summary, rule.why,
                         rule.bad, rule.good, rule.kind});
    return entries;
  }();
  return kRules;
}

}  // namespace tamis::catalog_families
