#include <fmt/format.h>

#include <cmath>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_fraction_in_mod(const MatchNode& node, LintContext& context) {
  const Array* pair = node.operand.value.get_if<Array>();
  const SyntaxNode* list = written(context, node.operand);
  if (pair == nullptr || pair->size() != 2 || list == nullptr || list->child_count != 2) return;
  std::size_t at = 0;
  for (const std::uint32_t child : context.syntax()->children(*list)) {
    const Value& number = (*pair)[at];
    const std::int64_t taken = at++ == 0 ? node.a : node.b;
    const double* fraction = number.get_if<double>();
    if (fraction == nullptr || std::trunc(*fraction) == *fraction) continue;
    const SourceSpan span = (*context.syntax())[child].span;
    context
        .report(span,
                fmt::format("`$mod` works on whole numbers, and takes {} as {}",
                            shown(context, span), taken),
                "the fraction is cut off")
        .fix(fmt::format("write `{}`", taken), span, std::to_string(taken), true);
  }
}

}  // namespace

constinit const Rule kFractionInMod{
    .info =
        {.code = "L089",
         .name = "fraction-in-mod",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "`$mod` with a fraction, which is cut off",
         .why =
             R"(`$mod` divides whole numbers. A fraction in its divisor or remainder is cut off without a
word, `[2.5, 0]` asks for even numbers, and versions of MongoDB differ in which numbers they refuse.)",
         .bad = R"({"count": {"$mod": [2.5, 0]}})",
         .good = R"({"count": {"$mod": [2, 0]}})",
         .topic = LintTopic::Cost,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Mod},
    .node = check_fraction_in_mod};

}  // namespace tamis::linting
