#include "compiler/lint/remove_test.h"

#include <algorithm>

#include "compiler/lint/edits.h"

namespace tamis::linting {
namespace {

// The member that is the test: of its operator, or of its path where that is implicit.
std::optional<std::uint32_t> member_of(const MatchNode& test, LintContext& context) {
  if (const auto member = context.syntax_of_member(test.op_span)) {
    const std::string_view key = (*context.syntax())[*member].key;
    return key.starts_with("$") && key != "$regex" ? member : std::nullopt;
  }
  const auto value = context.syntax_of_value(test.op_span);
  if (!value || (*context.syntax())[*value].key != test.path.text()) return std::nullopt;
  return value;
}

std::vector<Edit> removed(const SyntaxTree& tree, std::uint32_t parent, std::uint32_t child) {
  Edit edit = removal(tree, parent, child);
  for (const SourceSpan comment : tree.comments())
    if (comment.begin < edit.span.end && edit.span.begin < comment.end) return {};
  return {std::move(edit)};
}

}  // namespace

std::vector<Edit> removal_of_test(const MatchNode& test, LintContext& context) {
  auto child = member_of(test, context);
  if (!child) return {};
  const SyntaxTree& tree = *context.syntax();
  // What holds nothing else goes along.
  for (auto parent = context.syntax_parent(*child); parent;
       parent = context.syntax_parent(*child)) {
    if (tree[*parent].child_count > 1) return removed(tree, *parent, *child);
    if (tree[*parent].kind != SyntaxKind::Object) return {};
    child = parent;
  }
  return {};
}

std::vector<Edit> removal_of_element(const MatchNode& branch, LintContext& context) {
  const auto element = context.syntax_of_value(branch.span);
  const auto list = element ? context.syntax_parent(*element) : std::nullopt;
  if (!list) return {};
  const SyntaxTree& tree = *context.syntax();
  const bool is_list = tree[*list].kind == SyntaxKind::Array && tree[*list].child_count > 1;
  return is_list ? removed(tree, *list, *element) : std::vector<Edit>{};
}

void offer_removal(Reporter::Entry entry, std::vector<Edit> changes) {
  if (changes.empty())
    entry.help("leave it out");
  else
    entry.fix(Fix{"leave it out", std::move(changes), true});
}

}  // namespace tamis::linting
