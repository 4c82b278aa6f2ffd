#include <fmt/format.h>

#include <cctype>

#include "compiler/lint/patterns.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool is_plain(const PatternChar& c, bool (*allowed)(char)) {
  return !c.escaped && !c.in_class && allowed(c.c);
}
bool is_letter(char c) {
  return std::isalpha(static_cast<unsigned char>(c)) != 0;
}
bool is_name_char(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '-';
}

// Dots between plain letters that end in what may be a top-level domain, after an `@`.
std::vector<PatternChar> dots_of_domain(const std::vector<PatternChar>& chars) {
  std::vector<PatternChar> dots;
  bool after_at = false;
  for (std::size_t i = 0; i < chars.size(); ++i) {
    if (chars[i].c == '@' && !chars[i].in_class) after_at = true;
    const bool dot = chars[i].c == '.' && !chars[i].escaped && !chars[i].in_class;
    if (!dot || !after_at || i == 0 || !is_plain(chars[i - 1], is_name_char)) continue;
    std::size_t end = i + 1;
    while (end < chars.size() && is_plain(chars[end], is_letter)) ++end;
    const std::size_t letters = end - i - 1;
    const bool closes = end == chars.size() ||
                        (!chars[end].escaped &&
                         std::string_view("$|).").find(chars[end].c) != std::string_view::npos) ||
                        (chars[end].escaped &&
                         std::string_view("zZ.").find(chars[end].c) != std::string_view::npos);
    if (letters >= 2 && closes) dots.push_back(chars[i]);
  }
  return dots;
}

void check_unescaped_dot(const MatchNode& node, LintContext& context) {
  const auto text = PatternText::of(context, node.operand);
  if (!text) return;
  const std::vector<PatternChar> dots = dots_of_domain(pattern_chars(text->pattern()));
  if (dots.empty()) return;
  auto entry = context.report(text->span(dots.front().begin, dots.front().end),
                              "an unescaped dot in a regex stands for any character",
                              "also matches `-`, `x`, ...");
  std::vector<Edit> edits;
  for (const PatternChar& dot : dots)
    edits.push_back({text->span(dot.begin, dot.end), text->spelled("\\.")});
  entry.fix(Fix{"escape it", std::move(edits), false});
}

}  // namespace

constinit const Rule kUnescapedDot{
    .info =
        {.code = "L062",
         .name = "unescaped-dot",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "a dot of an e-mail domain is not escaped in a regex",
         .why =
             R"(In a regex `.` is any character: `/@example.com$/` also finds `anna@example-com` and
`anna@exampleXcom`, which someone else may own. `\.` is the dot itself.)",
         .bad = R"({"contact": {"$regex": "@example.com$"}})",
         .good = R"({"contact": {"$regex": "@example\\.com$"}})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Regex},
    .node = check_unescaped_dot};

}  // namespace tamis::linting
