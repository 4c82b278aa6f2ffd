// LintContext: what a rule sees beside the node, and how it reports.
#pragma once

#include <tamis/condition.h>
#include <tamis/lint.h>
#include <tamis/syntax_tree.h>

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "compiler/lint/conflict.h"
#include "compiler/lint/proofs.h"
#include "compiler/match_expression.h"
#include "compiler/report.h"

namespace tamis::linting {

// The tests of one path in one conjunction (nested `$and` taken as one), in text order: leaves, and
// the `$not` of a field's operators. Never empty.
struct FieldTests {
  std::vector<const MatchNode*> tests;
  const MatchNode& first() const { return *tests.front(); }
};

// The leaf whose path a test is about: itself, or of a `$not` among a field's operators the first
// leaf below it; null for anything else.
const MatchNode* tested_leaf(const MatchNode& node);

class LintContext {
 public:
  LintContext(const Condition& condition, Diagnostics& out);

  const MatchExpression& expression() const { return checked_.expression; }
  const std::optional<Schema>& schema() const { return checked_.schema; }
  const FieldFacts& facts(const MatchNode& node) const;
  // The node above the one shown, or null at the root.
  const MatchNode* parent() const;
  // Whether an odd number of `$not` and `$nor` stand above the node shown.
  bool negated() const;
  // The nearest node above of that kind, or null.
  const MatchNode* enclosing(MatchOp op) const;
  // How many leaves at or below `node` test `path`. What is below a node is counted once.
  std::size_t tests_below(const MatchNode& node, const FieldPath& path);
  // Whether another branch of an `$or` around `test` tests the path of `leaf` too: the author has
  // thought of what this one leaves open.
  bool has_alternative(const MatchNode& test, const MatchNode& leaf);
  // The zone of dates that name none.
  std::string_view time_zone() const;
  // Whether the test is of one value at most: of an element itself, or of a field that the schema
  // keeps clear of arrays.
  bool single_valued(const MatchNode& node) const;

  // Whether the schema says that the path may lead to several values: through an array or to one,
  // and names no position in it.
  bool several_valued(const MatchNode& node) const;

  // Proofs about tests at or below the node shown (of `whole` and `node`, itself included).
  bool never(const MatchNode& test) { return proofs_.never(test, element()); }
  bool always(const MatchNode& test) { return proofs_.always(test, element()); }
  bool exclude(const std::vector<const MatchNode*>& tests) {
    return proofs_.exclude(tests, element());
  }
  // Before exclude() or implies() is asked of pairs of them, which it makes cheap.
  void probe(const std::vector<const MatchNode*>& tests) { proofs_.probe(tests, element()); }
  bool implies(const MatchNode& test, const MatchNode& other) {
    return proofs_.implies(test, other, element());
  }
  bool is_plain_range(const MatchNode& a, const MatchNode& b) const {
    return proofs_.is_plain_range(a, b);
  }
  // What conflict_of() and implications_of() have found, by the first test of the field.
  std::unordered_map<const MatchNode*, Conflict>& conflicts() { return conflicts_; }
  std::unordered_map<const MatchNode*, std::vector<Implication>>& implications() {
    return implications_;
  }
  const std::vector<Proofs::Repeat>& repeated_children(const MatchNode& node) {
    return proofs_.repeated_children(node);
  }
  // Whether a rule about never or always had a finding at the node shown or below it. For `leave`.
  bool never_found_inside() const;

  // A finding of the rule that is running, at its level.
  Reporter::Entry report(SourceSpan span, std::string message, std::string label = {});

  std::string_view text(SourceSpan span) const { return condition_.source().text(span); }

  // The syntax under a finding, for its fix. The text is parsed again when first asked for: most
  // conditions have no finding. nullopt where the span is no value of the text (made by a builder).
  const SyntaxTree* syntax();
  std::optional<std::uint32_t> syntax_of_value(SourceSpan span);  // the value with that span
  std::optional<std::uint32_t> syntax_of_member(SourceSpan key);  // the member with that key span
  std::optional<std::uint32_t> syntax_parent(std::uint32_t node);

 private:
  friend class Walk;
  void index_syntax();
  // The $elemMatch whose elements the node shown is asked of, or null.
  const MatchNode* element() const;

  const Condition& condition_;
  const CheckedExpression& checked_;
  Diagnostics& out_;
  Proofs proofs_;
  std::vector<const MatchNode*> ancestors_;
  std::vector<std::size_t> found_before_;  // findings made before a node was entered
  std::unordered_map<const MatchNode*, Conflict> conflicts_;
  std::unordered_map<const MatchNode*, std::vector<Implication>> implications_;
  std::string_view code_;
  Severity severity_ = Severity::Warning;
  std::optional<SyntaxTree> syntax_;
  bool syntax_tried_ = false;
  std::unordered_map<std::uint64_t, std::uint32_t> by_value_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_key_;
  std::vector<std::uint32_t> parents_;
  std::unordered_map<const MatchNode*, std::unordered_map<std::string_view, std::size_t>> tests_;
};

}  // namespace tamis::linting
