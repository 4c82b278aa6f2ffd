#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <vector>

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

// Only a branch that asks for no other fields can cover another one.
bool may_cover(const MatchNode& wider, const MatchNode& narrower) {
  std::vector<std::string_view> asked, there;
  collect_paths(wider, asked);
  collect_paths(narrower, there);
  std::ranges::sort(there);
  return std::ranges::all_of(
      asked, [&](std::string_view path) { return std::ranges::binary_search(there, path); });
}

const MatchNode* covering(const MatchNode& node, const MatchNode& branch, LintContext& context) {
  for (const MatchNode& other : node.children) {
    if (&other == &branch || !may_cover(other, branch) || !context.implies(branch, other)) continue;
    const bool both = context.implies(other, branch);
    if (!both || other.span.begin < branch.span.begin) return &other;
  }
  return nullptr;
}

void check(const MatchNode& node, LintContext& context) {
  if (node.children.size() < 2 || node.children.size() > kMostBranches) return;
  if (context.never_found_inside() || !context.repeated_children(node).empty()) return;
  for (const MatchNode& branch : node.children) {
    if (names_missing(branch)) continue;
    const MatchNode* wider = covering(node, branch, context);
    if (wider == nullptr) continue;
    auto entry = context.report(branch.span, "another branch covers this one", "adds nothing");
    entry.label(wider->span, "covers it");
    std::vector<Edit> changes = removal_of_element(branch, context);
    if (changes.empty())
      entry.help("leave it out");
    else
      entry.fix(Fix{"leave it out", std::move(changes), true});
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
    .leave = check};

}  // namespace tamis::linting
