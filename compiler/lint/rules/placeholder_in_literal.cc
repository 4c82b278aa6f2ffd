#include <fmt/format.h>

#include "compiler/lint/literals.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// A mark of a template language with something between its ends.
std::string_view placeholder(std::string_view text) {
  struct Mark {
    std::string_view open, close;
  };
  for (const Mark mark : {Mark{"{{", "}}"}, Mark{"${", "}"}, Mark{"<%", "%>"}, Mark{"{%", "%}"}}) {
    const std::size_t begin = text.find(mark.open);
    if (begin == std::string_view::npos) continue;
    const std::size_t end = text.find(mark.close, begin + mark.open.size() + 1);
    if (end != std::string_view::npos) return text.substr(begin, end + mark.close.size() - begin);
  }
  return {};
}

void check_placeholder_in_literal(const MatchNode& node, LintContext& context) {
  for (const Operand* operand : operands(node)) {
    const std::string* text = operand->value.get_if<std::string>();
    const std::string_view mark = text ? placeholder(*text) : std::string_view();
    if (mark.empty()) continue;
    context.report(
        operand->span,
        fmt::format("{} looks like a placeholder that was not filled in", backticked(mark)),
        "compared as it stands");
  }
}

}  // namespace

constinit const Rule kPlaceholderInLiteral{
    .info =
        {.code = "L079",
         .name = "placeholder-in-literal",
         .since = "0.1",
         .summary = "text that still holds a placeholder of a template",
         .why =
             R"(Conditions are often made from templates. Where a name was misspelt or a step left out,
the mark itself stays (`{{country}}`, `${country}`) and is compared as text, which no document
holds.)",
         .bad = R"({"city": "{{city}}"})",
         .good = R"({"city": "Turku"})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Eq, MatchOp::Ne, MatchOp::In, MatchOp::Nin, MatchOp::Gt, MatchOp::Gte,
            MatchOp::Lt, MatchOp::Lte, MatchOp::All},
    .node = check_placeholder_in_literal};

}  // namespace tamis::linting
