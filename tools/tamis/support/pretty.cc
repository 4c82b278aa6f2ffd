#include "tools/tamis/support/pretty.h"

#include <algorithm>
#include <map>
#include <optional>

#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

Comment on_its_line(Comment comment) {
  comment.breaks_before = 1;
  comment.breaks_after = 1;
  return comment;
}

bool stands_inline(const Comment& comment) {
  return comment.fits_a_line() && comment.breaks_after == 0;
}

// The comments of one node, as they will stand.
struct Attached {
  std::vector<Comment> before;
  std::vector<Comment> at_value;  // each fits a line
  std::vector<Comment> behind;    // only the last may end the line
  std::vector<Comment> inside;    // of a container
};

// Finds each comment a place where it can stand.
class Attachments {
 public:
  Attachments(const SyntaxTree& tree, const std::vector<Comment>& comments) : tree_(tree) {
    if (comments.empty()) return;
    parents_.assign(tree.size(), kNoNode);
    for (std::uint32_t node = 0; node < tree.size(); ++node)
      for (const std::uint32_t child : tree.children(tree[node])) parents_[child] = node;
    for (const Comment& comment : comments) attach(comment);
  }

  Attached& of(std::uint32_t node) {
    const auto found = nodes_.find(node);
    return found != nodes_.end() ? found->second : none_;
  }
  const std::vector<Comment>& after() const { return after_; }

 private:
  void attach(const Comment& comment) {
    const std::uint32_t node = comment.node;
    switch (comment.place) {
      case CommentPlace::Before:
        nodes_[node].before.push_back(comment);
        break;
      case CommentPlace::AtValue:
        if (!comment.fits_a_line())
          nodes_[node].before.push_back(on_its_line(comment));
        else
          (tree_[node].has_key ? nodes_[node].at_value : nodes_[node].before).push_back(comment);
        break;
      case CommentPlace::Inside:
        if (!is_container(tree_[node])) return behind(comment);
        nodes_[node].inside.push_back(comment);
        break;
      case CommentPlace::Behind:
        behind(comment);
        break;
      case CommentPlace::After:
        after_.push_back(comment);
    }
  }

  void behind(const Comment& comment) {
    const std::uint32_t node = comment.node;
    std::vector<Comment>& behind = nodes_[node].behind;
    if (behind.empty() || !behind.back().ends_line())
      behind.push_back(comment);
    else if (tree_[node].next_sibling != kNoNode)
      nodes_[tree_[node].next_sibling].before.push_back(on_its_line(comment));
    else if (parents_[node] != kNoNode)
      nodes_[parents_[node]].inside.push_back(on_its_line(comment));
    else
      after_.push_back(on_its_line(comment));
  }

  const SyntaxTree& tree_;
  std::vector<std::uint32_t> parents_;
  std::map<std::uint32_t, Attached> nodes_;
  std::vector<Comment> after_;
  Attached none_;
};

class Printer {
 public:
  Printer(const SyntaxTree& tree, const std::vector<Comment>& comments, std::size_t width)
      : tree_(tree), comments_(tree, comments), width_(width) {}

  std::string print() {
    item(tree_.root_index(), 0);
    for (const Comment& comment : comments_.after()) line_of(comment, 0, true);
    return std::move(out_) + "\n";
  }

 private:
  // Adds what stands on one line: `{"a": [1, 2]}`. False if a comment in it ends a line.
  bool value_on_line(std::uint32_t node, std::string& line) {
    const SyntaxNode& syntax = tree_[node];
    if (!is_container(syntax)) {
      line += tree_.source().text(syntax.span);
      return true;
    }
    const bool object = syntax.kind == SyntaxKind::Object;
    line += object ? '{' : '[';
    for (const std::uint32_t child : tree_.children(syntax)) {
      if (child != syntax.first_child) line += ", ";
      if (!item_on_line(child, line)) return false;
    }
    if (!inside_on_line(node, line)) return false;
    line += object ? '}' : ']';
    return true;
  }

  bool item_on_line(std::uint32_t node, std::string& line) {
    const Attached& attached = comments_.of(node);
    if (!std::ranges::all_of(attached.before, stands_inline) ||
        !std::ranges::all_of(attached.behind, &Comment::fits_a_line))
      return false;
    for (const Comment& comment : attached.before) line.append(comment.text) += ' ';
    line += head(node);
    if (!value_on_line(node, line)) return false;
    for (const Comment& comment : attached.behind) (line += ' ') += comment.text;
    return true;
  }

  bool inside_on_line(std::uint32_t node, std::string& line) {
    const std::vector<Comment>& inside = comments_.of(node).inside;
    for (const Comment& comment : inside) {
      const bool alone = comment.breaks_before != 0 || !stands_inline(comment);
      if (alone || tree_[node].child_count != 0) return false;
      if (&comment != &inside.front()) line += ' ';
      line += comment.text;
    }
    return true;
  }

  // What stands before a value: its key, and comments.
  std::string head(std::uint32_t node) {
    std::string head;
    if (tree_[node].has_key) head.append(tree_.source().text(tree_[node].key_span)) += ": ";
    for (const Comment& comment : comments_.of(node).at_value) head.append(comment.text) += ' ';
    return head;
  }

  // Columns of the line that is being written.
  std::size_t column() const {
    return columns(std::string_view(out_).substr(out_.rfind('\n') + 1));
  }

  // The value on the rest of the line, or nothing if it must be broken.
  std::optional<std::string> on_rest_of_line(std::uint32_t node) {
    const SyntaxNode& syntax = tree_[node];
    const bool leaf = !is_container(syntax) || syntax.child_count == 0;
    // Text much longer than a line need not be laid out to know that it does not fit.
    if (!leaf && syntax.span.size() / 8 > width_) return std::nullopt;
    std::string line;
    if (!value_on_line(node, line)) return std::nullopt;
    const std::size_t comma = syntax.next_sibling != kNoNode ? 1 : 0;
    if (!leaf && column() + columns(line) + comma > width_) return std::nullopt;
    return line;
  }

  // A member or element, or the root: where a line begins, with what belongs to it.
  void item(std::uint32_t node, std::size_t level) {
    Attached& attached = comments_.of(node);
    const std::size_t begin = out_.size();
    before(attached.before, level);
    out_ += head(node);
    std::optional<std::string> line = on_rest_of_line(node);
    if (!line && lift(attached)) {
      out_.resize(begin);
      before(attached.before, level);
      out_ += head(node);
      line = on_rest_of_line(node);
    }
    if (line)
      out_ += *line;
    else
      broken(node, level);
    behind(attached.behind, tree_[node].next_sibling != kNoNode);
  }

  // What was said behind a value that stood on one line is said of all of it: above it, if that
  // has more lines now.
  static bool lift(Attached& attached) {
    const auto first = std::ranges::stable_partition(
        attached.behind, [](const Comment& comment) { return !comment.behind_one_line; });
    for (const Comment& comment : first) attached.before.push_back(on_its_line(comment));
    const bool lifted = !first.empty();
    attached.behind.erase(first.begin(), first.end());
    return lifted;
  }

  void before(const std::vector<Comment>& comments, std::size_t level) {
    for (const Comment& comment : comments) {
      out_ += comment.text;
      if (comment.breaks_after == 0 && !comment.ends_line())
        out_ += ' ';
      else
        new_line(level, comment.breaks_after > 1);
    }
  }

  void behind(const std::vector<Comment>& comments, bool comma) {
    for (const Comment& comment : comments) {
      if (comment.ends_line() && comma) out_ += ',';
      comma = comma && !comment.ends_line();
      out_ += comment.ends_line() ? "  " : " ";
      out_ += comment.text;
    }
    if (comma) out_ += ',';
  }

  void broken(std::uint32_t node, std::size_t level) {
    const SyntaxNode& syntax = tree_[node];
    const bool object = syntax.kind == SyntaxKind::Object;
    out_ += object ? '{' : '[';
    for (const std::uint32_t child : tree_.children(syntax)) {
      const std::vector<Comment>& above = comments_.of(child).before;
      const bool first = child == syntax.first_child;
      new_line(level + 1, !first && !above.empty() && above.front().breaks_before > 1);
      item(child, level + 1);
    }
    const std::vector<Comment>& inside = comments_.of(node).inside;
    for (const Comment& comment : inside)
      line_of(comment, level + 1, syntax.child_count != 0 || &comment != &inside.front());
    new_line(level, false);
    out_ += object ? '}' : ']';
  }

  void line_of(const Comment& comment, std::size_t level, bool may_part) {
    new_line(level, may_part && comment.breaks_before > 1);
    out_ += comment.text;
  }

  void new_line(std::size_t level, bool blank_line) {
    out_ += blank_line ? "\n\n" : "\n";
    out_.append(2 * level, ' ');
  }

  const SyntaxTree& tree_;
  Attachments comments_;
  std::size_t width_;
  std::string out_;
};

}  // namespace

std::string pretty(const SyntaxTree& tree, const std::vector<Comment>& comments,
                   std::size_t width) {
  return Printer(tree, comments, width).print();
}

}  // namespace tamis::cli
