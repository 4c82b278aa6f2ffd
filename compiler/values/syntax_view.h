// A syntax tree's node as a JsonView, for wrappers.h.
#pragma once

#include <cstdint>
#include <string_view>

#include <tamis/syntax_tree.h>

#include "compiler/values/text_codecs.h"
#include "compiler/values/wrappers.h"

namespace tamis::values {

class SyntaxView {
 public:
  SyntaxView(const SyntaxTree& tree, std::uint32_t node) : tree_(&tree), node_(node) {}

  std::uint32_t node() const { return node_; }

  JsonKind kind() const {
    switch (syntax().kind) {
      case SyntaxKind::Object:
        return JsonKind::Object;
      case SyntaxKind::Array:
        return JsonKind::Array;
      case SyntaxKind::String:
        return JsonKind::String;
      case SyntaxKind::Number:
        return parse_int64(syntax().text) ? JsonKind::Integer : JsonKind::Real;
      case SyntaxKind::True:
      case SyntaxKind::False:
        return JsonKind::Bool;
      case SyntaxKind::Null:
        return JsonKind::Null;
      default:
        return JsonKind::Other;
    }
  }

  std::string_view string() const { return syntax().text; }
  std::int64_t integer() const { return parse_int64(syntax().text).value_or(0); }
  bool boolean() const { return syntax().kind == SyntaxKind::True; }

  template <class F>
  void each_member(F&& f) const {
    for (const std::uint32_t i : tree_->children(syntax()))
      if (!f((*tree_)[i].key, SyntaxView(*tree_, i))) return;
  }

 private:
  const SyntaxNode& syntax() const { return (*tree_)[node_]; }

  const SyntaxTree* tree_;
  std::uint32_t node_;
};

}  // namespace tamis::values
