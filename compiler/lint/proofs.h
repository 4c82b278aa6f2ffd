// Proofs: what the analysis shows of the tests of one condition, for rules.
//
// A Yes is true of every document that fits the schema. The work over all questions is bounded in
// proportion to the text; beyond it nothing more is shown.
#pragma once

#include <tamis/condition.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "compiler/analysis/domain.h"
#include "compiler/lint/probed.h"
#include "compiler/match_expression.h"
#include "compiler/plan/plan.h"

namespace tamis::linting {

class Proofs {
 public:
  explicit Proofs(const Condition& condition);

  // `element` is the $elemMatch whose elements the tests look at, or null for the document.
  bool never(const MatchNode& test, const MatchNode* element);
  bool always(const MatchNode& test, const MatchNode* element);
  // No document, or no element, meets all of them.
  bool exclude(const std::vector<const MatchNode*>& tests, const MatchNode* element);
  bool implies(const MatchNode& test, const MatchNode& other, const MatchNode* element);

  // Of two tests of one path: bounds of which it is plain that they neither exclude nor imply each
  // other.
  bool is_plain_range(const MatchNode& a, const MatchNode& b) const;

  // Tries values on the tests that exclude() and implies() are to be asked of next.
  void probe(const std::vector<const MatchNode*>& tests, const MatchNode* element);

  // A child that means the same as one before it, by its form alone.
  struct Repeat {
    const MatchNode* again;
    const MatchNode* first;
  };
  const std::vector<Repeat>& repeated_children(const MatchNode& node);

 private:
  struct Question {
    const MatchNode* test;
    bool positive;
  };
  // Whether a proof could show anything: a test that is not contingent, or a path tested twice. A
  // formula of contingent tests of different paths is contingent itself.
  bool is_open_question(const MatchNode& node, const MatchNode* element);
  // The paths tested at or below `node`; false once a test is met that is not contingent.
  bool collect(const MatchNode& node, const MatchNode* element,
               std::vector<std::string_view>& paths);
  bool decided(std::unordered_map<const MatchNode*, bool>& answers, Question question,
               const MatchNode* element);
  bool shown(Question question, const MatchNode* element);
  // What the formula answers to a document that lacks every field tested; nullopt where a test is
  // not contingent.
  std::optional<bool> answer_to_nothing(const MatchNode& node);
  bool is_contingent_leaf(const MatchNode& leaf) const;
  // The first of the two bounds, where `node` is no more than a plain range.
  const MatchNode* plain_range(const MatchNode& node) const;
  const FieldFacts* facts_of(const MatchNode& leaf) const;  // null without a schema
  // What the formula answers to documents made up for it; nullopt where none could be made.
  std::optional<std::uint64_t> answers_of(const MatchNode& node, const MatchNode* element);
  Probed probed(const std::vector<const MatchNode*>& nodes, const MatchNode* element,
                std::size_t most);
  bool refuted(const std::vector<Question>& all, const MatchNode* element);
  const PlanNode& plan_of(const MatchNode& node);
  const analysis::Domain& domain_of(const MatchNode* element);

  const Condition& condition_;
  std::size_t budget_;
  std::size_t looks_;  // tests that may still be looked at for answers_of()
  std::unordered_map<const MatchNode*, std::unique_ptr<PlanNode>> plans_;
  std::unordered_map<const MatchNode*, analysis::Domain> domains_;
  std::unordered_map<const MatchNode*, bool> never_, always_, open_;
  std::unordered_map<const MatchNode*, std::optional<bool>> to_nothing_;  // of groups
  std::unordered_map<const MatchNode*, std::optional<std::uint64_t>> answers_;
  Probed probed_;
  std::unordered_map<const MatchNode*, std::vector<Repeat>> repeats_;
};

}  // namespace tamis::linting
