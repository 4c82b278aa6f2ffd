#include <fmt/format.h>

#include "compiler/lint/edits.h"
#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool is_object_id(std::string_view text) {
  return text.size() == 24 &&
         text.find_first_not_of("0123456789abcdefABCDEF") == std::string_view::npos;
}

void check_object_id_in_quotes(const MatchNode& node, LintContext& context) {
  // A schema has made it an ObjectId, or says that it is text.
  if (context.facts(node).known || !names_id(node)) return;
  for (const Operand* operand : operands(node)) {
    const std::string* text = operand->value.get_if<std::string>();
    if (text == nullptr || !is_object_id(*text)) continue;
    const SyntaxNode* literal = written(context, *operand);
    if (literal == nullptr || literal->kind != SyntaxKind::String) continue;
    const bool json = context.syntax()->is_strict_json();
    context
        .report(operand->span,
                fmt::format("these 24 hex digits are text, and no text equals an ObjectId"),
                "a string")
        .fix("write an ObjectId", operand->span,
             json ? fmt::format("{{\"$oid\": {}}}", quoted(*text))
                  : fmt::format("ObjectId({})", quoted(*text)),
             false);
  }
}

}  // namespace

constinit const Rule kObjectIdInQuotes{
    .info =
        {.code = "L077",
         .name = "object-id-in-quotes",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "the hex digits of an ObjectId as text, on a field that is named as an id",
         .why =
             R"(An ObjectId is a type of its own: `{"_id": "65a1f0c2e4b0a1b2c3d4e5f6"}` compares it with
text and selects nothing. Without a schema Tamis cannot know what the field holds, and takes the
literal as it is written; under a schema that says `objectId` it is read as one.)",
         .bad = R"({"_id": "65a1f0c2e4b0a1b2c3d4e5f6"})",
         .good = R"({"_id": {"$oid": "65a1f0c2e4b0a1b2c3d4e5f6"}})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = kEqualityOps,
    .node = check_object_id_in_quotes};

}  // namespace tamis::linting
