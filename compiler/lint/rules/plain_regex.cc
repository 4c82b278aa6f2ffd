#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <string_view>

#include "compiler/lint/edits.h"
#include "compiler/lint/patterns.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/values/regex.h"

namespace tamis::linting {
namespace {

using Place = LiteralPattern::Place;

struct Form {
  Place place;
  std::string_view words;      // of what the regex finds
  std::string_view operation;  // of the segments API that says the same
};

// Both ends together are L029's.
constexpr Form kForms[] = {
    {Place::Contains, "holds", "contains"},
    {Place::Prefix, "begins with", "startsWith"},
    {Place::Suffix, "ends with", "endsWith"},
    {Place::SuffixLine, "ends with", "endsWith"},
};

void check_plain_regex(const MatchNode& node, LintContext& context) {
  const RegexProgram* program = node.operand.regex.get();
  if (program == nullptr || !program->literal() || program->literal()->text.empty()) return;
  const LiteralPattern& plain = *program->literal();
  const auto form = std::ranges::find(kForms, plain.place, &Form::place);
  if (form == std::end(kForms) || node.self) return;
  if (!is_written_pattern(node, context)) return;
  auto entry = context.report(
      node.operand.span,
      fmt::format("this regex finds text that {} {}", form->words, backticked(plain.text)),
      "plain text");
  entry.help(fmt::format(R"(plain words for it: `{{"field": {}, "operator": "{}", "value": {}}}`)",
                         quoted(node.path.text()), form->operation, quoted(plain.text)));
  if (plain.place == Place::SuffixLine)
    entry.note("`$` also stands before a line break at the end; `\\z`, like `endsWith`, does not");
  entry.note(plain.place == Place::Prefix
                 ? "an index can serve it: what begins alike stands together"
                 : "no index can serve it: only what a text begins with is sorted");
}

}  // namespace

constinit const Rule kPlainRegex{
    .info =
        {.code = "L039",
         .name = "plain-regex",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "a regex that only asks what a text begins with, ends with or holds",
         .why =
             R"(`/^anna@/` is no pattern but a piece of text at one end of another. `startsWith`, `endsWith` and
`contains` of the segments API say so in words, need no escapes, and show at a glance what an index can
serve: what a text begins with, and nothing else.)",
         .bad = R"({"email": {"$regex": "^anna@"}})",
         .good = R"({"field": "email", "operator": "startsWith", "value": "anna@"})",
         .topic = LintTopic::Redundant,
         .by_default = false},
    .ops = {MatchOp::Regex},
    .node = check_plain_regex};

}  // namespace tamis::linting
