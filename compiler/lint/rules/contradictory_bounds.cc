#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool is_lower(MatchOp op) {
  return op == MatchOp::Gt || op == MatchOp::Gte;
}
bool is_upper(MatchOp op) {
  return op == MatchOp::Lt || op == MatchOp::Lte;
}
bool is_strict(MatchOp op) {
  return op == MatchOp::Gt || op == MatchOp::Lt;
}

// Families whose order tests are plain: null, NaN and the end keys have rules of their own.
bool is_plain_bound(const MatchNode& test) {
  if (!is_lower(test.op) && !is_upper(test.op)) return false;
  const Value& bound = test.operand.value;
  if (test.operand.date_math) return false;
  if (bound.is_number()) return !is_nan(bound);
  return bound.is(BsonType::String) || bound.is(BsonType::Date) || bound.is(BsonType::ObjectId);
}

bool exclude_each_other(const MatchNode& lower, const MatchNode& upper) {
  if (!same_family(lower.operand.value, upper.operand.value)) return false;
  const int order = compare(lower.operand.value, upper.operand.value);
  return order > 0 || (order == 0 && (is_strict(lower.op) || is_strict(upper.op)));
}

// Of bounds on one side in one family the narrowest; `lower` says which side.
const MatchNode* narrowest(const std::vector<const MatchNode*>& tests, bool lower,
                           const Value& like) {
  const MatchNode* best = nullptr;
  for (const MatchNode* test : tests) {
    if (!is_plain_bound(*test) || is_lower(test->op) != lower) continue;
    if (!same_family(test->operand.value, like)) continue;
    const int order = best ? compare(test->operand.value, best->operand.value) : 0;
    const bool narrower = lower ? order > 0 : order < 0;
    if (best == nullptr || narrower || (order == 0 && is_strict(test->op))) best = test;
  }
  return best;
}

void check(const FieldTests& field, LintContext& context) {
  const MatchNode& first = field.first();
  if (!first.is_leaf() || !context.single_valued(first)) return;
  for (const MatchNode* test : field.tests) {
    if (!is_plain_bound(*test) || !is_lower(test->op)) continue;
    const MatchNode* lower = narrowest(field.tests, true, test->operand.value);
    const MatchNode* upper = narrowest(field.tests, false, test->operand.value);
    if (lower != test || upper == nullptr || !exclude_each_other(*lower, *upper)) continue;
    const bool in_order = lower->span.begin < upper->span.begin;
    const MatchNode& early = in_order ? *lower : *upper;
    const MatchNode& late = in_order ? *upper : *lower;
    const std::string early_words = bound_words(context, early);
    const std::string late_words = bound_words(context, late);
    context
        .report(
            late.span,
            fmt::format("{} cannot be {} and {} at once", subject(first), early_words, late_words),
            late_words)
        .label(early.span, early_words);
    return;
  }
}

}  // namespace

constinit const Rule kContradictoryBounds{
    .info =
        {.code = "L012",
         .name = "contradictory-bounds",
         .since = "0.1",
         .summary = "the lower bound is above the upper one, so nothing matches",
         .why =
             R"(A single value cannot be over 40 and under 18: the segment stays empty. Most often the
two bounds were swapped, or two conditions were merged that each make sense alone.

Only fields that the schema keeps clear of arrays are looked at, since `[50, 10]` meets both bounds,
each with its own element.)",
         .bad = R"({"age": {"$gt": 40, "$lt": 18}})",
         .good = R"({"age": {"$gt": 18, "$lt": 40}})",
         .topic = LintTopic::NeverOrAlways},
    .field = check};

}  // namespace tamis::linting
