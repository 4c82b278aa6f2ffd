// Comments by their place among the nodes of a tree, so that they can move to another tree.
#pragma once

#include <tamis/syntax_tree.h>

#include <string_view>
#include <vector>

#include "compiler/print/print.h"

namespace tamis::cli {

// What is laid out by its parts; all else is printed as written.
inline bool is_container(const SyntaxNode& node) {
  return node.kind == SyntaxKind::Object || node.kind == SyntaxKind::Array;
}

enum class CommentPlace : std::uint8_t {
  Before,   // a member or element
  AtValue,  // of a member: between its key and its value
  Behind,   // a member or element, from the same line on
  Inside,   // a container: behind its last member, or in empty brackets
  After,    // the root, on a line of its own
};

struct Comment {
  std::string_view text;  // with its marks, without the line break that ends it
  CommentPlace place = CommentPlace::Before;
  std::uint32_t node = 0;
  // Line breaks between the comment and what stands before and after it; 2 stands for more.
  unsigned breaks_before = 0;
  unsigned breaks_after = 0;
  bool behind_one_line = false;  // Behind: the node began on the same line

  bool ends_line() const { return text.starts_with("//"); }
  bool fits_a_line() const {
    return !ends_line() && text.find_first_of("\r\n") == std::string_view::npos;
  }
};

// The comments of a text, in its order. They live as long as the tree.
std::vector<Comment> comments_of(const SyntaxTree& tree);

// By node of `from`: the node of `to` that says the same, or kNoNode. `origins` tell what `to` was
// printed from; where the trees have one shape, that decides.
std::vector<std::uint32_t> counterparts(const SyntaxTree& from, const SyntaxTree& to,
                                        const std::vector<Origin>& origins);

// Comments of `from` with the counterparts of their nodes. One whose node has none goes to the
// next node that has one.
std::vector<Comment> carried(std::vector<Comment> comments, const SyntaxTree& from,
                             const std::vector<std::uint32_t>& counterparts);

}  // namespace tamis::cli
