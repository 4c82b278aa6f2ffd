#include "compiler/lint/probed.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "compiler/lint/context.h"

namespace tamis::linting {
namespace {

using analysis::Probes;
using analysis::ProbeSet;

// More are not worth the look.
constexpr std::size_t kMostPaths = 16;
constexpr unsigned kDocuments = 64;

bool is_longer(std::string_view longer, std::string_view path) {
  return longer.size() > path.size() && longer.starts_with(path) && longer[path.size()] == '.';
}

}  // namespace

Probed::Probed(const std::vector<const MatchNode*>& nodes, const analysis::Domain& scope,
               const PlanOf& plan_of, std::size_t most) {
  const bool collected =
      std::ranges::all_of(nodes, [&](const MatchNode* node) { return collect(*node); });
  if (!collected || !apart()) return;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    Path& path = paths_[i];
    std::vector<const PlanNode*> plans;
    for (const MatchNode* test : path.tests) plans.push_back(&plan_of(*test));
    const Probes probes(plans, scope, most);
    path.all = probes.all();
    for (unsigned bit = 0; bit < kDocuments; ++bit)
      if (((path.all >> bit) & 1U) != 0) path.probes.push_back(bit);
    for (std::size_t k = 0; k < plans.size(); ++k)
      if (const auto met = probes.that_meet(*plans[k])) met_.emplace(path.tests[k], Met{i, *met});
  }
}

bool Probed::some_meet(const std::vector<const MatchNode*>& nodes) const {
  MetByPath met(paths_.size());
  const bool known =
      std::ranges::all_of(nodes, [&](const MatchNode* node) { return meet(*node, met); });
  return known && std::ranges::none_of(met, [](const auto& set) { return set == ProbeSet{0}; });
}

bool Probed::some_part(const MatchNode& met, const MatchNode& unmet) const {
  MetByPath one(paths_.size()), other(paths_.size());
  if (!meet(met, one) || !meet(unmet, other)) return false;
  bool parts = false;
  for (std::size_t i = 0; i < paths_.size(); ++i) {
    const ProbeSet probes = one[i].value_or(paths_[i].all);
    if (probes == 0) return false;
    if (other[i] && (probes & ~*other[i]) != 0) parts = true;
  }
  return parts;
}

// Document i has at each path one of its probes, all of them in turn.
std::optional<std::uint64_t> Probed::answers(const MatchNode& node) const {
  if (tested_leaf(node) != nullptr) {
    const auto known = met_.find(&node);
    if (known == met_.end() || paths_[known->second.path].probes.empty()) return std::nullopt;
    const std::vector<unsigned>& probes = paths_[known->second.path].probes;
    std::uint64_t answers = 0;
    for (unsigned i = 0; i < kDocuments; ++i)
      answers |= ((known->second.probes >> probes[i % probes.size()]) & 1U) << i;
    return answers;
  }
  const bool joins = node.op == MatchOp::Or || node.op == MatchOp::Nor;
  const bool negates = node.op == MatchOp::Nor || node.op == MatchOp::Not;
  std::uint64_t all = joins ? 0 : ~std::uint64_t{0};
  for (const MatchNode& child : node.children) {
    const auto answered = answers(child);
    if (!answered) return std::nullopt;
    all = joins ? all | *answered : all & *answered;
  }
  if (node.op == MatchOp::AlwaysFalse) return 0;
  if (node.op == MatchOp::JsonSchema) return std::nullopt;
  return negates ? ~all : all;
}

// Adds what the tests of a conjunction meet; false if it is none.
bool Probed::meet(const MatchNode& conjunction, MetByPath& met) const {
  if (tested_leaf(conjunction) == nullptr)
    return conjunction.op == MatchOp::And &&
           std::ranges::all_of(conjunction.children,
                               [&](const MatchNode& child) { return meet(child, met); });
  const auto known = met_.find(&conjunction);
  if (known == met_.end()) return false;
  std::optional<ProbeSet>& here = met[known->second.path];
  here = here.value_or(~ProbeSet{0}) & known->second.probes;
  return true;
}

bool Probed::collect(const MatchNode& node) {
  if (const MatchNode* leaf = tested_leaf(node)) {
    paths_[index_of(leaf->self ? "" : leaf->path.text())].tests.push_back(&node);
    return paths_.size() <= kMostPaths;
  }
  return std::ranges::all_of(node.children, [&](const MatchNode& child) { return collect(child); });
}

std::size_t Probed::index_of(std::string path) {
  const auto known = std::ranges::find(paths_, path, &Path::text);
  const auto index = static_cast<std::size_t>(known - paths_.begin());
  if (known == paths_.end()) paths_.push_back({std::move(path), {}, 0, {}});
  return index;
}

// Whether a value at each path says nothing of the other paths.
bool Probed::apart() const {
  return std::ranges::none_of(paths_, [&](const Path& path) {
    return std::ranges::any_of(paths_,
                               [&](const Path& other) { return is_longer(other.text, path.text); });
  });
}

}  // namespace tamis::linting
