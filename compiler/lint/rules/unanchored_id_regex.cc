#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "compiler/lint/edits.h"
#include "compiler/lint/literals.h"
#include "compiler/lint/patterns.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool is_anchor(const PatternChar& c) {
  if (c.in_class) return false;
  return c.escaped ? std::string_view("AzZbBG").find(c.c) != std::string_view::npos
                   : c.c == '^' || c.c == '$';
}

void check_unanchored_id_regex(const MatchNode& node, LintContext& context) {
  if (!names_id(node)) return;
  const auto text = PatternText::of(context, node.operand);
  if (!text || text->pattern().empty()) return;
  if (std::ranges::any_of(pattern_chars(text->pattern()), is_anchor)) return;
  context
      .report(node.operand.span,
              fmt::format("this regex may match anywhere in {}, so it also finds longer ids that "
                          "hold the same text",
                          subject(node)),
              "no anchor")
      .help("compare with the id itself, or anchor the pattern: `^...$`");
}

}  // namespace

constinit const Rule kUnanchoredIdRegex{
    .info =
        {.code = "L061",
         .name = "unanchored-id-regex",
         .since = "0.1",
         .summary = "a regex without anchors on an id",
         .why =
             R"(A regex searches: `/12/` on an id finds `12`, and also `3120` and `a12b`. An id is
compared whole, or by its prefix; anchors say which.)",
         .bad = R"({"order_id": {"$regex": "A-12"}})",
         .good = R"({"order_id": {"$regex": "^A-12"}})",
         .topic = LintTopic::Doubtful,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Regex},
    .node = check_unanchored_id_regex};

}  // namespace tamis::linting
