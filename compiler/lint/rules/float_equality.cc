#include <fmt/format.h>

#include <cmath>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// Halves, quarters ... are kept exactly; most decimal fractions are not.
bool is_rounded(double number) {
  constexpr double kFinest = 1 << 20;
  return std::isfinite(number) && std::floor(number * kFinest) != number * kFinest;
}

void check_float_equality(const MatchNode& node, LintContext& context) {
  const FieldFacts& facts = context.facts(node);
  if (!facts.known || !facts.leaf_types().contains(BsonType::Double)) return;
  for (const Operand* operand : operands(node)) {
    const double* number = operand->value.get_if<double>();
    if (number == nullptr || !is_rounded(*number)) continue;
    context
        .report(operand->span,
                fmt::format("{} is not a number that a double can hold, and a computed {} may miss "
                            "it by a last digit",
                            shown(context, operand->span), subject(node)),
                "rounded")
        .help("ask for a range around it, or keep the field as a decimal or in whole cents");
  }
}

}  // namespace

constinit const Rule kFloatEquality{
    .info =
        {.code = "L064",
         .name = "float-equality",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "a decimal fraction is compared for equality with a double",
         .why =
             R"(A double holds binary fractions: `0.1` is stored as the nearest of them. A value that was
written as `0.1` is equal to it; one that was computed, `0.3 - 0.2`, is not. A range says how near is
near enough.)",
         .bad = R"({"lifetime_value": 0.1})",
         .good = R"({"lifetime_value": {"$gte": 0.09, "$lt": 0.11}})",
         .topic = LintTopic::Doubtful,
         .by_default = false},
    .ops = kEqualityOps,
    .node = check_float_equality};

}  // namespace tamis::linting
