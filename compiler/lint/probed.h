// Probed: tests, and conjunctions of tests, with the values tried on them. What the values show of
// two of them is known before a proof is tried.
#pragma once

#include <functional>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/analysis/probes.h"
#include "compiler/match_expression.h"

namespace tamis::linting {

class Probed {
 public:
  using PlanOf = std::function<const PlanNode&(const MatchNode&)>;

  Probed() = default;
  // `nodes` are asked of a place in `scope`. Those that are no conjunction of tests stay unknown.
  Probed(const std::vector<const MatchNode*>& nodes, const analysis::Domain& scope,
         const PlanOf& plan_of);

  // Values were found that meet all of them.
  bool some_meet(const std::vector<const MatchNode*>& nodes) const;
  // Values were found that meet the one and not the other.
  bool some_part(const MatchNode& met, const MatchNode& unmet) const;

 private:
  struct Path {
    std::string_view text;
    std::vector<const PlanNode*> tests;
    analysis::ProbeSet all = 0;
  };
  // By path; nullopt where nothing is asked of it.
  using Met = std::vector<std::optional<analysis::ProbeSet>>;

  std::size_t index_of(std::string_view path);
  bool apart() const;

  std::vector<Path> paths_;
  std::unordered_map<const MatchNode*, Met> met_;
};

}  // namespace tamis::linting
