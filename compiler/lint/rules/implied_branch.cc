#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/lint/contingent.h"
#include "compiler/lint/remove_test.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// All pairs are looked at; who writes more branches has written them by program.
constexpr std::size_t kMostBranches = 12;

// Beside a negation it says that documents without the field are meant.
bool names_missing(const MatchNode& branch) {
  const bool group = branch.op == MatchOp::And && branch.children.size() == 1;
  const MatchNode& test = group ? branch.children.front() : branch;
  return (test.op == MatchOp::Eq && test.operand.value.is(BsonType::Null)) ||
         (test.op == MatchOp::Exists && !test.flag);
}

void collect_paths(const MatchNode& node, std::vector<std::string_view>& paths) {
  if (node.is_leaf()) paths.push_back(node.path.text());
  for (const MatchNode& child : node.children) collect_paths(child, paths);
}

std::vector<std::string_view> sorted_paths(const MatchNode& branch) {
  std::vector<std::string_view> paths;
  collect_paths(branch, paths);
  std::ranges::sort(paths);
  const auto repeated = std::ranges::unique(paths);
  paths.erase(repeated.begin(), repeated.end());
  return paths;
}

class Branches {
 public:
  Branches(const MatchNode& node, LintContext& context) : all_(node.children), context_(context) {
    for (const MatchNode& branch : all_) paths_.push_back(sorted_paths(branch));
  }

  const MatchNode* covering(std::size_t i) {
    for (std::size_t j = 0; j < all_.size(); ++j) {
      if (i == j || !may_cover(j, i) || is_plainly_outside(all_[i], all_[j], facts_of(all_[i])))
        continue;
      if (!std::exchange(probed_, true)) probe();
      if (!context_.implies(all_[i], all_[j])) continue;
      if (all_[j].span.begin < all_[i].span.begin || !context_.implies(all_[j], all_[i]))
        return &all_[j];
    }
    return nullptr;
  }

 private:
  // Only a branch that asks for no other fields can cover another one.
  bool may_cover(std::size_t wider, std::size_t narrower) const {
    return std::ranges::includes(paths_[narrower], paths_[wider]);
  }

  // Of the path of its first test; null without a schema.
  const FieldFacts* facts_of(const MatchNode& branch) const {
    if (!context_.schema()) return nullptr;
    return &context_.facts(branch.children.empty() ? branch : branch.children.front());
  }

  void probe() {
    std::vector<const MatchNode*> branches;
    for (const MatchNode& branch : all_) branches.push_back(&branch);
    context_.probe(branches);
  }

  const std::vector<MatchNode>& all_;
  std::vector<std::vector<std::string_view>> paths_;
  LintContext& context_;
  bool probed_ = false;
};

void check_implied_branch(const MatchNode& node, LintContext& context) {
  if (node.children.size() < 2 || node.children.size() > kMostBranches) return;
  if (context.never_found_inside() || !context.repeated_children(node).empty()) return;
  Branches branches(node, context);
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const MatchNode& branch = node.children[i];
    if (names_missing(branch)) continue;
    const MatchNode* wider = branches.covering(i);
    if (wider == nullptr) continue;
    auto entry = context.report(branch.span, "another branch covers this one", "adds nothing");
    entry.label(wider->span, "covers it");
    offer_removal(entry, removal_of_element(branch, context));
  }
}

}  // namespace

constinit const Rule kImpliedBranch{
    .info =
        {.code = "L034",
         .name = "implied-branch",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a branch of `$or` that another branch already covers",
         .why =
             R"(Whatever meets the narrower branch meets the wider one, so the narrower adds nothing. Perhaps the two
were to be alternatives and overlap by mistake, or `$and` was meant.)",
         .bad = R"({"$or": [{"vip": true}, {"age": {"$gt": 18}}, {"age": {"$gt": 30}}]})",
         .good = R"({"$or": [{"vip": true}, {"age": {"$gt": 18}}]})",
         .topic = LintTopic::Redundant},
    .ops = {MatchOp::Or},
    .leave = check_implied_branch};

}  // namespace tamis::linting
