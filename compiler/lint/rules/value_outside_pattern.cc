#include <fmt/format.h>

#include <cctype>

#include "compiler/lint/edits.h"
#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/values/regex.h"

namespace tamis::linting {
namespace {

std::string mapped(std::string_view text, int (*letter)(int)) {
  std::string all;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    all += byte < 0x80 ? static_cast<char>(letter(byte)) : c;
  }
  return all;
}

// The text in the case, or without the blanks around it, that the pattern asks for.
std::optional<std::string> mended(const std::string& text, const RegexProgram& pattern) {
  for (std::string guess : {mapped(text, std::toupper), mapped(text, std::tolower)})
    if (pattern.search(guess)) return guess;
  return std::nullopt;
}

void check_value_outside_pattern(const MatchNode& node, LintContext& context) {
  const FieldSchema* field = context.facts(node).field;
  if (field == nullptr) return;
  if (field->types.contains(BsonType::Array) && field->items) field = field->items.get();
  if (field->pattern_program == nullptr) return;
  for (const Operand* operand : operands(node)) {
    const std::string* text = operand->value.get_if<std::string>();
    if (text == nullptr || field->pattern_program->search(*text)) continue;
    auto entry = context.report(
        operand->span,
        fmt::format("{} never holds {}: the schema asks for {}", subject(node),
                    shown(context, operand->span), backticked("/" + field->pattern + "/")),
        "does not fit the pattern");
    entry.label(context.schema()->source(), field->name_span, "declared here");
    const auto guess = mended(*text, *field->pattern_program);
    const SyntaxNode* literal = written(context, *operand);
    if (guess && literal != nullptr && literal->kind == SyntaxKind::String)
      entry.fix(fmt::format("write {}", quoted(*guess)), operand->span,
                quoted_like(context.expression().source, operand->span, *guess), false);
  }
}

}  // namespace

constinit const Rule kValueOutsidePattern{
    .info =
        {.code = "L075",
         .name = "value-outside-pattern",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "text that the field can never hold, since it does not fit its pattern",
         .why =
             R"(The schema gives a pattern that all text in the field fits. What does not fit is never
equal to it; most often only its case is wrong, as in `"fi"` where country codes are written `"FI"`.)",
         .bad = R"({"country": "fi"})",
         .good = R"({"country": "FI"})",
         .topic = LintTopic::Doubtful},
    .ops = kEqualityOps,
    .node = check_value_outside_pattern};

}  // namespace tamis::linting
