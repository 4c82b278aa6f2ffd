#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/values/regex.h"

namespace tamis::linting {
namespace {

void check_regex_without_index(const MatchNode& node, LintContext& context) {
  const FieldSchema* field = context.facts(node).field;
  const Regex* regex = node.operand.value.get_if<Regex>();
  if (field == nullptr || !field->indexed || regex == nullptr || !node.operand.regex) return;
  const bool folded = regex->options.find('i') != std::string::npos;
  if (!folded && !node.operand.regex->required_prefix().empty()) return;
  auto entry = context.report(
      node.operand.span,
      fmt::format("no index on {} can serve this regex, so every document is read", subject(node)),
      folded ? "ignores case" : "may match anywhere");
  entry.help(folded ? "keep a lower-case copy of the field and compare that with `^`"
                    : "begin the pattern with `^` if the text stands at the start");
}

}  // namespace

constinit const Rule kRegexWithoutIndex{
    .info =
        {.code = "L080",
         .name = "regex-without-index",
         .since = "0.1",
         .summary = "a regex on an indexed field that its index cannot serve",
         .why =
             R"(An index is sorted text: it finds quickly what begins with something, in the case that it
was stored in. A regex that may match anywhere, or that ignores case, makes the database read every
document. The schema says that the field is indexed, so someone counts on that index.)",
         .bad = R"({"email": {"$regex": "example"}})",
         .good = R"({"email": {"$regex": "^anna@"}})",
         .topic = LintTopic::Cost},
    .ops = {MatchOp::Regex},
    .node = check_regex_without_index};

}  // namespace tamis::linting
