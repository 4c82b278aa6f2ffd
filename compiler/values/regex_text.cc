#include "compiler/values/regex_text.h"

#include <algorithm>
#include <limits>
#include <span>
#include <utility>

#include "compiler/values/inner_texts.h"
#include "compiler/values/regex_linear.h"
#include "compiler/values/text_search.h"

namespace tamis {
namespace {

// More texts than these are better left to an automaton, which reads the subject once.
constexpr std::size_t kMaxTexts = TextSearch::kMostTexts;
constexpr std::size_t kMaxTextBytes = 65'536;
constexpr std::uint32_t kMaxRounds = 64;

enum class End : std::uint8_t { Open, Final, Text };

// One way through a pattern: the text, and whether it must stand at the subject's start and end.
struct Piece {
  bool start = false;
  End end = End::Open;
  std::string text;
};
using Pieces = std::vector<Piece>;

// One piece after another, where that is again a piece.
std::optional<Piece> join(const Piece& a, const Piece& b) {
  if (b.start && !a.text.empty()) return std::nullopt;
  if (a.end != End::Open && !(b.text.empty() && (b.end == a.end || b.end == End::Open)))
    return std::nullopt;
  return Piece{.start = a.start || b.start,
               .end = b.end == End::Open ? a.end : b.end,
               .text = a.text + b.text};
}

bool within_limits(const Pieces& pieces) {
  std::size_t bytes = 0;
  for (const Piece& piece : pieces) bytes += piece.text.size();
  return pieces.size() <= kMaxTexts && bytes <= kMaxTextBytes;
}

std::optional<Pieces> joined(const Pieces& heads, const Pieces& tails) {
  Pieces all;
  if (heads.size() * tails.size() > kMaxTexts) return std::nullopt;
  for (const Piece& head : heads)
    for (const Piece& tail : tails) {
      std::optional<Piece> piece = join(head, tail);
      if (!piece) return std::nullopt;
      all.push_back(std::move(*piece));
    }
  if (!within_limits(all)) return std::nullopt;
  return all;
}

Piece char_piece(char32_t c) {
  Piece piece;
  append_utf8(piece.text, c);
  return piece;
}

std::optional<Pieces> set_pieces(CharSet set) {
  Pieces all;
  for (const CodeRange range : set.ranges()) {
    if (range.last - range.first >= kMaxTexts - all.size()) return std::nullopt;
    for (char32_t c = range.first; c <= range.last; ++c) all.push_back(char_piece(c));
  }
  return all;
}

std::optional<Pieces> pieces_of(const RegexNode& node);

std::optional<Pieces> concat_pieces(std::span<const RegexNode> children) {
  Pieces all(1);
  for (const RegexNode& child : children) {
    if (child.op == RegexOp::Char && all.size() == 1 && all[0].end == End::Open) {
      append_utf8(all[0].text, child.c);
      if (all[0].text.size() > kMaxTextBytes) return std::nullopt;
      continue;
    }
    const std::optional<Pieces> more = pieces_of(child);
    if (!more) return std::nullopt;
    std::optional<Pieces> longer = joined(all, *more);
    if (!longer) return std::nullopt;
    all = std::move(*longer);
  }
  return all;
}

std::optional<Pieces> repeat_pieces(const RegexNode& node) {
  if (node.max > kMaxRounds) return std::nullopt;
  const std::optional<Pieces> once = pieces_of(node.children.front());
  if (!once) return std::nullopt;
  Pieces all;
  Pieces so_far(1);
  for (std::uint32_t times = 0;; ++times) {
    if (times >= node.min) all.insert(all.end(), so_far.begin(), so_far.end());
    if (!within_limits(all)) return std::nullopt;
    if (times == node.max) return all;
    std::optional<Pieces> longer = joined(so_far, *once);
    if (!longer) return std::nullopt;
    so_far = std::move(*longer);
  }
}

// Every way through the node, when there are few and no other assertion stands in them.
std::optional<Pieces> pieces_of(const RegexNode& node) {
  switch (node.op) {
    case RegexOp::Char:
      return Pieces{char_piece(node.c)};
    case RegexOp::Set:
      return set_pieces(node.set);
    case RegexOp::TextStart:
      return Pieces{{.start = true, .end = End::Open, .text = ""}};
    case RegexOp::TextEnd:
      return Pieces{{.start = false, .end = End::Text, .text = ""}};
    case RegexOp::FinalEnd:
      return Pieces{{.start = false, .end = End::Final, .text = ""}};
    case RegexOp::Concat:
      return concat_pieces(node.children);
    case RegexOp::Repeat:
      return repeat_pieces(node);
    case RegexOp::Alternate: {
      Pieces all;
      for (const RegexNode& child : node.children) {
        const std::optional<Pieces> more = pieces_of(child);
        if (!more) return std::nullopt;
        all.insert(all.end(), more->begin(), more->end());
        if (!within_limits(all)) return std::nullopt;
      }
      return all;
    }
    default:
      return std::nullopt;
  }
}

// The children that a search needs: what may be empty at either end finds nothing more or less.
std::span<const RegexNode> essential(const RegexNode& tree) {
  if (tree.op != RegexOp::Concat) return {&tree, 1};
  std::span<const RegexNode> children = tree.children;
  while (!children.empty() && matches_empty_anywhere(children.front()))
    children = children.subspan(1);
  while (!children.empty() && matches_empty_anywhere(children.back()))
    children = children.first(children.size() - 1);
  return children;
}

LiteralPattern::Place place_of(const Piece& piece) {
  using Place = LiteralPattern::Place;
  switch (piece.end) {
    case End::Open:
      return piece.start ? Place::Prefix : Place::Contains;
    case End::Text:
      return piece.start ? Place::Exact : Place::Suffix;
    case End::Final:
      return piece.start ? Place::ExactLine : Place::SuffixLine;
  }
  return Place::Contains;
}

std::string common_prefix(std::string_view a, std::string_view b) {
  std::size_t length = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  const auto continues = [&](std::size_t at) {
    return at < a.size() && (static_cast<unsigned char>(a[at]) & 0xC0U) == 0x80;
  };
  while (length > 0 && continues(length)) --length;
  return std::string(a.substr(0, length));
}

// What every match of a node begins with; `whole`: that is all of every match.
struct Beginning {
  bool start = false;
  bool whole = false;
  std::string text;
};

Beginning beginning_of(const RegexNode& node) {
  if (const std::optional<Pieces> pieces = pieces_of(node); pieces && !pieces->empty()) {
    Beginning all{.start = true, .whole = pieces->size() == 1, .text = pieces->front().text};
    for (const Piece& piece : *pieces) {
      all.start = all.start && piece.start;
      all.text = common_prefix(all.text, piece.text);
    }
    return all;
  }
  if (node.op == RegexOp::Concat) {
    Beginning all{.start = false, .whole = true, .text = ""};
    for (const RegexNode& child : node.children) {
      const Beginning next = beginning_of(child);
      all.start = all.start || (all.text.empty() && next.start);
      all.text += next.text;
      if (!next.whole) {
        all.whole = false;
        break;
      }
    }
    return all;
  }
  if (node.op == RegexOp::Alternate) {
    Beginning all = beginning_of(node.children.front());
    for (const RegexNode& child : std::span(node.children).subspan(1)) {
      const Beginning other = beginning_of(child);
      all.start = all.start && other.start;
      all.text = common_prefix(all.text, other.text);
    }
    all.whole = false;
    return all;
  }
  return {};
}

// Gathers runs of text that stand side by side in every match, and keeps the longest.
class LongestRun {
 public:
  void walk(const RegexNode& node) {
    switch (node.op) {
      case RegexOp::Char:
        append_utf8(run_, node.c);
        return;
      case RegexOp::Concat:
        for (const RegexNode& child : node.children) walk(child);
        return;
      case RegexOp::Repeat:
        if (const std::optional<Pieces> pieces = pieces_of(node); pieces && pieces->size() == 1) {
          run_ += pieces->front().text;
          return;
        }
        close();
        if (node.min > 0) walk(node.children.front());
        close();
        return;
      case RegexOp::Set:
      case RegexOp::Alternate:
        close();
        return;
      default:
        return;  // an assertion takes no room
    }
  }
  std::string take() {
    close();
    return std::move(longest_);
  }

 private:
  void close() {
    if (run_.size() > longest_.size()) longest_ = run_;
    run_.clear();
  }
  std::string run_;
  std::string longest_;
};

std::size_t shortest_of(const std::vector<std::string>& texts) {
  if (texts.empty()) return 0;
  return std::ranges::min_element(texts, {}, &std::string::size)->size();
}

// Gathers runs of a few texts that stand side by side in every match, and keeps those of which the
// shortest is longest.
class BestTexts {
 public:
  void walk(const RegexNode& node) {
    const std::optional<Pieces> pieces = few_pieces_of(node);
    const std::optional<Pieces> longer = pieces ? joined(run_, *pieces) : std::nullopt;
    if (longer && longer->size() <= InnerTexts::kMostTexts) {
      run_ = *longer;
      return;
    }
    if (pieces) {
      close();
      run_ = *pieces;
    } else if (node.op == RegexOp::Concat) {
      for (const RegexNode& child : node.children) walk(child);
    } else if (takes_room(node)) {
      close();
      offer(texts_inside(node));
    }
  }
  std::vector<std::string> take() {
    close();
    return std::move(best_);
  }

 private:
  static bool takes_room(const RegexNode& node) {
    return node.op == RegexOp::Set || node.op == RegexOp::Repeat || node.op == RegexOp::Alternate;
  }
  static std::optional<Pieces> few_pieces_of(const RegexNode& node) {
    std::optional<Pieces> pieces = pieces_of(node);
    if (pieces && pieces->size() > InnerTexts::kMostTexts) pieces.reset();
    return pieces;
  }
  static std::vector<std::string> texts_inside(const RegexNode& node) {
    if (node.op == RegexOp::Repeat && node.min > 0) return required_texts_of(node.children.front());
    std::vector<std::string> all;
    if (node.op != RegexOp::Alternate) return all;
    for (const RegexNode& child : node.children) {
      const std::vector<std::string> more = required_texts_of(child);
      if (more.empty() || all.size() + more.size() > InnerTexts::kMostTexts) return {};
      all.insert(all.end(), more.begin(), more.end());
    }
    return all;
  }
  void close() {
    std::vector<std::string> texts;
    for (const Piece& piece : run_) texts.push_back(piece.text.substr(0, InnerTexts::kMostBytes));
    offer(std::move(texts));
    run_ = Pieces(1);
  }
  void offer(std::vector<std::string> texts) {
    if (shortest_of(texts) > shortest_of(best_)) best_ = std::move(texts);
  }

  Pieces run_ = Pieces(1);
  std::vector<std::string> best_;
};

}  // namespace

std::optional<std::vector<LiteralPattern>> texts_of(const RegexNode& tree) {
  const std::optional<Pieces> pieces = concat_pieces(essential(tree));
  if (!pieces || pieces->empty()) return std::nullopt;
  std::vector<LiteralPattern> texts;
  for (const Piece& piece : *pieces)
    texts.push_back({.place = place_of(piece), .text = piece.text});
  return texts;
}

std::string required_prefix_of(const RegexNode& tree) {
  Beginning beginning = beginning_of(tree);
  return beginning.start ? std::move(beginning.text) : std::string();
}

std::string required_literal_of(const RegexNode& tree) {
  LongestRun runs;
  runs.walk(tree);
  return runs.take();
}

std::vector<std::string> required_texts_of(const RegexNode& tree) {
  BestTexts texts;
  texts.walk(tree);
  return texts.take();
}

std::uint64_t least_length_of(const RegexNode& tree) {
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  switch (tree.op) {
    case RegexOp::Char:
    case RegexOp::Set:
      return 1;
    case RegexOp::Concat: {
      std::uint64_t sum = 0;
      for (const RegexNode& child : tree.children)
        sum = std::min(sum + least_length_of(child), kMost);
      return sum;
    }
    case RegexOp::Alternate: {
      std::uint64_t least = kMost;
      for (const RegexNode& child : tree.children) least = std::min(least, least_length_of(child));
      return least;
    }
    case RegexOp::Repeat:
      return std::min(tree.min * least_length_of(tree.children.front()), kMost);
    default:
      return 0;  // an assertion takes no room
  }
}

}  // namespace tamis
