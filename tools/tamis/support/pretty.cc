#include "tools/tamis/support/pretty.h"

#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

class Printer {
 public:
  Printer(const SyntaxTree& tree, std::size_t width) : tree_(tree), width_(width) {}

  std::string print() {
    value(tree_.root_index(), 0, 0);
    return std::move(out_) + "\n";
  }

 private:
  // As canonical text stands on one line: `{"a": [1, 2]}`.
  std::string on_one_line(std::uint32_t node) const {
    const SyntaxNode& syntax = tree_[node];
    const bool object = syntax.kind == SyntaxKind::Object;
    if (!object && syntax.kind != SyntaxKind::Array)
      return std::string(tree_.source().text(syntax.span));
    if (syntax.child_count == 0) return object ? "{}" : "[]";
    std::string line(object ? "{" : "[");
    for (const std::uint32_t child : tree_.children(syntax)) {
      if (child != syntax.first_child) line += ", ";
      line += key(child) + on_one_line(child);
    }
    return line + (object ? '}' : ']');
  }

  std::string key(std::uint32_t node) const {
    if (!tree_[node].has_key) return {};
    return std::string(tree_.source().text(tree_[node].key_span)) + ": ";
  }

  // `used` columns of the line are taken, `after` will be by what follows.
  void value(std::uint32_t node, std::size_t level, std::size_t used) {
    const SyntaxNode& syntax = tree_[node];
    const bool container = syntax.kind == SyntaxKind::Object || syntax.kind == SyntaxKind::Array;
    // Text much longer than a line need not be laid out to know that it does not fit.
    const bool hopeless = syntax.span.size() > 8 * width_;
    if (!container || syntax.child_count == 0 || !hopeless) {
      std::string line = on_one_line(node);
      if (!container || syntax.child_count == 0 || used + columns(line) <= width_) {
        out_ += line;
        return;
      }
    }
    const bool object = syntax.kind == SyntaxKind::Object;
    out_ += object ? "{\n" : "[\n";
    for (const std::uint32_t child : tree_.children(syntax)) {
      out_.append(2 * (level + 1), ' ');
      const std::string name = key(child);
      out_ += name;
      const bool last = tree_[child].next_sibling == kNoNode;
      value(child, level + 1, 2 * (level + 1) + columns(name) + (last ? 0 : 1));
      out_ += last ? "\n" : ",\n";
    }
    out_.append(2 * level, ' ');
    out_ += object ? '}' : ']';
  }

  const SyntaxTree& tree_;
  std::size_t width_;
  std::string out_;
};

}  // namespace

std::string pretty(const SyntaxTree& tree, std::size_t width) {
  return Printer(tree, width).print();
}

std::string pretty(const std::string& text, std::size_t width) {
  const Result<SyntaxTree> tree = parse_syntax(Source("", text));
  return tree.ok() ? pretty(*tree, width) : text + "\n";
}

}  // namespace tamis::cli
