#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool any_indexed(const FieldSchema& field) {
  if (field.indexed) return true;
  if (field.items && any_indexed(*field.items)) return true;
  return std::ranges::any_of(field.properties, any_indexed);
}

bool tests_indexed(const MatchNode& node, const LintContext& context) {
  if (node.is_leaf() && !node.self) {
    const auto& steps = context.facts(node).steps;
    if (std::ranges::any_of(steps, [](const FieldSchema* f) { return f && f->indexed; }))
      return true;
  }
  return std::ranges::any_of(node.children,
                             [&](const MatchNode& child) { return tests_indexed(child, context); });
}

// The first test, to have a place to point at.
const MatchNode* first_leaf(const MatchNode& node) {
  if (node.is_leaf()) return &node;
  for (const MatchNode& child : node.children)
    if (const MatchNode* leaf = first_leaf(child)) return leaf;
  return nullptr;
}

void check_no_index(LintContext& context) {
  const MatchNode& root = context.expression().root;
  const MatchNode* leaf = first_leaf(root);
  if (!context.schema() || leaf == nullptr || !any_indexed(context.schema()->root())) return;
  if (tests_indexed(root, context)) return;
  context
      .report(leaf->path_span, "no field of this condition is indexed, so every document is read",
              "not indexed")
      .note("the schema declares indexes on other fields");
}

}  // namespace

constinit const Rule kNoIndex{
    .info =
        {.code = "L086",
         .name = "no-index",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "a condition that tests no indexed field",
         .why =
             R"(The schema says which fields are indexed, and the condition tests none of them: whoever
runs it reads every document. For a report that is fine; for something that runs at every request it
is not.)",
         .bad = R"({"country": "FI"})",
         .good = R"({"email": "anna@example.com", "country": "FI"})",
         .topic = LintTopic::Cost,
         .by_default = false},
    .whole = check_no_index};

}  // namespace tamis::linting
