#include <fmt/format.h>

#include <algorithm>

#include "compiler/analysis/domain.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool is_held(const analysis::Domain& domain, const Value& value) {
  return domain.fields.empty() || !domain.set.types().contains(value.type()) ||
         domain.fits(value) || std::ranges::any_of(domain.fields, [](const FieldSchema* field) {
           return field->pattern_program != nullptr;
         });
}

// Types are check()'s, patterns and enums have rules of their own.
bool is_candidate(const Operand& operand) {
  return !operand.regex && !operand.date_math &&
         (operand.value.is_number() || operand.value.is(BsonType::String));
}

bool is_possible(const analysis::Domain& domain, const Value& value) {
  if (!value.is_number()) return is_held(domain, value);
  const analysis::PlaceSet equal = analysis::PlaceSet::equal_to({value});
  return domain.fields.empty() || !intersection(domain.set, equal).empty();
}

void check_value_never_held(const MatchNode& node, LintContext& context) {
  if (!context.schema() || node.self) return;
  const FieldFacts& facts = context.facts(node);
  if (!facts.known) return;
  const auto domain = analysis::Domain::at(node.path, &facts, Traverse::Elements);
  const auto check_one = [&](const Operand& operand) {
    if (!is_candidate(operand) || is_possible(domain, operand.value)) return;
    auto entry = context.report(
        operand.span, fmt::format("{} is never {}", subject(node), shown(context, operand.span)),
        "the schema rules it out");
    if (facts.field != nullptr)
      entry.label(context.schema()->source(), facts.field->name_span, "limited here");
  };
  if (node.op == MatchOp::Eq || node.op == MatchOp::Ne) check_one(node.operand);
  for (const Operand& operand : node.list) check_one(operand);
}

}  // namespace

constinit const Rule kValueNeverHeld{
    .info =
        {.code = "L010",
         .name = "value-never-held",
         .since = "0.1",
         .summary = "a value that the schema keeps the field from having",
         .why =
             R"(The value lies outside the schema's `minimum` and `maximum`, is longer or shorter than a text there can
be, or is a fraction where only whole numbers are kept. An equality with it never holds, a negation
excludes nothing, and in a list it is dead weight.)",
         .bad = R"({"age": 250})",
         .good = R"({"age": 25})",
         .topic = LintTopic::NeverOrAlways},
    .ops = {MatchOp::Eq, MatchOp::Ne, MatchOp::In, MatchOp::Nin, MatchOp::All},
    .node = check_value_never_held};

}  // namespace tamis::linting
