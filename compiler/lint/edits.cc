#include "compiler/lint/edits.h"

#include <tamis/extended_json.h>

#include <algorithm>

#include "grammar/quote.h"

namespace tamis::linting {

SourceSpan whole(const SyntaxNode& node) {
  return node.has_key ? SourceSpan{node.key_span.begin, node.span.end} : node.span;
}

std::optional<std::uint32_t> only_child(const SyntaxTree& tree, std::uint32_t node) {
  if (tree[node].child_count != 1) return std::nullopt;
  return tree[node].first_child;
}

SourceSpan content(const SyntaxTree& tree, std::uint32_t object) {
  SourceSpan span{tree[object].span.end, tree[object].span.end};
  for (const std::uint32_t child : tree.children(tree[object])) {
    if (child == tree[object].first_child) span.begin = whole(tree[child]).begin;
    span.end = tree[child].span.end;
  }
  return span;
}

Edit removal(const SyntaxTree& tree, std::uint32_t parent, std::uint32_t child) {
  std::optional<std::uint32_t> previous;
  for (const std::uint32_t sibling : tree.children(tree[parent])) {
    if (sibling == child) break;
    previous = sibling;
  }
  const SourceSpan own = whole(tree[child]);
  if (previous) return {{tree[*previous].span.end, own.end}, ""};
  const std::uint32_t next = tree[child].next_sibling;
  if (next != kNoNode) return {{own.begin, whole(tree[next]).begin}, ""};
  return {own, ""};
}

bool is_of_field(const SyntaxTree& tree, std::uint32_t object) {
  return tree[object].has_key && !tree[object].key.starts_with("$");
}

std::vector<Edit> unwrap(const SyntaxTree& tree, SourceSpan outer, SourceSpan inner) {
  const SourceSpan before{outer.begin, inner.begin};
  const SourceSpan after{inner.end, outer.end};
  for (const SourceSpan comment : tree.comments())
    for (const SourceSpan deleted : {before, after})
      if (comment.begin < deleted.end && deleted.begin < comment.end) return {};
  return {{before, ""}, {after, ""}};
}

bool keys_clash(const SyntaxTree& tree, std::uint32_t object, std::uint32_t except,
                const std::vector<std::string>& added) {
  return std::ranges::any_of(added, [&](const std::string& key) {
    for (const std::uint32_t child : tree.children(tree[object]))
      if (child != except && tree[child].key == key) return true;
    return false;
  });
}

std::vector<std::string> keys_of(const SyntaxTree& tree, std::uint32_t object) {
  std::vector<std::string> keys;
  for (const std::uint32_t child : tree.children(tree[object])) keys.emplace_back(tree[child].key);
  return keys;
}

std::string quoted(std::string_view text) {
  return to_extended_json(Value(text), ExtendedJson::Relaxed);
}

std::string quoted_like(const Source& source, SourceSpan span, std::string_view name) {
  return tamis::quoted_like(source.text(span), name);
}

}  // namespace tamis::linting
