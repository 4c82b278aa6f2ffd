#include "compiler/lint/patterns.h"

#include "compiler/lint/edits.h"
#include "compiler/lint/literals.h"

namespace tamis::linting {

std::optional<PatternText> PatternText::of(LintContext& context, const Operand& operand) {
  const SyntaxNode* node = written(context, operand);
  if (node == nullptr) return std::nullopt;
  const bool literal = node->kind == SyntaxKind::Regex;
  const bool string = node->kind == SyntaxKind::String && node->key == "$regex";
  if (!literal && !string) return std::nullopt;
  PatternText text;
  text.pattern_ = node->text;
  text.in_string_ = string;
  const std::string_view raw = context.text(node->span);
  std::uint32_t at = 1;
  for (std::size_t i = 0; i < text.pattern_.size(); ++i) {
    text.places_.push_back(node->span.begin + at);
    const bool escape = string && raw[at] == '\\';
    if (escape && (raw[at + 1] == 'u' || raw[at + 1] == 'x')) return std::nullopt;
    at += escape ? 2 : 1;
    if (at >= raw.size()) return std::nullopt;
  }
  text.places_.push_back(node->span.begin + at);
  return text;
}

std::string PatternText::spelled(std::string_view text) const {
  std::string all;
  for (const char c : text) {
    if (in_string_ && (c == '\\' || c == '"' || c == '\'')) all += '\\';
    all += c;
  }
  return all;
}

bool is_written_pattern(const MatchNode& node, LintContext& context) {
  const auto value = context.syntax_of_value(node.operand.span);
  return value && (*context.syntax())[*value].key != "value";
}

std::vector<PatternChar> pattern_chars(std::string_view pattern) {
  std::vector<PatternChar> all;
  std::size_t class_begin = std::string_view::npos;
  for (std::size_t i = 0; i < pattern.size();) {
    const bool in_class = class_begin != std::string_view::npos;
    const bool escaped = pattern[i] == '\\' && i + 1 < pattern.size();
    const std::size_t end = i + (escaped ? 2 : 1);
    const char c = pattern[end - 1];
    // `]` right after `[` or `[^` is a member.
    const bool first = in_class && (i == class_begin + 1 ||
                                    (i == class_begin + 2 && pattern[class_begin + 1] == '^'));
    if (!escaped && in_class && c == ']' && !first) class_begin = std::string_view::npos;
    if (!escaped && !in_class && c == '[') class_begin = i;
    all.push_back({c, escaped, in_class, i, end});
    i = end;
  }
  return all;
}

std::vector<Edit> set_options(LintContext& context, const MatchNode& node, std::string_view rest) {
  const SyntaxNode* pattern = written(context, node.operand);
  if (pattern == nullptr) return {};
  const SyntaxTree& tree = *context.syntax();
  if (pattern->kind == SyntaxKind::Regex && !pattern->flags.empty()) {
    const auto flags = static_cast<std::uint32_t>(pattern->flags.size());
    return {{{pattern->span.end - flags, pattern->span.end}, std::string(rest)}};
  }
  if (pattern->key != "$regex") return {};
  const auto object = context.syntax_parent(*context.syntax_of_value(node.operand.span));
  if (!object) return {};
  for (const std::uint32_t child : tree.children(tree[*object])) {
    if (tree[child].key != "$options" || tree[child].kind != SyntaxKind::String) continue;
    if (rest.empty()) return {removal(tree, *object, child)};
    return {{tree[child].span, quoted_like(tree.source(), tree[child].span, rest)}};
  }
  return {};
}

}  // namespace tamis::linting
