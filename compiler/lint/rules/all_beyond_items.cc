#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// Values of which no two can be one element.
std::size_t different_values(const MatchNode& all) {
  std::vector<const Value*> values;
  for (const Operand& operand : all.list)
    if (!operand.regex && !operand.date_math && !operand.value.is(BsonType::Array))
      values.push_back(&operand.value);
  std::ranges::sort(values, [](auto* a, auto* b) { return compare(*a, *b) < 0; });
  const auto same = [](auto* a, auto* b) { return compare(*a, *b) == 0; };
  return static_cast<std::size_t>(std::ranges::unique(values, same).begin() - values.begin());
}

void check_all_beyond_items(const MatchNode& node, LintContext& context) {
  const FieldFacts& facts = context.facts(node);
  if (!facts.known || facts.through_array || facts.field == nullptr) return;
  if (facts.steps.size() != node.path.size() || !facts.field->max_items) return;
  const std::size_t count = different_values(node);
  if (static_cast<std::int64_t>(count) <= *facts.field->max_items) return;
  context
      .report(node.span,
              fmt::format("{} holds at most {} elements, not {} different ones", subject(node),
                          *facts.field->max_items, count),
              "matches nothing")
      .label(context.schema()->source(), facts.field->name_span, "limited here");
}

}  // namespace

constinit const Rule kAllBeyondItems{
    .info =
        {.code = "L017",
         .name = "all-beyond-items",
         .since = "0.1",
         .summary = "`$all` asks for more values than the array can hold",
         .why =
             R"(Each different value of `$all` needs an element of its own, and the schema's `maxItems` allows fewer, so
nothing matches. `$in` was meant if one of the values is enough.)",
         .bad =
             R"({"tags": {"$all": ["a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q","r","s","t","u"]}})",
         .good =
             R"({"tags": {"$in": ["a","b","c","d","e","f","g","h","i","j","k","l","m","n","o","p","q","r","s","t","u"]}})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::All},
    .node = check_all_beyond_items};

}  // namespace tamis::linting
