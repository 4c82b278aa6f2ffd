#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/edits.h"
#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool holds(MatchOp op, int order) {
  switch (op) {
    case MatchOp::Gt:
      return order > 0;
    case MatchOp::Gte:
      return order >= 0;
    case MatchOp::Lt:
      return order < 0;
    default:
      return order <= 0;
  }
}

void check_order_of_enum_values(const MatchNode& node, LintContext& context) {
  const FieldSchema* field = context.facts(node).field;
  if (field == nullptr || !node.operand.value.is(BsonType::String)) return;
  if (field->types.contains(BsonType::Array) && field->items) field = field->items.get();
  if (field->enum_values.empty()) return;
  std::string listed;
  int count = 0;
  for (const Value& value : field->enum_values) {
    const std::string* name = value.get_if<std::string>();
    if (name == nullptr || !holds(node.op, compare(value, node.operand.value))) continue;
    listed += (count++ == 0 ? "" : ", ") + quoted(*name);
  }
  auto entry = context.report(
      node.op_span,
      fmt::format("the values of {} are names, and this compares them by the alphabet",
                  subject(node)),
      "alphabetical order");
  entry.label(context.schema()->source(), field->name_span, "the values are listed here");
  // One or none would be a finding in its turn.
  const auto edit =
      count > 1 ? replace_test(context, node, "$in", "[" + listed + "]") : std::nullopt;
  if (edit)
    entry.fix(Fix{"list the values that are meant", {*edit}, false});
  else
    entry.help("list the values that are meant with `$in`");
}

}  // namespace

constinit const Rule kOrderOfEnumValues{
    .info =
        {.code = "L060",
         .name = "order-of-enum-values",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "names out of a closed list are compared by alphabetical order",
         .why =
             R"(The schema lists the values of the field, and they are names. `{"$gt": "BOUNCED"}` asks
which of them come later in the alphabet; that says nothing about what they stand for, and a value
that is added to the list falls on either side by its first letter. `$in` names those that are
meant.)",
         .bad = R"({"status": {"$gt": "BOUNCED"}})",
         .good = R"({"status": {"$in": ["SUBSCRIBED", "UNSUBSCRIBED"]}})",
         .topic = LintTopic::Doubtful},
    .ops = kOrderOps,
    .node = check_order_of_enum_values};

}  // namespace tamis::linting
