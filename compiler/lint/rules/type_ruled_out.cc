#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_type_ruled_out(const MatchNode& node, LintContext& context) {
  const FieldFacts& facts = context.facts(node);
  if (!facts.known || node.types.intersects(facts.leaf_types())) return;
  auto entry = context.report(node.operand.span,
                              fmt::format("{} never holds {}: the schema rules that type out",
                                          subject(node), node.types.describe()),
                              "matches nothing");
  if (facts.field == nullptr || facts.field->type_span.size() == 0) return;
  entry.label(context.schema()->source(), facts.field->type_span,
              fmt::format("declared {} here", facts.field->types.describe()));
}

}  // namespace

constinit const Rule kTypeRuledOut{
    .info =
        {.code = "L021",
         .name = "type-ruled-out",
         .since = "0.1",
         .summary = "`$type` asks for a type that the schema rules out",
         .why =
             R"(The schema says which types the field may hold, and the one asked for is not among them,
so the test selects nothing. Either the schema is too strict, or data that it forbids is being
looked for: then check without the schema.)",
         .bad = R"({"country": {"$type": "int"}})",
         .good = R"({"country": {"$type": "string"}})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Type},
    .node = check_type_ruled_out};

}  // namespace tamis::linting
