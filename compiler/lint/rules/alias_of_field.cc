#include <fmt/format.h>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_alias_of_field(const MatchNode& node, LintContext& context) {
  if (node.self || !context.facts(node).aliased) return;
  const std::string& name = node.path.text();
  const SourceSpan key = node.path_span;
  auto entry = context.report(
      key, fmt::format("{} is another name for {}", shown(context, key), backticked(name)),
      "an alias");
  // Beside a test of the same field the name would stand twice.
  const std::string help = fmt::format("write {}", backticked(name));
  const auto member = context.syntax_of_member(key);
  const auto object = member ? context.syntax_parent(*member) : std::nullopt;
  const bool twice = object && keys_clash(*context.syntax(), *object, *member, {name});
  if (twice || context.syntax() == nullptr)
    entry.help(help);
  else
    entry.fix(help, key, quoted_like(context.expression().source, key, name), true);
}

}  // namespace

constinit const Rule kAliasOfField{
    .info =
        {.code = "L087",
         .name = "alias-of-field",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a field is named by an alias that the schema keeps for older conditions",
         .why =
             R"(A schema gives a renamed field its old name as an alias, so that stored conditions go on
working. The alias goes away one day; the field's own name stays, and is what other tools know.)",
         .bad = R"({"ltv": {"$gte": 100}})",
         .good = R"({"lifetime_value": {"$gte": 100}})",
         .topic = LintTopic::Cost},
    .ops = kLeafOps,
    .node = check_alias_of_field};

}  // namespace tamis::linting
