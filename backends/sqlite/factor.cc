#include "backends/sqlite/factor.h"

#include <algorithm>
#include <span>
#include <unordered_map>

#include "compiler/rewrites/rewrites.h"

namespace tamis::sqlite {
namespace {

struct Hash {
  std::size_t operator()(const PlanNode* node) const { return rewrite::hash(*node); }
};
struct Same {
  bool operator()(const PlanNode* a, const PlanNode* b) const { return rewrite::same(*a, *b); }
};

class Factorer {
 public:
  Factorer(const Scope& scope, const Dialect& dialect) : scope_(scope), dialect_(dialect) {}

  // Below an Any the places are others than the root's.
  void factor(PlanNode& node) const {
    if (node.op == PlanOp::Any) return;
    for (PlanNode& child : node.children) factor(child);
    if (node.op != PlanOp::And && node.op != PlanOp::Or) return;
    rewrite::flatten(node);
    rewrite::unique_children(node);
    if (factor_group(node)) rewrite::only_child(node);
  }

 private:
  struct Count {
    std::size_t branches = 0;
    std::size_t place = 0;  // among the terms, by where each first stands
  };
  using Counts = std::unordered_map<const PlanNode*, Count, Hash, Same>;

  static void add(Counts& counts, const PlanNode& term, std::size_t weight = 1) {
    const Count first{.branches = 0, .place = counts.size()};
    counts.try_emplace(&term, first).first->second.branches += weight;
  }

  static PlanOp dual(PlanOp op) { return op == PlanOp::And ? PlanOp::Or : PlanOp::And; }

  // What a branch of the group joins: of a branch that joins nothing, itself.
  static std::span<const PlanNode> terms(const PlanNode& branch, PlanOp group) {
    if (branch.op == dual(group)) return branch.children;
    return {&branch, 1};
  }

  bool is_dear(const PlanNode& term) const {
    if (term.op == PlanOp::Not) return is_dear(term.children.front());
    return term.op == PlanOp::Any && term.facts != nullptr &&
           locate(term.path, *term.facts, scope_, dialect_).place != Storage::Place::Column;
  }

  static bool is_more(const Count& a, const Count& b) {
    return a.branches != b.branches ? a.branches > b.branches : a.place < b.place;
  }

  // In how many branches a dear term stands; one that is a branch outweighs all others.
  Counts counts_of(const PlanNode& group) const {
    Counts counts;
    for (const PlanNode& branch : group.children) {
      const std::size_t weight = branch.op == dual(group.op) ? 1 : group.children.size();
      for (const PlanNode& term : terms(branch, group.op))
        if (is_dear(term)) add(counts, term, weight);
    }
    return counts;
  }

  // Of the branch's terms the one that most branches have, of several the first; null where none
  // recurs.
  static const PlanNode* most_frequent(const PlanNode& branch, PlanOp group, const Counts& counts) {
    const PlanNode* best = nullptr;
    Count most{.branches = 1, .place = 0};
    for (const PlanNode& term : terms(branch, group)) {
      const auto found = counts.find(&term);
      if (found == counts.end() || !is_more(found->second, most)) continue;
      most = found->second;
      best = found->first;
    }
    return best;
  }

  bool factor_group(PlanNode& group) const {
    const auto joins = [&](const PlanNode& branch) { return branch.op == dual(group.op); };
    if (std::ranges::none_of(group.children, joins)) return false;
    const Counts counts = counts_of(group);
    if (std::ranges::all_of(counts, [](const auto& it) { return it.second.branches == 1; }))
      return false;
    std::vector<std::vector<const PlanNode*>> families;
    std::unordered_map<const PlanNode*, std::size_t> family_of;  // by the term that they share
    for (const PlanNode& branch : group.children) {
      const PlanNode* shared = most_frequent(branch, group.op, counts);
      const auto [found, is_new] = family_of.try_emplace(shared, families.size());
      if (is_new || shared == nullptr)
        families.push_back({&branch});
      else
        families[found->second].push_back(&branch);
    }
    const bool changes = families.size() < group.children.size();
    if (changes) join(group, families);
    return changes;
  }

  static void join(PlanNode& group, const std::vector<std::vector<const PlanNode*>>& families) {
    std::vector<PlanNode> joined;
    for (const auto& family : families)
      joined.push_back(family.size() == 1 ? family.front()->clone() : of_family(group, family));
    group.children = std::move(joined);
  }

  static PlanNode empty(PlanOp op, const PlanNode& like) {
    PlanNode node;
    node.op = op;
    node.span = like.span;
    node.op_span = like.op_span;
    return node;
  }

  // The terms that all branches share, beside what is left of each.
  static PlanNode of_family(const PlanNode& group, const std::vector<const PlanNode*>& family) {
    Counts counts;
    for (const PlanNode* branch : family)
      for (const PlanNode& term : terms(*branch, group.op)) add(counts, term);
    PlanNode whole = empty(dual(group.op), group);
    PlanNode rests = empty(group.op, group);
    bool is_absorbed = false;
    for (const PlanNode* branch : family) {
      PlanNode rest = empty(whole.op, *branch);
      for (const PlanNode& term : terms(*branch, group.op)) {
        const bool is_shared = counts.at(&term).branches == family.size();
        if (!is_shared)
          rest.children.push_back(term.clone());
        else if (branch == family.front())
          whole.children.push_back(term.clone());
      }
      is_absorbed = is_absorbed || rest.children.empty();
      rewrite::only_child(rest);
      rests.children.push_back(std::move(rest));
    }
    if (!is_absorbed) {
      rewrite::flatten(rests);
      whole.children.push_back(std::move(rests));
    }
    rewrite::only_child(whole);
    return whole;
  }

  const Scope& scope_;
  const Dialect& dialect_;
};

}  // namespace

void factor(PlanNode& root, const Scope& scope, const Dialect& dialect) {
  Factorer(scope, dialect).factor(root);
}

}  // namespace tamis::sqlite
