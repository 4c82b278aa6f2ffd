#include "compiler/lint/probed.h"

#include <algorithm>

#include "compiler/lint/context.h"

namespace tamis::linting {
namespace {

using analysis::Probes;
using analysis::ProbeSet;

// More are not worth the look.
constexpr std::size_t kMostPaths = 16;

struct PathTest {
  std::size_t path;
  const PlanNode* plan;
};

// The tests that a conjunction is made of; false if it is none.
bool collect(const MatchNode& node, std::vector<const MatchNode*>& tests) {
  if (tested_leaf(node) != nullptr) {
    tests.push_back(&node);
    return true;
  }
  return node.op == MatchOp::And && std::ranges::all_of(node.children, [&](const MatchNode& child) {
           return collect(child, tests);
         });
}

bool holds_other(std::string_view path, std::string_view longer) {
  return longer.size() > path.size() && longer.starts_with(path) && longer[path.size()] == '.';
}

}  // namespace

Probed::Probed(const std::vector<const MatchNode*>& nodes, const analysis::Domain& scope,
               const PlanOf& plan_of) {
  std::vector<std::vector<PathTest>> tests(nodes.size());
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    std::vector<const MatchNode*> parts;
    if (!collect(*nodes[i], parts)) continue;
    for (const MatchNode* part : parts) {
      const MatchNode& leaf = *tested_leaf(*part);
      tests[i].push_back({index_of(leaf.self ? "" : leaf.path.text()), &plan_of(*part)});
      paths_[tests[i].back().path].tests.push_back(tests[i].back().plan);
    }
  }
  if (paths_.size() > kMostPaths || !apart()) return;

  std::vector<Probes> probes;
  for (Path& path : paths_) path.all = probes.emplace_back(path.tests, scope).all();
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    if (tests[i].empty()) continue;
    Met met(paths_.size());
    const bool is_known = std::ranges::all_of(tests[i], [&](const PathTest& test) {
      const auto met_here = probes[test.path].that_meet(*test.plan);
      if (met_here) met[test.path] = *met_here & met[test.path].value_or(~ProbeSet{0});
      return met_here.has_value();
    });
    if (is_known) met_.emplace(nodes[i], std::move(met));
  }
}

bool Probed::some_meet(const std::vector<const MatchNode*>& nodes) const {
  std::vector<ProbeSet> meet;
  for (const Path& path : paths_) meet.push_back(path.all);
  for (const MatchNode* node : nodes) {
    const auto known = met_.find(node);
    if (known == met_.end()) return false;
    for (std::size_t i = 0; i < meet.size(); ++i)
      meet[i] &= known->second[i].value_or(~ProbeSet{0});
  }
  return std::ranges::all_of(meet, [](ProbeSet set) { return set != 0; });
}

bool Probed::some_part(const MatchNode& met, const MatchNode& unmet) const {
  const auto one = met_.find(&met), other = met_.find(&unmet);
  if (one == met_.end() || other == met_.end()) return false;
  bool parts = false;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    const ProbeSet meet = one->second[i].value_or(paths_[i].all);
    if (meet == 0) return false;
    if (other->second[i] && (meet & ~*other->second[i]) != 0) parts = true;
  }
  return parts;
}

std::size_t Probed::index_of(std::string_view path) {
  const auto known = std::ranges::find(paths_, path, &Path::text);
  const auto index = static_cast<std::size_t>(known - paths_.begin());
  if (known == paths_.end()) paths_.push_back({path, {}, 0});
  return index;
}

// Whether a value at each path says nothing of the other paths.
bool Probed::apart() const {
  return std::ranges::none_of(paths_, [&](const Path& path) {
    return std::ranges::any_of(
        paths_, [&](const Path& other) { return holds_other(path.text, other.text); });
  });
}

}  // namespace tamis::linting
