#include <fmt/format.h>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// The literal that a word in quotes stands for, or "".
std::string_view literal_of(std::string_view word) {
  if (word == "null" || word == "undefined") return "null";
  if (word == "true" || word == "false") return word;
  return {};
}

void check_word_in_quotes(const MatchNode& node, LintContext& context) {
  const FieldFacts& facts = context.facts(node);
  if (facts.field != nullptr && !facts.field->enum_values.empty()) return;
  for (const Operand* operand : operands(node)) {
    const std::string* text = operand->value.get_if<std::string>();
    const std::string_view meant = text ? literal_of(*text) : "";
    if (meant.empty()) continue;
    // Text such as "true" is what a field for text may well hold.
    if (meant != "null" && facts.known && !facts.leaf_types().contains(BsonType::Bool)) continue;
    const SyntaxNode* literal = written(context, *operand);
    if (literal == nullptr || literal->kind != SyntaxKind::String) continue;
    context
        .report(operand->span,
                fmt::format("{} in quotes is the word, not the value", backticked(*text)),
                "a string")
        .fix(fmt::format("write `{}`", meant), operand->span, std::string(meant), false);
  }
}

}  // namespace

constinit const Rule kWordInQuotes{
    .info =
        {.code = "L078",
         .name = "word-in-quotes",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "`null`, `true` or `false` in quotes",
         .why =
             R"(`"null"` is a string of four letters. A template that puts a value between quotes turns
null and booleans into words, and the comparison then selects nobody, or with `$ne` everybody.)",
         .bad = R"({"vip": "true"})",
         .good = R"({"vip": true})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = kEqualityOps,
    .node = check_word_in_quotes};

}  // namespace tamis::linting
