#include <fmt/format.h>

#include "compiler/check/coerce.h"
#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// Four digits sort as text as they do as a number: years, codes.
bool has_order_of_its_own(std::string_view text) {
  return text.size() == 4 && text.find_first_not_of("0123456789") == std::string_view::npos;
}

void check_number_in_quotes(const MatchNode& node, LintContext& context) {
  const std::string* text = node.operand.value.get_if<std::string>();
  if (text == nullptr || !reads_as_number(*text) || has_order_of_its_own(*text)) return;
  if (!context.facts(node).leaf_types().intersects(TypeSet::numbers())) return;
  const SyntaxNode* literal = written(context, node.operand);
  if (literal == nullptr || literal->kind != SyntaxKind::String) return;
  context
      .report(node.operand.span,
              fmt::format("a number in quotes is text: it is compared with text only, and {} sorts "
                          "after {}",
                          backticked("\"9\""), backticked("\"10\"")),
              "text")
      .fix("write a number", node.operand.span, *text, false);
}

}  // namespace

constinit const Rule kNumberInQuotes{
    .info =
        {.code = "L059",
         .name = "number-in-quotes",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "a number in quotes where an order is asked for",
         .why =
             R"(An order comparison meets only values of its own kind. `{"age": {"$gte": "18"}}` looks at
ages that are stored as text, skips all numbers, and compares character by character, so that `"9"`
is over `"18"`.

Nothing is said of a field that the schema declares as text, nor of text with leading zeros.)",
         .bad = R"({"age": {"$gte": "18"}})",
         .good = R"({"age": {"$gte": 18}})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = kOrderOps,
    .node = check_number_in_quotes};

}  // namespace tamis::linting
