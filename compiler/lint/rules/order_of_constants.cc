#include <fmt/format.h>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// What an order comparison with a boolean or null says, as a plain test.
struct Plain {
  std::string_view op;
  std::string_view literal;
};

// Comparisons that nothing passes are left to the rules of what never matches.
std::optional<Plain> plain(const MatchNode& node) {
  const bool or_equal = node.op == MatchOp::Gte || node.op == MatchOp::Lte;
  const bool greater = node.op == MatchOp::Gt || node.op == MatchOp::Gte;
  if (node.operand.value.is(BsonType::Null))
    return or_equal ? std::optional(Plain{"$eq", "null"}) : std::nullopt;
  const bool* flag = node.operand.value.get_if<bool>();
  if (flag == nullptr) return std::nullopt;
  const bool at_end = *flag == greater;  // `> true`, `< false`
  if (at_end)
    return or_equal ? std::optional(Plain{"$eq", *flag ? "true" : "false"}) : std::nullopt;
  if (or_equal) return Plain{"$type", "\"bool\""};
  return Plain{"$eq", *flag ? "false" : "true"};
}

void check_order_of_constants(const MatchNode& node, LintContext& context) {
  const auto simple = plain(node);
  if (!simple) return;
  const std::string given = shown(context, node.operand.span);
  auto entry = context.report(node.span,
                              fmt::format("{} has no order to speak of: this is `{}: {}`", given,
                                          simple->op, simple->literal),
                              "no range");
  if (const auto edit = replace_test(context, node, simple->op, simple->literal))
    entry.fix(Fix{"say so", {*edit}, true});
  else
    entry.help("say so");
}

}  // namespace

constinit const Rule kOrderOfConstants{
    .info =
        {.code = "L074",
         .name = "order-of-constants",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "an order comparison with null, true or false",
         .why =
             R"(Null has no order, and the booleans have two values, of which false comes first. A range
over them is an equality in disguise: `{"vip": {"$gt": false}}` is `{"vip": true}`, and
`{"age": {"$gte": null}}` selects where there is no age, which is hardly what a lower bound is for.)",
         .bad = R"({"vip": {"$gt": false}})",
         .good = R"({"vip": {"$eq": true}})",
         .topic = LintTopic::Doubtful},
    .ops = kOrderOps,
    .node = check_order_of_constants};

}  // namespace tamis::linting
