#include "compiler/values/regex_linear.h"

#include <re2/re2.h>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "compiler/values/regex_cursor.h"

namespace tamis {
namespace {

// Whether the node can match the empty text where `empty(assertion)` tells which assertions hold.
template <class Holds>
bool can_be_empty(const RegexNode& node, const Holds& holds) {
  const auto each = [&](const RegexNode& child) { return can_be_empty(child, holds); };
  switch (node.op) {
    case RegexOp::Char:
    case RegexOp::Set:
      return false;
    case RegexOp::Concat:
      return std::ranges::all_of(node.children, each);
    case RegexOp::Alternate:
      return std::ranges::any_of(node.children, each);
    case RegexOp::Repeat:
      return node.min == 0 || each(node.children.front());
    default:
      return holds(node.op);
  }
}

bool can_be_empty_somewhere(const RegexNode& node) {
  return can_be_empty(node, [](RegexOp) { return true; });
}

// Both before the final newline and after it, which is where RE2 will look.
bool can_be_empty_at_final_end(const RegexNode& node) {
  return can_be_empty(node,
                      [](RegexOp op) { return op == RegexOp::FinalEnd || op == RegexOp::LineEnd; });
}

// What is known of all that may follow a node up to the end of the pattern.
struct Rest {
  bool may_be_empty_at_final_end = true;
  bool must_consume = false;
};

const char* first_misfit(const RegexNode& node, Rest rest, bool pattern_may_be_empty) {
  switch (node.op) {
    case RegexOp::FinalEnd:
      return rest.may_be_empty_at_final_end ? nullptr : "more than nothing after `$`";
    case RegexOp::LineStart:
      return rest.must_consume ? nullptr : "`^` with option `m` before what may be empty";
    case RegexOp::NotWordBoundary:
      return pattern_may_be_empty ? "`\\B` in a pattern that may match nothing" : nullptr;
    case RegexOp::Concat: {
      for (auto child = node.children.rbegin(); child != node.children.rend(); ++child) {
        if (const char* why = first_misfit(*child, rest, pattern_may_be_empty)) return why;
        rest.may_be_empty_at_final_end =
            rest.may_be_empty_at_final_end && can_be_empty_at_final_end(*child);
        rest.must_consume = rest.must_consume || !can_be_empty_somewhere(*child);
      }
      return nullptr;
    }
    case RegexOp::Alternate:
      for (const RegexNode& child : node.children)
        if (const char* why = first_misfit(child, rest, pattern_may_be_empty)) return why;
      return nullptr;
    case RegexOp::Repeat: {
      const RegexNode& child = node.children.front();
      // Another round may follow, and must while fewer than `min` are done.
      if (node.min > 1)
        rest.may_be_empty_at_final_end =
            rest.may_be_empty_at_final_end && can_be_empty_at_final_end(child);
      return first_misfit(child, rest, pattern_may_be_empty);
    }
    default:
      return nullptr;
  }
}

bool holds_branches(const RegexNode& node) {
  return node.op == RegexOp::Alternate || std::ranges::any_of(node.children, holds_branches);
}

// `A` and `a`, and no more.
bool is_case_pair(const std::vector<CodeRange>& ranges) {
  return ranges.size() == 2 && ranges[0].first == ranges[0].last &&
         ranges[1].first == ranges[1].last && ranges[0].first >= 'A' && ranges[0].first <= 'Z' &&
         ranges[1].first == ranges[0].first - 'A' + 'a';
}

class Printer {
 public:
  // RE2 reads `[Aa]` as a letter of either case, which it searches for faster, but then loses the
  // capital when it merges the branches of `a|[Aa]`.
  explicit Printer(const RegexNode& tree) : split_cases_(holds_branches(tree)) { print(tree); }

  const std::string& text() const { return text_; }

 private:
  void print_char(char32_t c) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    if (plain)
      text_ += static_cast<char>(c);
    else
      append("\\x{{{:x}}}", static_cast<std::uint32_t>(c));
  }

  void print_set(CharSet set) {
    const std::vector<CodeRange>& ranges = set.ranges();
    if (ranges.empty()) {
      text_ += "[^\\x{0}-\\x{10ffff}]";
    } else if (split_cases_ && is_case_pair(ranges)) {
      append("(?:{}|{})", static_cast<char>(ranges[0].first), static_cast<char>(ranges[1].first));
    } else {
      text_ += '[';
      for (const CodeRange range : ranges) {
        print_char(range.first);
        if (range.last == range.first) continue;
        text_ += '-';
        print_char(range.last);
      }
      text_ += ']';
    }
  }

  void print_group(const RegexNode& node) {
    text_ += "(?:";
    print(node);
    text_ += ')';
  }

  void print(const RegexNode& node) {
    switch (node.op) {
      case RegexOp::Char:
        return print_char(node.c);
      case RegexOp::Set:
        return print_set(node.set);
      case RegexOp::TextStart:
        text_ += "\\A";
        return;
      case RegexOp::TextEnd:
        text_ += "\\z";
        return;
      case RegexOp::FinalEnd:
        text_ += "(?:\\n?\\z)";
        return;
      case RegexOp::LineStart:
        text_ += "(?m:^)";
        return;
      case RegexOp::LineEnd:
        text_ += "(?m:$)";
        return;
      case RegexOp::WordBoundary:
        text_ += "\\b";
        return;
      case RegexOp::NotWordBoundary:
        text_ += "\\B";
        return;
      case RegexOp::Concat:
        for (const RegexNode& child : node.children)
          child.op == RegexOp::Alternate ? print_group(child) : print(child);
        return;
      case RegexOp::Alternate:
        for (const RegexNode& child : node.children) {
          if (&child != &node.children.front()) text_ += '|';
          print(child);
        }
        return;
      case RegexOp::Repeat:
        print_group(node.children.front());
        if (node.max == RegexNode::kUnbounded)
          append("{{{},}}", node.min);
        else
          append("{{{},{}}}", node.min, node.max);
        return;
    }
  }

  template <class... Args>
  void append(fmt::format_string<Args...> form, Args&&... args) {
    fmt::format_to(std::back_inserter(text_), form, std::forward<Args>(args)...);
  }

  std::string text_;
  bool split_cases_;
};

}  // namespace

bool matches_empty_anywhere(const RegexNode& node) {
  return can_be_empty(node, [](RegexOp) { return false; });
}

std::variant<LinearPattern, RegexError> LinearPattern::compile(const RegexNode& tree) {
  if (const char* why = first_misfit(tree, Rest{}, can_be_empty_somewhere(tree)))
    return outside_profile(0, why);
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  options.set_max_mem(kRe2MemoryBytes);
  LinearPattern compiled;
  compiled.re2_ = std::make_shared<const re2::RE2>(Printer(tree).text(), options);
  if (!compiled.re2_->ok()) return outside_profile(0, "a pattern that repeats this much");
  return compiled;
}

bool LinearPattern::search(std::string_view subject) const {
  // RE2 answers about bytes that are no UTF-8 too, PCRE2 never does.
  return re2_->Match({subject.data(), subject.size()}, 0, subject.size(), re2::RE2::UNANCHORED,
                     nullptr, 0) &&
         is_valid_utf8(subject);
}

}  // namespace tamis
