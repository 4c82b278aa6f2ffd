#include <fmt/format.h>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/values/iso8601.h"

namespace tamis::linting {
namespace {

// As seconds, 1973 to 2286; as milliseconds, days in early 1970 that few documents are about.
bool looks_like_seconds(std::int64_t ms) {
  return ms >= 100'000'000 && ms < 10'000'000'000;
}

// The digits that the date is written with: `new Date(n)`, `{"$date": n}`, `{"$numberLong": "n"}`.
const SyntaxNode* digits(const SyntaxTree& tree, const SyntaxNode& node) {
  if (node.kind == SyntaxKind::Number || node.key == "$numberLong")
    return node.text.find_first_not_of("0123456789") == std::string_view::npos ? &node : nullptr;
  return node.child_count == 1 ? digits(tree, tree[node.first_child]) : nullptr;
}

void check_epoch_seconds(const MatchNode& node, LintContext& context) {
  for (const Operand* operand : operands(node)) {
    const Date* date = operand->value.get_if<Date>();
    if (date == nullptr || !looks_like_seconds(date->ms)) continue;
    const SyntaxNode* literal = written(context, *operand);
    const SyntaxNode* number = literal ? digits(*context.syntax(), *literal) : nullptr;
    if (number == nullptr) continue;
    const std::string meant = format_iso8601(date->ms * 1000, IsoFraction::WhenNeeded);
    const std::uint32_t end = number->span.end - (number->kind == SyntaxKind::String ? 1 : 0);
    context
        .report(operand->span,
                fmt::format("this date is {}: it counts milliseconds",
                            format_iso8601(date->ms, IsoFraction::WhenNeeded)),
                "in January to April of 1970")
        .fix(fmt::format("if seconds were meant, write {} for {}",
                         backticked(std::string(number->text) + "000"), meant),
             {end, end}, "000", false);
  }
}

}  // namespace

constinit const Rule kEpochSeconds{
    .info =
        {.code = "L070",
         .name = "epoch-seconds",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "seconds since 1970 where a date counts milliseconds",
         .why =
             R"(Dates count milliseconds since 1970; Unix and many APIs count seconds. Ten digits of
seconds read as milliseconds give a day in early 1970, so that "after" selects everyone and "before"
nobody.)",
         .bad = R"({"signup_date": {"$gte": {"$date": {"$numberLong": "1767225600"}}}})",
         .good = R"({"signup_date": {"$gte": {"$date": {"$numberLong": "1767225600000"}}}})",
         .topic = LintTopic::Doubtful},
    .ops = {MatchOp::Eq, MatchOp::Ne, MatchOp::In, MatchOp::Nin, MatchOp::Gt, MatchOp::Gte,
            MatchOp::Lt, MatchOp::Lte},
    .node = check_epoch_seconds};

}  // namespace tamis::linting
