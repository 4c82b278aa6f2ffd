// Solver: can a place meet all of a list of Plan nodes and complements of nodes?
//
// A tableau: conjunctions are taken apart, disjunctions tried branch by branch, and what is left of
// a branch (a cube) is looked at place by place:
//
//   tests of one place   its PlaceSet must not run empty
//   Any over a path      where the path has one place, all that is said of it is said of that
//   place;
//                        else each Any has a place of its own, and only the complements hold for
//                        all
//   Element              the same, over the elements of an array
//
// A closed branch is a proof, for every document that fits the schema. An open one is only a hint:
// the value made from it counts once holds() has confirmed it.
#pragma once

#include <deque>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <tamis/context.h>

#include "compiler/analysis/domain.h"
#include "compiler/plan/plan.h"

namespace tamis::analysis {

struct Literal {
  const PlanNode* node = nullptr;
  bool positive = true;
};

// A value, or nothing there.
struct Candidate {
  std::optional<Value> value;
  const Value* place() const { return value ? &*value : nullptr; }
};

struct Outcome {
  enum class Kind : std::uint8_t {
    Closed,  // no place meets all
    Open,    // `candidate` does, if there is one
    Spent,   // the budget ran out
  } kind = Kind::Open;
  std::optional<Candidate> candidate;
};

class Solver {
 public:
  // `budget` bounds the work: about so many nodes are looked at. Without `wants_candidates` it
  // stops at the first open branch.
  Solver(Context context, std::size_t budget, bool wants_candidates)
      : context_(std::move(context)), budget_(budget), wants_(wants_candidates) {}

  Outcome solve(const Domain& domain, const std::vector<Literal>& literals);

  // Paths at which branches closed, of the last solve().
  const std::set<std::string>& closed_at() const { return closed_at_; }
  std::size_t spent() const { return spent_; }

 private:
  class Place;
  bool spend(std::size_t steps) {
    spent_ += steps;
    return spent_ <= budget_;
  }

  Context context_;
  std::size_t budget_;
  bool wants_;
  std::size_t spent_ = 0;
  std::size_t depth_ = 0;
  std::string prefix_;
  std::set<std::string> closed_at_;
  std::deque<PlanNode> made_;  // of what several paths say together
};

// The places of a node made of tests alone, when they are exactly known.
std::optional<PlaceSet> exact_places(const PlanNode& node);

}  // namespace tamis::analysis
