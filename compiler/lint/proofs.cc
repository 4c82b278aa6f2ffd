#include "compiler/lint/proofs.h"

#include <algorithm>

#include "compiler/analysis/solver.h"
#include "compiler/lint/contingent.h"
#include "compiler/plan/normalize.h"
#include "compiler/rewrites/rewrites.h"

namespace tamis::linting {
namespace {

// Nodes that may be looked at: for the whole condition, by the length of its text, and at once.
constexpr std::size_t kPerByte = 1;
constexpr std::size_t kAtLeast = 10'000;
constexpr std::size_t kAtOnce = 4'000;
constexpr std::size_t kFewProbes = 8;

const MatchNode& first_leaf(const MatchNode& node) {
  const bool ends = node.is_leaf() || node.children.empty();
  return ends ? node : first_leaf(node.children.front());
}

std::size_t count_tests(const MatchNode& node) {
  if (node.is_leaf()) return 1;
  std::size_t tests = 0;
  for (const MatchNode& child : node.children) tests += count_tests(child);
  return tests;
}

}  // namespace

Proofs::Proofs(const Condition& condition)
    : condition_(condition),
      budget_(kAtLeast + kPerByte * condition.source().text().size()),
      looks_(budget_) {}

bool Proofs::never(const MatchNode& test, const MatchNode* element) {
  return decided(never_, {&test, true}, element);
}

bool Proofs::always(const MatchNode& test, const MatchNode* element) {
  return decided(always_, {&test, false}, element);
}

bool Proofs::decided(std::unordered_map<const MatchNode*, bool>& answers, Question question,
                     const MatchNode* element) {
  const auto known = answers.find(question.test);
  if (known != answers.end()) return known->second;
  const bool answer = shown(question, element);
  answers.emplace(question.test, answer);
  return answer;
}

// Cheap looks first; a proof is for what they leave.
bool Proofs::shown(Question question, const MatchNode* element) {
  const MatchNode& node = *question.test;
  if (answer_to_nothing(node) == question.positive) return false;
  if (question.positive && is_plainly_met(node, facts_of(first_leaf(node)))) return false;
  // No alternative can hold, or none can fail.
  if (!node.children.empty()) {
    const bool only = node.op == MatchOp::And && node.children.size() == 1;
    if (question.positive ? node.op == MatchOp::Or || only : node.op == MatchOp::Nor)
      return std::ranges::all_of(node.children, [&](auto& child) { return never(child, element); });
    if (!question.positive && node.op == MatchOp::And)
      return std::ranges::all_of(node.children,
                                 [&](auto& child) { return always(child, element); });
  }
  if (!is_open_question(node, element)) return false;
  const auto answers = answers_of(node, element);
  const bool has_witness = answers && (question.positive ? *answers : ~*answers) != 0;
  return !has_witness && refuted({question}, element);
}

std::optional<bool> Proofs::answer_to_nothing(const MatchNode& node) {
  if (node.is_leaf()) return answer_to_missing(node, facts_of(node));
  const bool is_group = node.op == MatchOp::And || node.op == MatchOp::Or ||
                        node.op == MatchOp::Nor || node.op == MatchOp::Not;
  if (!is_group) return std::nullopt;
  const auto known = to_nothing_.find(&node);
  if (known != to_nothing_.end()) return known->second;
  const bool joins = node.op == MatchOp::Or || node.op == MatchOp::Nor;
  const bool negates = node.op == MatchOp::Nor || node.op == MatchOp::Not;
  std::optional<bool> all = !joins;
  for (const MatchNode& child : node.children) {
    const auto answer = answer_to_nothing(child);
    if (!answer) {
      all = std::nullopt;
      break;
    }
    all = joins ? *all || *answer : *all && *answer;
  }
  if (all && negates) all = !*all;
  return to_nothing_[&node] = all;
}

bool Proofs::is_contingent_leaf(const MatchNode& leaf) const {
  return is_contingent(leaf, facts_of(leaf));
}

bool Proofs::is_plain_range(const MatchNode& a, const MatchNode& b) const {
  return a.is_leaf() && b.is_leaf() && is_contingent_range(a, b, facts_of(a));
}

const FieldFacts* Proofs::facts_of(const MatchNode& leaf) const {
  const CheckedExpression& checked = condition_.checked();
  return checked.schema ? &checked.facts[leaf.id] : nullptr;
}

std::optional<std::uint64_t> Proofs::answers_of(const MatchNode& node, const MatchNode* element) {
  const auto [known, is_new] = answers_.try_emplace(&node);
  if (!is_new) return known->second;
  const std::size_t tests = count_tests(node);
  if (tests > looks_) return std::nullopt;
  looks_ -= tests;
  // Few values are nearly always enough.
  auto answers = probed({&node}, element, kFewProbes).answers(node);
  if (answers == std::uint64_t{0} || answers == ~std::uint64_t{0})
    answers = probed({&node}, element, analysis::kMostProbes).answers(node);
  return answers_[&node] = answers;
}

Probed Proofs::probed(const std::vector<const MatchNode*>& nodes, const MatchNode* element,
                      std::size_t most) {
  return {nodes, domain_of(element),
          [&](const MatchNode& node) -> const PlanNode& { return plan_of(node); }, most};
}

void Proofs::probe(const std::vector<const MatchNode*>& tests, const MatchNode* element) {
  probed_ = probed(tests, element, analysis::kMostProbes);
}

bool Proofs::exclude(const std::vector<const MatchNode*>& tests, const MatchNode* element) {
  if (probed_.some_meet(tests)) return false;
  std::vector<Question> all;
  for (const MatchNode* test : tests) all.push_back({test, true});
  return refuted(all, element);
}

bool Proofs::implies(const MatchNode& test, const MatchNode& other, const MatchNode* element) {
  return !probed_.some_part(test, other) && refuted({{&test, true}, {&other, false}}, element);
}

const std::vector<Proofs::Repeat>& Proofs::repeated_children(const MatchNode& node) {
  const auto [known, is_new] = repeats_.try_emplace(&node);
  if (!is_new) return known->second;
  std::unordered_multimap<std::size_t, const MatchNode*> seen;
  for (const MatchNode& child : node.children) {
    const std::size_t hash = rewrite::hash(plan_of(child));
    const auto [begin, end] = seen.equal_range(hash);
    const auto first = std::find_if(begin, end, [&](const auto& other) {
      return rewrite::same(plan_of(*other.second), plan_of(child));
    });
    if (first == end)
      seen.emplace(hash, &child);
    else
      known->second.push_back({&child, first->second});
  }
  return known->second;
}

bool Proofs::is_open_question(const MatchNode& node, const MatchNode* element) {
  if (node.is_leaf()) return !is_contingent_leaf(node);
  const auto [known, is_new] = open_.try_emplace(&node, true);
  if (!is_new) return known->second;
  std::vector<std::string_view> paths;
  if (!collect(node, element, paths)) return true;
  std::ranges::sort(paths);
  // The map may have grown meanwhile.
  return open_[&node] = std::ranges::adjacent_find(paths) != paths.end();
}

bool Proofs::collect(const MatchNode& node, const MatchNode* element,
                     std::vector<std::string_view>& paths) {
  if (node.is_leaf()) {
    paths.push_back(node.path.text());
    return !never(node, element) && !always(node, element);
  }
  if (const MatchNode* range = plain_range(node)) {
    paths.push_back(range->path.text());
    return true;
  }
  return !node.children.empty() && std::ranges::all_of(node.children, [&](const MatchNode& child) {
    return collect(child, element, paths);
  });
}

const MatchNode* Proofs::plain_range(const MatchNode& node) const {
  if (node.op != MatchOp::And || node.children.size() != 2) return nullptr;
  const MatchNode& first = node.children.front();
  const MatchNode& second = node.children.back();
  if (!first.is_leaf() || !second.is_leaf() || first.path != second.path) return nullptr;
  return is_plain_range(first, second) ? &first : nullptr;
}

bool Proofs::refuted(const std::vector<Question>& all, const MatchNode* element) {
  std::vector<analysis::Literal> literals;
  for (const Question& question : all)
    literals.push_back({&plan_of(*question.test), question.positive});
  analysis::Solver solver(Context{}, std::min(budget_, kAtOnce), false);
  const analysis::Outcome outcome = solver.solve(domain_of(element), literals);
  budget_ -= std::min(budget_, solver.spent());
  return outcome.kind == analysis::Outcome::Kind::Closed;
}

const PlanNode& Proofs::plan_of(const MatchNode& node) {
  std::unique_ptr<PlanNode>& made = plans_[&node];
  if (!made) {
    Plan whole{plan(condition_.checked(), node)};
    normalize(whole);
    made = std::make_unique<PlanNode>(std::move(whole.root));
  }
  return *made;
}

const analysis::Domain& Proofs::domain_of(const MatchNode* element) {
  using analysis::Domain;
  const auto [known, is_new] = domains_.try_emplace(element);
  Domain& domain = known->second;
  if (!is_new) return domain;
  const CheckedExpression& checked = condition_.checked();
  if (element == nullptr) {
    domain = Domain::root(checked.schema ? &*checked.schema : nullptr);
    return domain;
  }
  domain.set.erase_missing();
  if (!element->self) {
    const FieldFacts* facts = checked.schema ? &checked.facts[element->id] : nullptr;
    domain = Domain::at(element->path, facts, Traverse::Whole).elements();
  }
  if (element->op == MatchOp::ElemMatchObject)
    domain.set =
        intersection(domain.set, analysis::PlaceSet::of_types({BsonType::Object, BsonType::Array}));
  return domain;
}

}  // namespace tamis::linting
