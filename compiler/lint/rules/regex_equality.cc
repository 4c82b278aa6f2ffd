#include <fmt/format.h>

#include <optional>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

struct Plain {
  std::string text;
  bool also_line_break;  // `$` also matches before a line break at the end
};

// A pattern that is `^`, plain characters, and `$` or `\z`.
std::optional<Plain> plain_equality(const Regex& regex) {
  std::string_view rest = regex.pattern;
  if (!regex.options.empty() || !rest.starts_with("^")) return std::nullopt;
  rest.remove_prefix(1);
  Plain plain{{}, false};
  while (!rest.empty()) {
    const char c = rest.front();
    if (rest == "$") return Plain{std::move(plain.text), true};
    if (rest == "\\z") return plain;
    if (c == '\\') {
      // Before punctuation a backslash means the character; before letters and digits much else.
      if (rest.size() < 2 || rest[1] < ' ' || rest[1] > '~') return std::nullopt;
      const char next = rest[1];
      if ((next >= '0' && next <= '9') || (next >= 'A' && next <= 'Z') ||
          (next >= 'a' && next <= 'z'))
        return std::nullopt;
      plain.text += next;
      rest.remove_prefix(2);
      continue;
    }
    if (std::string_view(".^$*+?()[]{}|").find(c) != std::string_view::npos) return std::nullopt;
    plain.text += c;
    rest.remove_prefix(1);
  }
  return std::nullopt;
}

std::vector<Edit> edits(const MatchNode& node, LintContext& context, const std::string& text) {
  const SyntaxTree* tree = context.syntax();
  if (tree == nullptr) return {};
  const auto value = context.syntax_of_value(node.operand.span);
  if (!value) return {};
  const SyntaxNode& written = (*tree)[*value];
  const std::string literal = quoted(text);
  if (written.kind == SyntaxKind::Regex && written.key != "$regex" && written.key != "$not")
    return {{written.span, literal}};
  const auto object = context.syntax_parent(*value);
  if (written.key != "$regex" || !object) return {};
  if (is_of_field(*tree, *object) && only_child(*tree, *object))
    return {{(*tree)[*object].span, literal}};
  if (keys_clash(*tree, *object, *value, {"$eq", "$options"})) return {};
  return {{written.key_span, quoted_like(tree->source(), written.key_span, "$eq")},
          {written.span, literal}};
}

void check(const MatchNode& node, LintContext& context) {
  const Regex* regex = node.operand.value.get_if<Regex>();
  if (regex == nullptr) return;
  const auto plain = plain_equality(*regex);
  if (!plain) return;
  const auto value = context.syntax_of_value(node.operand.span);
  // A pattern made from other words (`endsWith`) is not the author's.
  if (!value || (*context.syntax())[*value].key == "value") return;
  auto entry = context.report(
      node.operand.span, fmt::format("this regex finds only the text {}", backticked(plain->text)),
      "plain text");
  if (plain->also_line_break)
    entry.note(fmt::format("and {} followed by a line break, since `$` also stands before one",
                           backticked(plain->text)));
  // A stored regex that equals the pattern is found by the regex, and not by the string.
  const bool same = !plain->also_line_break && context.facts(node).known &&
                    !context.facts(node).leaf_types().contains(BsonType::Regex);
  std::vector<Edit> changes = edits(node, context, plain->text);
  const std::string help = "compare with the string itself: any index can serve that";
  if (changes.empty())
    entry.help(help);
  else
    entry.fix(Fix{help, std::move(changes), same});
}

}  // namespace

constinit const Rule kRegexEquality{
    .info =
        {.code = "L029",
         .name = "regex-equality",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a regex that is anchored at both ends and holds only plain text",
         .why =
             R"(`/^FI$/` finds the text `FI` and nothing else, but for `FI` followed by a line break. A
comparison with the string says so, is faster, and can use any index.)",
         .bad = R"({"country": {"$regex": "^FI$"}})",
         .good = R"({"country": "FI"})",
         .topic = LintTopic::Redundant,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Regex},
    .node = check};

}  // namespace tamis::linting
