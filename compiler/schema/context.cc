#include "compiler/schema/context.h"

#include <fmt/format.h>

#include "grammar/quote.h"

namespace tamis::schema_text {

Members::Members(Context& context, std::uint32_t object) : object_(object) {
  const SyntaxTree& tree = context.tree;
  for (const std::uint32_t node : tree.children(tree[object])) {
    const SyntaxNode& member = tree[node];
    const auto [first, is_new] = by_key_.emplace(member.key, node);
    if (is_new) {
      nodes_.push_back(node);
      continue;
    }
    context.report
        .error("T108", member.key_span, fmt::format("`{}` is given twice", member.key),
               "given again here")
        .label(tree[first->second].key_span, "first given here")
        .fix("remove the second one", removal_span(tree, object, node), "", false);
  }
}

std::optional<std::uint32_t> Members::find(std::string_view key) const {
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::uint32_t> find_inside(const SyntaxTree& tree, std::uint32_t node,
                                         std::initializer_list<std::string_view> keys) {
  for (const std::string_view key : keys) {
    std::uint32_t found = kNoNode;
    if (tree[node].kind == SyntaxKind::Object)
      for (const std::uint32_t child : tree.children(tree[node]))
        if (found == kNoNode && tree[child].key == key) found = child;
    if (found == kNoNode) return std::nullopt;
    node = found;
  }
  return node;
}

SourceSpan removal_span(const SyntaxTree& tree, std::uint32_t parent, std::uint32_t child) {
  const auto begin_of = [&](std::uint32_t node) {
    return tree[node].has_key ? tree[node].key_span.begin : tree[node].span.begin;
  };
  std::uint32_t before = kNoNode;
  for (const std::uint32_t node : tree.children(tree[parent])) {
    if (node == child) break;
    before = node;
  }
  if (before != kNoNode) return {tree[before].span.end, tree[child].span.end};
  const std::uint32_t after = tree[child].next_sibling;
  return {begin_of(child), after == kNoNode ? tree[child].span.end : begin_of(after)};
}

std::string quoted(std::string_view text) {
  std::string out;
  append_json_string(out, text);
  return out;
}

}  // namespace tamis::schema_text
