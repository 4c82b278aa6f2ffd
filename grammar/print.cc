#include <string>

#include <fmt/format.h>
#include <tamis/syntax_tree.h>

#include "grammar/quote.h"

namespace tamis {
namespace {

class Printer {
 public:
  explicit Printer(const SyntaxTree& tree) : tree_(tree) {}

  void print(std::uint32_t index) {
    const SyntaxNode& node = tree_[index];
    switch (node.kind) {
      case SyntaxKind::Object:
        list('{', index, '}');
        break;
      case SyntaxKind::Array:
        list('[', index, ']');
        break;
      case SyntaxKind::Call:
        if (node.is_new) out_ += "new ";
        out_ += node.text;
        list('(', index, ')');
        break;
      case SyntaxKind::String:
        append_json_string(out_, node.text);
        break;
      case SyntaxKind::Regex:
        out_ += '/';
        out_ += node.text;
        out_ += '/';
        out_ += node.flags;
        break;
      case SyntaxKind::True:
        out_ += "true";
        break;
      case SyntaxKind::False:
        out_ += "false";
        break;
      case SyntaxKind::Null:
        out_ += "null";
        break;
      case SyntaxKind::Undefined:
        out_ += "undefined";
        break;
      case SyntaxKind::Number:
      case SyntaxKind::Identifier:
        out_ += node.text;
        break;
    }
  }

  std::string take() && { return std::move(out_); }

 private:
  // Recursion is bounded: the parser's nesting limit held for every tree.
  void list(char open, std::uint32_t index, char close) {
    out_ += open;
    bool first = true;
    for (const std::uint32_t child : tree_.children(tree_[index])) {
      if (!first) out_ += ',';
      first = false;
      if (tree_[child].has_key) {
        append_json_string(out_, tree_[child].key);
        out_ += ':';
      }
      print(child);
    }
    out_ += close;
  }

  const SyntaxTree& tree_;
  std::string out_;
};

}  // namespace

std::string print_syntax(const SyntaxTree& tree, std::uint32_t node) {
  Printer printer(tree);
  printer.print(node);
  return std::move(printer).take();
}

}  // namespace tamis
