#include "tools/tamis/support/comments.h"

#include <algorithm>
#include <unordered_map>

namespace tamis::cli {
namespace {

std::uint32_t begin_of(const SyntaxNode& node) {
  return node.has_key ? node.key_span.begin : node.span.begin;
}

unsigned line_breaks(std::string_view text) {
  unsigned count = 0;
  for (std::size_t i = 0; i < text.size() && count < 2; ++i)
    if (text[i] == '\n' || (text[i] == '\r' && !text.substr(i + 1).starts_with('\n'))) ++count;
  return count;
}

class Placer {
 public:
  explicit Placer(const SyntaxTree& tree)
      : tree_(tree), text_(tree.source().text()), spans_(tree.comments()) {}

  std::vector<Comment> place() {
    const std::uint32_t root = tree_.root_index();
    gap({kNoNode, kNoNode, root, 0, begin_of(tree_[root])});
    inside(root);
    gap({kNoNode, root, kNoNode, tree_[root].span.end, static_cast<std::uint32_t>(text_.size())});
    return std::move(comments_);
  }

 private:
  // The text between two nodes, or a node and a bracket.
  struct Gap {
    std::uint32_t container, previous, next;  // kNoNode where there is none
    std::uint32_t begin, end;
  };

  bool more_before(std::uint32_t end) const {
    return next_ < spans_.size() && spans_[next_].begin < end;
  }

  std::string_view between(std::uint32_t begin, std::uint32_t end) const {
    return text_.substr(begin, end - begin);
  }

  // Recursion is bounded: the parser's nesting limit held for every tree.
  void inside(std::uint32_t container) {
    const SyntaxNode& node = tree_[container];
    if (!more_before(node.span.end)) return;
    std::uint32_t previous = kNoNode;
    std::uint32_t at = node.span.begin;
    for (const std::uint32_t child : tree_.children(node)) {
      gap({container, previous, child, at, begin_of(tree_[child])});
      while (more_before(tree_[child].span.begin)) add(CommentPlace::AtValue, child, 0, 0);
      inside(child);
      previous = child;
      at = tree_[child].span.end;
    }
    gap({container, previous, kNoNode, at, node.span.end});
  }

  void gap(const Gap& gap) {
    if (!more_before(gap.end)) return;
    const std::uint32_t last_break = last_line_break(gap);
    bool on_line = gap.previous != kNoNode;
    bool comma = false;
    std::uint32_t at = gap.begin;
    while (more_before(gap.end)) {
      const SourceSpan span = spans_[next_];
      const std::string_view before = between(at, span.begin);
      const std::uint32_t end = next_ + 1 < spans_.size() ? spans_[next_ + 1].begin : gap.end;
      const unsigned breaks_before = line_breaks(before);
      const unsigned breaks_after = line_breaks(between(span.end, std::min(end, gap.end)));
      on_line = on_line && breaks_before == 0;
      comma = comma || before.find(',') != std::string_view::npos;
      const bool ends_line = gap.next == kNoNode || last_break > span.begin;
      if (on_line && (ends_line || !comma))
        add(CommentPlace::Behind, gap.previous, breaks_before, breaks_after);
      else if (gap.next != kNoNode)
        add(CommentPlace::Before, gap.next, breaks_before, breaks_after);
      else if (gap.container != kNoNode)
        add(CommentPlace::Inside, gap.container, breaks_before, breaks_after);
      else
        add(CommentPlace::After, tree_.root_index(), breaks_before, breaks_after);
      at = span.end;
    }
  }

  // Of those outside comments; 0 if there is none.
  std::uint32_t last_line_break(const Gap& gap) const {
    std::uint32_t last = 0;
    std::uint32_t at = gap.begin;
    for (std::size_t i = next_; at < gap.end; ++i) {
      const bool is_comment = i < spans_.size() && spans_[i].begin < gap.end;
      const std::uint32_t end = is_comment ? spans_[i].begin : gap.end;
      const std::size_t found = between(at, end).find_last_of("\r\n");
      if (found != std::string_view::npos) last = at + static_cast<std::uint32_t>(found);
      at = is_comment ? spans_[i].end : gap.end;
    }
    return last;
  }

  void add(CommentPlace place, std::uint32_t node, unsigned breaks_before, unsigned breaks_after) {
    const SyntaxNode& syntax = tree_[node];
    const bool behind_one_line = place == CommentPlace::Behind &&
                                 line_breaks(between(begin_of(syntax), syntax.span.end)) == 0;
    comments_.push_back({tree_.source().text(spans_[next_++]), place, node, breaks_before,
                         breaks_after, behind_one_line});
  }

  const SyntaxTree& tree_;
  std::string_view text_;
  const std::vector<SourceSpan>& spans_;
  std::size_t next_ = 0;  // of spans_
  std::vector<Comment> comments_;
};

class Pairing {
 public:
  Pairing(const SyntaxTree& from, const SyntaxTree& to)
      : from_(from), to_(to), found_(from.size(), kNoNode) {}

  // Recursion is bounded by the parser's nesting limit.
  void pair(std::uint32_t a, std::uint32_t b) {
    if (found_[a] != kNoNode) return;
    found_[a] = b;
    if (!same_shape(from_[a], to_[b])) return;
    auto other = to_.children(to_[b]).begin();
    for (const std::uint32_t child : from_.children(from_[a])) {
      pair(child, *other);
      ++other;
    }
  }

  std::vector<std::uint32_t> take() && { return std::move(found_); }

 private:
  bool same_shape(const SyntaxNode& a, const SyntaxNode& b) const {
    if (a.kind != b.kind || !is_container(a) || a.child_count != b.child_count) return false;
    auto other = to_.children(b).begin();
    for (const std::uint32_t child : from_.children(a)) {
      if (from_[child].key != to_[*other].key) return false;
      ++other;
    }
    return true;
  }

  const SyntaxTree& from_;
  const SyntaxTree& to_;
  std::vector<std::uint32_t> found_;
};

// By the offsets of keys and values.
std::unordered_map<std::uint32_t, std::uint32_t> nodes_by_offset(const SyntaxTree& tree) {
  std::unordered_map<std::uint32_t, std::uint32_t> nodes;
  for (std::uint32_t node = 0; node < tree.size(); ++node) {
    if (tree[node].has_key) nodes.emplace(tree[node].key_span.begin, node);
    nodes.emplace(tree[node].span.begin, node);
  }
  return nodes;
}

class Carrier {
 public:
  Carrier(const SyntaxTree& from, const std::vector<std::uint32_t>& counterparts)
      : counterparts_(counterparts),
        parent_(from.size(), from.root_index()),
        end_(from.size()),
        next_(from.size() + 1, static_cast<std::uint32_t>(from.size())) {
    for (auto node = static_cast<std::uint32_t>(from.size()); node-- > 0;) {
      next_[node] = known(node) ? node : next_[node + 1];
      end_[node] = node + 1;
      for (const std::uint32_t child : from.children(from[node])) {
        parent_[child] = node;
        end_[node] = end_[child];
      }
    }
  }

  void carry(Comment& comment) const {
    const std::uint32_t node = comment.node;
    if (known(node)) return settle(comment, comment.place, node);
    const bool behind = comment.place == CommentPlace::Behind;
    const bool inside = comment.place == CommentPlace::Inside;
    if (next_[node] < end_[node] && behind)
      return settle(comment, CommentPlace::Behind, last_within(node));
    const std::uint32_t next = next_[behind || inside ? end_[node] : node];
    const std::uint32_t around = known_parent(node);
    if (next < end_[around]) return settle(comment, CommentPlace::Before, next);
    const bool has_parts = next_[around + 1] < end_[around];
    settle(comment, has_parts ? CommentPlace::Inside : CommentPlace::AtValue, around);
  }

 private:
  bool known(std::uint32_t node) const { return counterparts_[node] != kNoNode; }

  void settle(Comment& comment, CommentPlace place, std::uint32_t node) const {
    comment.place = place;
    comment.node = counterparts_[node];
  }

  // The root is known.
  std::uint32_t known_parent(std::uint32_t node) const {
    do node = parent_[node];
    while (!known(node));
    return node;
  }

  // The outermost of those that end last.
  std::uint32_t last_within(std::uint32_t node) const {
    std::uint32_t last = end_[node] - 1;
    while (!known(last)) --last;
    while (parent_[last] != node && known(parent_[last])) last = parent_[last];
    return last;
  }

  const std::vector<std::uint32_t>& counterparts_;
  std::vector<std::uint32_t> parent_;
  std::vector<std::uint32_t> end_;   // behind the last node below
  std::vector<std::uint32_t> next_;  // from here on, the first node with a counterpart
};

}  // namespace

std::vector<Comment> comments_of(const SyntaxTree& tree) {
  return Placer(tree).place();
}

std::vector<std::uint32_t> counterparts(const SyntaxTree& from, const SyntaxTree& to,
                                        const std::vector<Origin>& origins) {
  Pairing pairing(from, to);
  pairing.pair(from.root_index(), to.root_index());
  const auto sources = nodes_by_offset(from);
  const auto printed = nodes_by_offset(to);
  for (const Origin& origin : origins) {
    const auto source = sources.find(origin.source);
    const auto node = printed.find(origin.printed);
    if (source != sources.end() && node != printed.end())
      pairing.pair(source->second, node->second);
  }
  return std::move(pairing).take();
}

std::vector<Comment> carried(std::vector<Comment> comments, const SyntaxTree& from,
                             const std::vector<std::uint32_t>& counterparts) {
  const Carrier carrier(from, counterparts);
  for (Comment& comment : comments) carrier.carry(comment);
  return comments;
}

}  // namespace tamis::cli
