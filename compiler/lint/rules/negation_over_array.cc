#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/edits.h"
#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool mentions_null_or_array(const MatchNode& test) {
  return std::ranges::any_of(operands(test), [](const Operand* operand) {
    return operand->value.is(BsonType::Null) || operand->value.is(BsonType::Array);
  });
}

// `"tags": {"$ne": "a"}` becomes `"tags": {"$elemMatch": {"$ne": "a"}}`.
std::vector<Edit> edits_of_negation_over_array(const MatchNode& test, LintContext& context) {
  const auto member = context.syntax_of_member(test.op_span);
  if (!member || context.facts(test).through_array) return {};
  const auto object = context.syntax_parent(*member);
  if (!object || !only_child(*context.syntax(), *object)) return {};
  const SourceSpan span = (*context.syntax())[*object].span;
  return {{{span.begin, span.begin}, "{\"$elemMatch\": "}, {{span.end, span.end}, "}"}};
}

void check_negation_over_array(const FieldTests& field, LintContext& context) {
  if (field.tests.size() != 1 || context.negated()) return;
  const MatchNode& test = field.first();
  if ((test.op != MatchOp::Ne && test.op != MatchOp::Nin) || !context.several_valued(test)) return;
  if (mentions_null_or_array(test) || context.has_alternative(test, test)) return;
  auto entry = context.report(
      test.op_span,
      fmt::format("{} holds several values, and this asks that none of them is equal",
                  subject(test)),
      "also holds where there are none");
  const std::string help = "to ask for one that differs, put it in `$elemMatch`";
  std::vector<Edit> changes = edits_of_negation_over_array(test, context);
  if (changes.empty())
    entry.help(help);
  else
    entry.fix(Fix{help, std::move(changes), false});
}

}  // namespace

constinit const Rule kNegationOverArray{
    .info =
        {.code = "L073",
         .name = "negation-over-array",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "`$ne` or `$nin` over an array is about all of its elements",
         .why =
             R"(A test on an array holds if an element meets it; a negation is the complement of that.
`{"tags": {"$ne": "vip"}}` selects the documents none of whose tags is `vip`: those without tags too,
and not `["vip", "new"]`, though one of its tags differs. `$elemMatch` asks for an element that
differs.)",
         .bad = R"({"tags": {"$ne": "vip"}})",
         .good = R"({"tags": {"$elemMatch": {"$ne": "vip"}}})",
         .topic = LintTopic::Doubtful},
    .field = check_negation_over_array};

}  // namespace tamis::linting
