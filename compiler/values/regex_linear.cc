#include "compiler/values/regex_linear.h"

#include <re2/re2.h>

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

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

void print_char(std::string& out, char32_t c) {
  const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  if (plain)
    out += static_cast<char>(c);
  else
    fmt::format_to(std::back_inserter(out), "\\x{{{:x}}}", static_cast<std::uint32_t>(c));
}

void print_set(std::string& out, CharSet set) {
  const std::vector<CodeRange>& ranges = set.ranges();
  if (ranges.empty()) {
    out += "[^\\x{0}-\\x{10ffff}]";
    return;
  }
  out += '[';
  for (const CodeRange range : ranges) {
    print_char(out, range.first);
    if (range.last == range.first) continue;
    out += '-';
    print_char(out, range.last);
  }
  out += ']';
}

void print(std::string& out, const RegexNode& node) {
  switch (node.op) {
    case RegexOp::Char:
      print_char(out, node.c);
      return;
    case RegexOp::Set:
      print_set(out, node.set);
      return;
    case RegexOp::TextStart:
      out += "\\A";
      return;
    case RegexOp::TextEnd:
      out += "\\z";
      return;
    case RegexOp::FinalEnd:
      out += "(?:\\n?\\z)";
      return;
    case RegexOp::LineStart:
      out += "(?m:^)";
      return;
    case RegexOp::LineEnd:
      out += "(?m:$)";
      return;
    case RegexOp::WordBoundary:
      out += "\\b";
      return;
    case RegexOp::NotWordBoundary:
      out += "\\B";
      return;
    case RegexOp::Concat:
      for (const RegexNode& child : node.children) {
        const bool group = child.op == RegexOp::Alternate;
        if (group) out += "(?:";
        print(out, child);
        if (group) out += ')';
      }
      return;
    case RegexOp::Alternate:
      for (const RegexNode& child : node.children) {
        if (&child != &node.children.front()) out += '|';
        print(out, child);
      }
      return;
    case RegexOp::Repeat:
      out += "(?:";
      print(out, node.children.front());
      out += ')';
      if (node.max == RegexNode::kUnbounded)
        fmt::format_to(std::back_inserter(out), "{{{},}}", node.min);
      else
        fmt::format_to(std::back_inserter(out), "{{{},{}}}", node.min, node.max);
      return;
  }
}

}  // namespace

bool matches_empty_anywhere(const RegexNode& node) {
  return can_be_empty(node, [](RegexOp) { return false; });
}

std::variant<LinearPattern, RegexError> LinearPattern::compile(const RegexNode& tree) {
  if (const char* why = first_misfit(tree, Rest{}, can_be_empty_somewhere(tree)))
    return outside_profile(0, why);
  std::string text;
  print(text, tree);
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_never_capture(true);
  options.set_max_mem(kRe2MemoryBytes);
  LinearPattern compiled;
  compiled.re2_ = std::make_shared<const re2::RE2>(text, options);
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
