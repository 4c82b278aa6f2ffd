#include <fmt/format.h>

#include "compiler/lint/flatten.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_whole_object_equality(const MatchNode& node, LintContext& context) {
  const Object* object = node.operand.value.get_if<Object>();
  if (object == nullptr || object->empty() || node.self) return;
  if (node.operand.value.find("$ref") != nullptr) return;  // a DBRef is compared as a whole
  if (holds_operator_key(node.operand.value)) return;      // literal-operators says more
  // Rules of their own say more.
  if (holds_dotted_key(node.operand.value) || has_keys_without_dollar(node.operand.value)) return;
  const auto literal = context.syntax_of_value(node.operand.span);
  if (!literal) return;
  auto entry = context.report(
      node.operand.span,
      fmt::format(
          "{} is compared with this whole object: these fields in this order, and no others",
          subject(node)),
      object->size() == 1 ? "one field, and no others" : "order counts");
  std::vector<Edit> edits = flatten(node, context, *literal);
  if (edits.empty()) return;
  entry.fix(Fix{"to test single fields, use dotted paths", std::move(edits), false});
}

}  // namespace

constinit const Rule kWholeObjectEquality{
    .info = {.code = "L053",
             .name = "whole-object-equality",
             .fix = FixAvailability::Sometimes,
             .since = "0.1",
             .summary = "a field is compared with a whole object",
             .why = R"(Objects are equal only if they hold the same fields in the same order:
`{"city": "Turku", "zip": "20100"}` does not match `{"zip": "20100", "city": "Turku"}`, nor an
address with a street. It works until some program writes the fields in another order. Dotted paths
test each field by itself.)",
             .bad = R"({"address": {"city": "Turku", "zip": "20100"}})",
             .good = R"({"address.city": "Turku", "address.zip": "20100"})",
             .topic = LintTopic::Doubtful,
             .kind = ExampleKind::Condition},
    .ops = {MatchOp::Eq},
    .node = check_whole_object_equality};

}  // namespace tamis::linting
