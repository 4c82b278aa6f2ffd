#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool is_indexed(const MatchNode& leaf, const LintContext& context) {
  const FieldSchema* field = context.facts(leaf).field;
  return field != nullptr && field->indexed;
}

bool is_negation(const MatchNode& test) {
  return test.op == MatchOp::Ne || test.op == MatchOp::Nin || test.op == MatchOp::Not;
}

struct Use {
  const MatchNode* negated = nullptr;  // the first negation of an indexed field
  bool positive = false;               // another test, or another operator, could use an index
};

void look(const MatchNode& node, const LintContext& context, Use& use) {
  const MatchNode* leaf = tested_leaf(node);
  if (leaf != nullptr) {
    if (leaf->self || !is_indexed(*leaf, context)) return;
    if (!is_negation(node))
      use.positive = true;
    else if (use.negated == nullptr)
      use.negated = &node;
    return;
  }
  if (node.op == MatchOp::And) {
    for (const MatchNode& child : node.children) look(child, context, use);
  } else if (node.op == MatchOp::Or) {
    use.positive = true;  // each branch may use an index of its own
  }
}

void check_negated_index(LintContext& context) {
  if (!context.schema()) return;
  Use use;
  look(context.expression().root, context, use);
  if (use.negated == nullptr || use.positive) return;
  const MatchNode& leaf = *tested_leaf(*use.negated);
  context
      .report(use.negated->op_span,
              fmt::format("{} is indexed, but a negation selects nearly everything, so every "
                          "document is read",
                          subject(leaf)),
              "no index helps")
      .help("add a test of an indexed field that says what is wanted");
}

}  // namespace

constinit const Rule kNegatedIndex{
    .info =
        {.code = "L085",
         .name = "negated-index",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "of the indexed fields only negations are tested",
         .why =
             R"(An index finds what is equal or near; it cannot leave out a few and return the rest in any
useful way. Where the only test of an indexed field is `$ne`, `$nin` or `$not`, the database reads
everything.)",
         .bad = R"({"email": {"$ne": "anna@example.com"}})",
         .good = R"({"email": {"$gt": "anna@example.com"}})",
         .topic = LintTopic::Cost},
    .whole = check_negated_index};

}  // namespace tamis::linting
