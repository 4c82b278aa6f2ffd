#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// BSON specification, types marked as deprecated.
constexpr TypeSet kDeprecated = {BsonType::Undefined, BsonType::DbPointer, BsonType::Symbol};

void check_deprecated_type(const MatchNode& node, LintContext& context) {
  const TypeSet named = node.types & kDeprecated;
  // `$type` of all there is asks for anything but them in particular.
  if (named.empty() || !context.facts(node).leaf_types().intersects(named)) return;
  context.report(node.operand.span,
                 fmt::format("{} is a BSON type that no program writes any more", named.describe()),
                 "deprecated");
}

}  // namespace

constinit const Rule kDeprecatedType{
    .info =
        {.code = "L088",
         .name = "deprecated-type",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "`$type` asks for a type that BSON has given up",
         .why =
             R"(`undefined`, `symbol` and `dbPointer` are marked as deprecated in the BSON specification.
Drivers no longer write them, JSON and SQLite cannot hold them, and MongoDB changed between versions
what equals `undefined`. A field without a value is missing or null.)",
         .bad = R"({"nickname": {"$type": "undefined"}})",
         .good = R"({"nickname": {"$exists": false}})",
         .topic = LintTopic::Cost,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Type},
    .node = check_deprecated_type};

}  // namespace tamis::linting
