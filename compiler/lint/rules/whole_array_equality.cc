#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

void check_whole_array_equality(const MatchNode& node, LintContext& context) {
  const Array* array = node.operand.value.get_if<Array>();
  const FieldFacts& facts = context.facts(node);
  if (array == nullptr || array->empty() || node.self || !facts.known || !facts.maybe_array())
    return;
  if (facts.elements.contains(BsonType::Array)) return;
  auto entry = context.report(
      node.operand.span,
      fmt::format(
          "{} is compared with this whole array: these elements in this order, and no others",
          subject(node)),
      array->size() == 1 ? "one element, and no others" : "order counts");
  const std::string help = "for an array that holds all of these, use `$all`";
  const bool plain = std::ranges::none_of(*array, [](const Value& v) {
    return v.is(BsonType::Array) || v.is(BsonType::Object) || v.is(BsonType::Regex);
  });
  if (plain && node.op_span == node.operand.span)
    entry.fix(help, node.operand.span,
              fmt::format("{{\"$all\": {}}}", context.text(node.operand.span)), false);
  else
    entry.help(help);
}

}  // namespace

constinit const Rule kWholeArrayEquality{
    .info =
        {.code = "L072",
         .name = "whole-array-equality",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a field is compared with a whole array",
         .why =
             R"(Arrays are equal only if they hold the same elements in the same order. `["vip", "new"]`
equals neither `["new", "vip"]` nor `["vip", "new", "fi"]`. `$all` asks for an array that holds these
among others, `$in` for one that holds any of them.)",
         .bad = R"({"tags": ["vip", "new"]})",
         .good = R"({"tags": {"$all": ["vip", "new"]}})",
         .topic = LintTopic::Doubtful},
    .ops = {MatchOp::Eq},
    .node = check_whole_array_equality};

}  // namespace tamis::linting
