#include <fmt/format.h>

#include "compiler/lint/edits.h"
#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

constexpr std::string_view kBlanks = " \t\r\n";

void check_surrounding_blanks(const MatchNode& node, LintContext& context) {
  const FieldSchema* field = context.facts(node).field;
  if (field != nullptr && !field->enum_values.empty()) return;  // the schema itself may list it
  for (const Operand* operand : operands(node)) {
    const std::string* text = operand->value.get_if<std::string>();
    if (text == nullptr) continue;
    const std::size_t begin = text->find_first_not_of(kBlanks);
    if (begin == std::string::npos) continue;  // blanks alone are meant
    const std::size_t end = text->find_last_not_of(kBlanks) + 1;
    if (end - begin == text->size()) continue;
    const SyntaxNode* literal = written(context, *operand);
    if (literal == nullptr || literal->kind != SyntaxKind::String) continue;
    context
        .report(operand->span,
                fmt::format("this text {} with a blank, which counts in a comparison",
                            begin != 0 ? "begins" : "ends"),
                begin != 0 ? "a blank before" : "a blank after")
        .fix("leave the blanks out", operand->span, quoted(text->substr(begin, end - begin)),
             false);
  }
}

}  // namespace

constinit const Rule kSurroundingBlanks{
    .info =
        {.code = "L076",
         .name = "surrounding-blanks",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "text that begins or ends with a blank is compared for equality",
         .why =
             R"(Text is compared byte by byte, so `"FI "` equals no `"FI"`. A blank at an end is hard to
see, comes in with copied text, and is stripped from most data before it is stored.)",
         .bad = R"({"city": "Turku "})",
         .good = R"({"city": "Turku"})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = kEqualityOps,
    .node = check_surrounding_blanks};

}  // namespace tamis::linting
