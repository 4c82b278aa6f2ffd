// Probed: formulas over tests, with the values tried on them. What the values show of a formula, or
// of two of them, is known before a proof is tried.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/analysis/probes.h"
#include "compiler/match_expression.h"

namespace tamis::linting {

class Probed {
 public:
  using PlanOf = std::function<const PlanNode&(const MatchNode&)>;

  Probed() = default;
  // `nodes` are asked of a place in `scope`; at each path `most` values are tried.
  Probed(const std::vector<const MatchNode*>& nodes, const analysis::Domain& scope,
         const PlanOf& plan_of, std::size_t most);

  // Of conjunctions of tests: values were found that meet all of them.
  bool some_meet(const std::vector<const MatchNode*>& nodes) const;
  // Values were found that meet the one and not the other.
  bool some_part(const MatchNode& met, const MatchNode& unmet) const;
  // Of any formula: what it answers to 64 documents, a bit for each; nullopt where it tests more
  // than values at paths.
  std::optional<std::uint64_t> answers(const MatchNode& node) const;

 private:
  using ProbeSet = analysis::ProbeSet;
  struct Path {
    std::string text;
    std::vector<const MatchNode*> tests;
    ProbeSet all = 0;
    std::vector<unsigned> probes;  // those in `all`
  };
  struct Met {
    std::size_t path = 0;
    ProbeSet probes = 0;
  };
  // By path; nullopt where nothing is asked of it.
  using MetByPath = std::vector<std::optional<ProbeSet>>;

  // False once there are too many paths.
  bool collect(const MatchNode& node);
  std::size_t index_of(std::string path);
  bool apart() const;
  bool meet(const MatchNode& conjunction, MetByPath& met) const;

  std::vector<Path> paths_;
  std::unordered_map<const MatchNode*, Met> met_;  // of tests
};

}  // namespace tamis::linting
