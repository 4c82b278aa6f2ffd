#include <fmt/format.h>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/spellings/segments.h"

namespace tamis::linting {
namespace {

void check_alias_operator(const MatchNode& node, LintContext& context) {
  if ((context.expression().forms & static_cast<unsigned>(ConditionForm::Alias)) == 0) return;
  std::string_view written;
  std::string_view proper;
  if (const auto member = context.syntax_of_member(node.op_span)) {
    written = (*context.syntax())[*member].key;
    proper = segments::logical_of_alias(written);
  } else if (const auto value = context.syntax_of_value(node.op_span)) {
    const SyntaxNode& syntax = (*context.syntax())[*value];
    if (syntax.kind != SyntaxKind::String || syntax.key != "operator") return;
    written = syntax.text;
    proper = segments::operator_of_alias(written);
  }
  if (proper.empty()) return;
  context
      .report(node.op_span,
              fmt::format("{} is another name for {}", backticked(written), backticked(proper)),
              "an alias")
      .fix(fmt::format("write {}", backticked(proper)), node.op_span,
           quoted_like(context.expression().source, node.op_span, proper), true);
}

}  // namespace

constinit const Rule kAliasOperator{
    .info =
        {.code = "L054",
         .name = "alias-operator",
         .severity = Severity::Note,
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "an operator of the segments API by another of its names",
         .why =
             R"(Published clients spell operators in several ways (`equals`, `greater-than`, `AND`). They
are all read, but only one spelling is documented, and other programs that read the condition may
know no other.)",
         .bad = R"({"field": "country", "operator": "equals", "value": "FI"})",
         .good = R"({"field": "country", "operator": "eq", "value": "FI"})",
         .topic = LintTopic::Doubtful},
    .ops = {MatchOp::And, MatchOp::Or, MatchOp::Not, MatchOp::Eq, MatchOp::Ne, MatchOp::Gt,
            MatchOp::Gte, MatchOp::Lt, MatchOp::Lte, MatchOp::In, MatchOp::Nin, MatchOp::Regex},
    .node = check_alias_operator};

}  // namespace tamis::linting
