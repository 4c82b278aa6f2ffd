#include <fmt/format.h>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_exists_not_boolean(const MatchNode& node, LintContext& context) {
  if (node.operand.value.is(BsonType::Bool)) return;
  const SyntaxNode* literal = written(context, node.operand);
  if (literal == nullptr || literal->key != "$exists") return;
  const std::string_view flag = node.flag ? "true" : "false";
  auto entry = context.report(node.operand.span,
                              fmt::format("`$exists` takes a boolean, and reads this as {}", flag),
                              fmt::format("counts as {}", flag));
  const std::string* text = node.operand.value.get_if<std::string>();
  if (text != nullptr && *text == "false")
    entry.fix("write the boolean", node.operand.span, *text, false);
  else
    entry.fix(fmt::format("write `{}`", flag), node.operand.span, std::string(flag), true);
}

}  // namespace

constinit const Rule kExistsNotBoolean{
    .info =
        {.code = "L065",
         .name = "exists-not-boolean",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "`$exists` with something that is no boolean",
         .why =
             R"(MongoDB takes anything for the operand of `$exists`. Zero and null count as false, and
everything else as true: `{"$exists": "false"}` selects the documents that have the field.)",
         .bad = R"({"country": {"$exists": 1}})",
         .good = R"({"country": {"$exists": true}})",
         .topic = LintTopic::Doubtful},
    .ops = {MatchOp::Exists},
    .node = check_exists_not_boolean};

}  // namespace tamis::linting
