#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// The bytes of `.*` at the beginning and at the end of a pattern that may go.
struct Padding {
  std::size_t before = 0, after = 0;
};

Padding padding_of(const Regex& regex) {
  const std::string_view pattern = regex.pattern;
  // In extended patterns a comment may be at the end, and `(?` may set options.
  if (regex.options.find('x') != std::string::npos ||
      pattern.find("(?") != std::string_view::npos ||
      pattern.find('\\') != std::string_view::npos || pattern.find('[') != std::string_view::npos)
    return {};
  Padding padding;
  const auto is_repeat = [](char c) { return c == '+' || c == '?' || c == '{' || c == '*'; };
  if (pattern.starts_with(".*") && pattern.size() > 2 && !is_repeat(pattern[2])) padding.before = 2;
  if (pattern.ends_with(".*") && pattern.size() > padding.before + 2) padding.after = 2;
  return padding;
}

// Of the literal as written: between its quotes or slashes.
std::vector<Edit> edits_of_padded_regex(const MatchNode& node, LintContext& context,
                                        Padding padding) {
  const SourceSpan span = node.operand.span;
  const std::string_view written = context.text(span);
  if (written.size() < 2) return {};
  const char quote = written.front();
  if (quote != '"' && quote != '\'' && quote != '/') return {};
  const auto end = static_cast<std::uint32_t>(written.rfind(quote));
  const std::string_view inside = written.substr(1, end - 1);
  if (inside != node.operand.value.as<Regex>().pattern) return {};
  std::vector<Edit> all;
  if (padding.before > 0) all.push_back({{span.begin + 1, span.begin + 3}, ""});
  if (padding.after > 0) all.push_back({{span.begin + end - 2, span.begin + end}, ""});
  return all;
}

void check_padded_regex(const MatchNode& node, LintContext& context) {
  const Regex* regex = node.operand.value.get_if<Regex>();
  if (regex == nullptr) return;
  const Padding padding = padding_of(*regex);
  if (padding.before + padding.after == 0) return;
  std::vector<Edit> changes = edits_of_padded_regex(node, context, padding);
  if (changes.empty()) return;
  // A stored regex is found by the same pattern only.
  const bool same =
      context.facts(node).known && !context.facts(node).leaf_types().contains(BsonType::Regex);
  context.report(node.operand.span, "`.*` at an open end of a regex finds nothing more", "padded")
      .fix(Fix{"leave `.*` out", std::move(changes), same});
}

}  // namespace

constinit const Rule kPaddedRegex{
    .info =
        {.code = "L038",
         .name = "padded-regex",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "`.*` at an open end of a regex",
         .why =
             R"(A regex searches, so `.*` before or after what is to be found says nothing, as long as no `^` or `$`
stands beside it. It hides what the pattern is: plain text, which can be searched for much faster.)",
         .bad = R"({"country": {"$regex": "^F.*"}})",
         .good = R"({"country": {"$regex": "^F"}})",
         .topic = LintTopic::Redundant},
    .ops = {MatchOp::Regex},
    .node = check_padded_regex};

}  // namespace tamis::linting
