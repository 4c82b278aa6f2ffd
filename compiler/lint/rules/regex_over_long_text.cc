#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/values/regex.h"

namespace tamis::linting {
namespace {

// Characters; what is shorter is searched in no time.
constexpr std::int64_t kLong = 4096;

void check_regex_over_long_text(const MatchNode& node, LintContext& context) {
  const FieldSchema* field = context.facts(node).field;
  const RegexProgram* program = node.operand.regex.get();
  if (field == nullptr || program == nullptr || field->indexed) return;
  if (!field->max_length || *field->max_length < kLong) return;
  if (!program->required_prefix().empty() || program->literal()) return;
  auto entry = context.report(
      node.operand.span,
      fmt::format(
          "{} may hold {} characters, and this regex searches all of them in every document",
          subject(node), *field->max_length),
      "not anchored");
  entry.label(context.schema()->source(), field->name_span, "declared here");
}

}  // namespace

constinit const Rule kRegexOverLongText{
    .info =
        {.code = "L091",
         .name = "regex-over-long-text",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "a regex that may match anywhere searches a field of long text",
         .why =
             R"(Without a fixed beginning a regex is tried at every character. On a field of a few words
that costs nothing; the schema says that this one may hold thousands. Plain text is searched for
much faster, and an anchored pattern ends at once where it does not fit.)",
         .bad = R"({"bio": {"$regex": "(sail|row)ing"}})",
         .good = R"({"bio": {"$regex": "sailing"}})",
         .topic = LintTopic::Cost},
    .ops = {MatchOp::Regex},
    .node = check_regex_over_long_text};

}  // namespace tamis::linting
