#include "compiler/lint/conflicts.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/remove_test.h"
#include "compiler/lint/words.h"
#include "compiler/values/numbers.h"

namespace tamis::linting {
namespace {

using Kind = Conflict::Kind;

// Of one field and conjunction; who writes more has written them by program.
constexpr std::size_t kMostTests = 8;

bool is_bound(const MatchNode& test) {
  return is_lower_bound(test) || is_upper_bound(test);
}

bool is_equality(const MatchNode& test) {
  return test.op == MatchOp::Eq || test.op == MatchOp::In;
}

bool is_plain(const MatchNode& bound) {
  const Value& value = bound.operand.value;
  return !bound.operand.date_math && !values::is_nan(value);
}

Kind kind_of(const MatchNode& a, const MatchNode& b) {
  if (is_equality(a) && is_equality(b)) return Kind::Equalities;
  if (!is_bound(a) || !is_bound(b) || is_lower_bound(a) == is_lower_bound(b)) return Kind::Tests;
  if (a.operand.date_math && b.operand.date_math) return Kind::Bounds;
  if (!is_plain(a) || !is_plain(b) || !same_family(a.operand.value, b.operand.value))
    return Kind::Tests;
  const MatchNode& lower = is_lower_bound(a) ? a : b;
  const MatchNode& upper = is_lower_bound(a) ? b : a;
  const int order = compare(lower.operand.value, upper.operand.value);
  const bool strict = lower.op == MatchOp::Gt || upper.op == MatchOp::Lt;
  return order > 0 || (order == 0 && strict) ? Kind::Bounds : Kind::Gap;
}

Implication::Kind kind_of_implied(const MatchNode& stronger, const MatchNode& weaker) {
  if (weaker.op == MatchOp::Exists && weaker.flag) return Implication::Kind::Exists;
  const bool one_side = (is_lower_bound(stronger) && is_lower_bound(weaker)) ||
                        (is_upper_bound(stronger) && is_upper_bound(weaker));
  return one_side ? Implication::Kind::Bound : Implication::Kind::Test;
}

std::vector<const MatchNode*> first_tests(const FieldTests& field) {
  std::vector<const MatchNode*> tests = field.tests;
  if (tests.size() > kMostTests) tests.resize(kMostTests);
  return tests;
}

// Nothing to be found: most pairs of tests of one field are of this kind.
bool is_plain_range(const FieldTests& field, const LintContext& context) {
  return field.tests.size() == 2 && context.is_plain_range(*field.tests[0], *field.tests[1]);
}

}  // namespace

bool is_lower_bound(const MatchNode& test) {
  return test.op == MatchOp::Gt || test.op == MatchOp::Gte;
}

bool is_upper_bound(const MatchNode& test) {
  return test.op == MatchOp::Lt || test.op == MatchOp::Lte;
}

Conflict conflict_of(const FieldTests& field, LintContext& context) {
  const auto [known, is_new] = context.conflicts().try_emplace(&field.first());
  Conflict& conflict = known->second;
  if (!is_new || field.tests.size() < 2 || is_plain_range(field, context)) return conflict;
  const auto tests = first_tests(field);
  const bool alone = std::ranges::any_of(tests, [&](auto* test) { return context.never(*test); });
  if (!alone) context.probe(tests);
  for (std::size_t i = 0; !alone && i < tests.size(); ++i)
    for (std::size_t j = i + 1; j < tests.size(); ++j) {
      if (!context.exclude({tests[i], tests[j]})) continue;
      const Kind kind = kind_of(*tests[i], *tests[j]);
      if (conflict.kind != Kind::None && conflict.kind <= kind) continue;
      conflict = {kind, {tests[i], tests[j]}};
    }
  if (!alone && conflict.kind == Kind::None && tests.size() > 2 && context.exclude(tests))
    conflict = {Kind::Tests, tests};
  std::ranges::sort(conflict.tests, {}, [](auto* test) { return test->span.begin; });
  return conflict;
}

const std::vector<Implication>& implications_of(const FieldTests& field, LintContext& context) {
  const auto [known, is_new] = context.implications().try_emplace(&field.first());
  std::vector<Implication>& found = known->second;
  if (!is_new || field.tests.size() < 2 || is_plain_range(field, context)) return found;
  if (conflict_of(field, context).kind != Conflict::Kind::None) return found;
  std::vector<const MatchNode*> left = first_tests(field);
  const auto idle = [&](auto* test) { return context.never(*test) || context.always(*test); };
  if (std::ranges::any_of(left, idle)) return found;
  // Of two that say the same the later is the one too many.
  for (std::size_t i = left.size(); i-- > 0;)
    for (std::size_t j = 0; j < left.size(); ++j) {
      if (i == j || !context.implies(*left[j], *left[i])) continue;
      found.push_back({kind_of_implied(*left[j], *left[i]), left[j], left[i]});
      left.erase(left.begin() + static_cast<std::ptrdiff_t>(i));
      break;
    }
  return found;
}

void report_implied(const FieldTests& field, Implication::Kind kind, std::string_view label,
                    std::string (*words)(const LintContext&, const Implication&),
                    LintContext& context) {
  for (const Implication& found : implications_of(field, context)) {
    if (found.kind != kind) continue;
    auto entry = context.report(found.weaker->span, words(context, found), std::string(label));
    entry.label(found.stronger->span, "this says more");
    offer_removal(entry, removal_of_test(*found.weaker, context));
  }
}

std::string excludes_nothing(const LintContext& context, const Implication& found) {
  return fmt::format("{} excludes nothing beside {}", shown(context, found.weaker->span),
                     test_words(context, *found.stronger));
}

bool has_idle_test(const MatchNode& conjunction, LintContext& context) {
  if (tested_leaf(conjunction) != nullptr)
    return context.never(conjunction) || context.always(conjunction);
  return conjunction.op == MatchOp::And &&
         std::ranges::any_of(conjunction.children,
                             [&](const MatchNode& child) { return has_idle_test(child, context); });
}

std::string test_words(const LintContext& context, const MatchNode& test) {
  if (is_bound(test)) return bound_words(context, test);
  if (test.op == MatchOp::Eq) return shown(context, test.operand.span);
  if (test.op == MatchOp::In && !test.list.empty())
    return "one of " + shown(context, {test.list.front().span.begin, test.list.back().span.end});
  return shown(context, test.span);
}

}  // namespace tamis::linting
