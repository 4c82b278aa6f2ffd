#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "compiler/lint/patterns.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// Whether case can make a difference to a character of a pattern.
bool has_case(const PatternChar& c) {
  const auto byte = static_cast<unsigned char>(c.c);
  // `\d` and `\s` have no case; other letters after a backslash may stand for one that has.
  if (c.escaped)
    return std::isalpha(byte) != 0 &&
           std::string_view("dDsSbB").find(c.c) == std::string_view::npos;
  return byte >= 0x80 || std::isalpha(byte) != 0;
}

// Errs towards "has one".
bool has_effect(char option, std::string_view pattern) {
  switch (option) {
    case 'i':
      return std::ranges::any_of(pattern_chars(pattern), has_case);
    case 'm':
      return pattern.find_first_of("^$") != std::string_view::npos;
    case 's':
      return pattern.find('.') != std::string_view::npos;
    case 'x':
      return pattern.find_first_of(" \t\n\r\f\v#") != std::string_view::npos;
    case 'u':
      return false;
    default:
      return true;
  }
}

void check_option_without_effect(const MatchNode& node, LintContext& context) {
  const Regex* regex = node.operand.value.get_if<Regex>();
  if (regex == nullptr || regex->options.empty()) return;
  std::string rest;
  std::string idle;
  for (const char option : regex->options)
    (has_effect(option, regex->pattern) ? rest : idle) += option;
  if (idle.empty()) return;
  std::vector<Edit> edits = set_options(context, node, rest);
  if (edits.empty()) return;
  context
      .report(node.operand.span, fmt::format("the option `{}` has no effect on this pattern", idle),
              idle == "i"   ? "no letter whose case could be ignored"
              : idle == "m" ? "no `^` or `$`"
              : idle == "s" ? "no `.`"
              : idle == "x" ? "no blanks and no `#`"
              : idle == "u" ? "patterns are UTF-8 anyway"
                            : "nothing for them to change")
      .fix(Fix{"leave it out", std::move(edits), true});
}

}  // namespace

constinit const Rule kOptionWithoutEffect{
    .info =
        {.code = "L067",
         .name = "option-without-effect",
         .severity = Severity::Note,
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "an option of a regex that changes nothing",
         .why =
             R"(`i` matters to letters, `m` to `^` and `$`, `s` to `.`, and `x` to blanks and `#`. On a
pattern without these the option is an oversight: left from an older pattern, or meant for another.
An `i` also keeps databases from using an index. `u` never changes anything, and servers before
MongoDB 7.0 refuse it.)",
         .bad = R"({"phone": {"$regex": "^358", "$options": "i"}})",
         .good = R"({"phone": {"$regex": "^358"}})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Regex},
    .node = check_option_without_effect};

}  // namespace tamis::linting
