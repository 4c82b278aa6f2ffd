#include "compiler/lint/flatten.h"

#include <algorithm>

#include <fmt/format.h>

#include "compiler/lint/edits.h"

namespace tamis::linting {

std::vector<Edit> flatten(const MatchNode& node, LintContext& context, std::uint32_t literal,
                          DottedKeys dotted) {
  const SyntaxTree& tree = *context.syntax();
  const SyntaxNode& object = tree[literal];
  const auto outer = context.syntax_parent(literal);
  const bool implicit = node.op == MatchOp::Eq && node.op_span == object.span && !node.self;
  const Object* members = node.operand.value.get_if<Object>();
  if (!implicit || !outer || !object.has_key || members == nullptr || members->empty()) return {};
  // A field by itself cannot be compared with it.
  if (std::ranges::any_of(
          *members, [](const Member& member) { return member.value.is(BsonType::Undefined); }))
    return {};

  std::vector<Edit> edits;
  std::vector<std::string> paths;
  for (const std::uint32_t child : tree.children(object)) {
    const std::string_view key = tree[child].key;
    if (key.empty() || key.starts_with("$")) return {};
    if (dotted == DottedKeys::Refuse && key.find('.') != std::string_view::npos) return {};
    paths.push_back(fmt::format("{}.{}", object.key, key));
    // `"address": {"zip": 1, "city": 2}`: each key in its place becomes the path.
    edits.push_back({tree[child].key_span, quoted(paths.back())});
  }
  if (keys_clash(tree, *outer, literal, paths)) return {};
  const std::vector<Edit> braces = unwrap(tree, whole(object), content(tree, literal));
  if (braces.empty()) return {};
  edits.insert(edits.begin(), braces.front());
  edits.push_back(braces.back());
  return edits;
}

}  // namespace tamis::linting
