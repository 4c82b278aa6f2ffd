#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool mentions_null(const MatchNode& test) {
  const auto is_null = [](const Operand& o) { return o.value.is(BsonType::Null); };
  return is_null(test.operand) || std::ranges::any_of(test.list, is_null);
}

// Tests that a missing field fails, so that their complement holds for it. MinKey and MaxKey stand
// beside everything, and tests of presence say what they mean.
bool fails_when_missing(const MatchNode& test) {
  switch (test.op) {
    case MatchOp::Exists:
    case MatchOp::Type:
    case MatchOp::Ne:
    case MatchOp::Nin:
    case MatchOp::Not:
      return false;
    default:
      return test.is_leaf() && !mentions_null(test) && !test.operand.value.is(BsonType::MinKey) &&
             !test.operand.value.is(BsonType::MaxKey);
  }
}

bool holds_when_missing(const MatchNode& test) {
  if (test.op == MatchOp::Ne || test.op == MatchOp::Nin) return !mentions_null(test);
  if (test.op != MatchOp::Not || test.children.size() != 1) return false;
  const MatchNode& child = test.children.front();
  if (child.op == MatchOp::And)
    return !child.children.empty() && std::ranges::all_of(child.children, fails_when_missing);
  return fails_when_missing(child);
}

// Below an empty array there is no field, and no null either.
bool is_below_array(const FieldFacts& facts) {
  for (std::size_t i = 0; i + 1 < facts.steps.size(); ++i)
    if (facts.steps[i] != nullptr && facts.steps[i]->types.contains(BsonType::Array)) return true;
  return false;
}

std::optional<Edit> demand_of_field(const MatchNode& test, LintContext& context) {
  const auto member = context.syntax_of_member(test.op_span);
  if (!member) return std::nullopt;
  const SyntaxTree& tree = *context.syntax();
  const auto object = context.syntax_parent(*member);
  if (!object || keys_clash(tree, *object, *member, {"$exists"})) return std::nullopt;
  const SyntaxNode& value = tree[*member];
  return Edit{{value.span.end, value.span.end},
              ", " + quoted_like(tree.source(), value.key_span, "$exists") + ": true"};
}

std::optional<Edit> exclusion(const MatchNode& test, LintContext& context) {
  const auto member = context.syntax_of_member(test.op_span);
  if (!member) return std::nullopt;
  const SyntaxTree& tree = *context.syntax();
  const SyntaxNode& value = tree[*member];
  if (value.key == "$ne") {
    const std::string written(context.text(value.span));
    return Edit{whole(value),
                quoted_like(tree.source(), value.key_span, "$nin") + ": [" + written + ", null]"};
  }
  if (value.key == "$nin" && value.child_count > 0) {
    const std::uint32_t end = content(tree, *member).end;
    return Edit{{end, end}, ", null"};
  }
  const auto object = context.syntax_parent(*member);
  if (value.key != "$not" || !object || keys_clash(tree, *object, *member, {"$ne"}))
    return std::nullopt;
  return Edit{{value.span.end, value.span.end},
              ", " + quoted_like(tree.source(), value.key_span, "$ne") + ": null"};
}

void check_negation_includes_missing(const FieldTests& field, LintContext& context) {
  if (field.tests.size() != 1 || context.negated()) return;
  const MatchNode& test = field.first();
  const MatchNode& leaf = *tested_leaf(test);
  const FieldFacts& facts = context.facts(leaf);
  if (leaf.self || !facts.known || !facts.maybe_missing || !holds_when_missing(test)) return;
  const bool plain = test.op == MatchOp::Ne || test.op == MatchOp::Nin;
  if (plain && context.several_valued(leaf)) return;  // negation-over-array says more
  if (context.has_alternative(test, leaf)) return;
  auto entry = context.report(
      test.op_span, fmt::format("this negation also selects documents without {}", subject(leaf)),
      "holds for a missing field");
  const bool below_array = is_below_array(facts);
  const std::string help =
      below_array ? "to leave them out, ask for the field with `$exists: true`"
                  : "to leave them out, exclude null, which stands for a missing field too";
  entry.note(fmt::format("to keep them and say so, write an `$or` that also names `{{{}: {}}}`",
                         quoted(leaf.path.text()), below_array ? R"({"$exists": false})" : "null"));
  if (const auto edit = below_array ? demand_of_field(test, context) : exclusion(test, context))
    entry.fix(Fix{help, {*edit}, false});
  else
    entry.help(help);
}

}  // namespace

constinit const Rule kNegationIncludesMissing{
    .info =
        {.code = "L052",
         .name = "negation-includes-missing",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a negation also selects the documents that lack the field",
         .why =
             R"(`$ne`, `$nin` and `$not` are complements of the whole test. A document without the field
fails `country = FI`, so it passes `{"country": {"$ne": "FI"}}`: "everyone who is not in Finland"
includes everyone of whom nothing is known. In SQL it would not.

If that is meant, say so with `{"$or": [{"country": {"$ne": "FI"}}, {"country": null}]}`; if not,
exclude null: `{"country": {"$nin": ["FI", null]}}`. A field of an array's elements is not there, and
not null either, where the array is empty: there `"$exists": true` beside the negation asks for it.)",
         .bad = R"({"country": {"$ne": "FI"}})",
         .good = R"({"country": {"$nin": ["FI", null]}})",
         .topic = LintTopic::Doubtful},
    .field = check_negation_includes_missing};

}  // namespace tamis::linting
