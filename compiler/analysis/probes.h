// Probes: a few values that a place may hold, each tried on the tests of it. What one of them shows
// needs no proof: a value that meets two tests refutes that they exclude each other.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include <tamis/context.h>

#include "compiler/analysis/domain.h"
#include "compiler/plan/plan.h"

namespace tamis::analysis {

// Bit i stands for probe i.
using ProbeSet = std::uint64_t;
inline constexpr std::size_t kMostProbes = 64;

class Probes {
 public:
  // Of the path that the tests are about, or of the place itself where they name none; `scope` is
  // the place that they are asked of. What the tests name and the schema does, the first `most`.
  Probes(const std::vector<const PlanNode*>& tests, const Domain& scope,
         std::size_t most = kMostProbes);

  ProbeSet all() const { return alone_; }
  // Those that meet the test; nullopt where it looks at another path.
  std::optional<ProbeSet> that_meet(const PlanNode& test) const;

 private:
  void add(std::optional<Value> place, ProbeSet& kind);
  void add_values(const Domain& domain, const std::vector<Value>& named, std::size_t most);
  void add_array(const Domain& domain);
  std::optional<ProbeSet> that_meet(const PlanNode& node, bool at_end) const;
  std::optional<ProbeSet> that_reach(const PlanNode& any) const;
  ProbeSet that_pass(const Test& test) const;
  template <typename Holds>
  ProbeSet where(const Holds& holds) const;

  const PlanNode* path_ = nullptr;            // an Any over it; null for the place itself
  std::vector<std::optional<Value>> places_;  // nullopt: nothing there
  ProbeSet alone_ = 0;                        // may stand there, arrays among them
  ProbeSet elements_ = 0;                     // stand in arrays: each in one of its own, after it
  ProbeSet all_ = 0;                          // the array of all of them
};

}  // namespace tamis::analysis
