#include <array>
#include <cstring>
#include <string>
#include <utility>

#include "compiler/values/regex_syntax.h"

// What PCRE2 10.42 reads, told by its manual (pcre2pattern) and by asking it. Where versions differ
// (`{,3}` became a quantifier in 10.43) the construct is outside.

namespace tamis {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_octal(char c) {
  return c >= '0' && c <= '7';
}
bool is_alnum(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
int hex_digit(char c) {
  if (is_digit(c)) return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

CharSet set_of(std::initializer_list<CodeRange> ranges) {
  CharSet set;
  for (const CodeRange range : ranges) set.add(range.first, range.last);
  return set;
}

CharSet negated(CharSet set) {
  set.negate();
  return set;
}

CharSet not_newline() {
  return negated(set_of({{'\n', '\n'}}));
}

// The set of `\d` and its kin by the letter; ASCII, as PCRE2 has it without UCP.
std::optional<CharSet> escape_set(char letter) {
  switch (letter) {
    case 'd':
      return set_of({{'0', '9'}});
    case 's':
      return set_of({{'\t', '\r'}, {' ', ' '}});
    case 'w':
      return set_of({{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}});
    case 'h':
      return set_of({{'\t', '\t'},
                     {' ', ' '},
                     {0xA0, 0xA0},
                     {0x1680, 0x1680},
                     {0x180E, 0x180E},
                     {0x2000, 0x200A},
                     {0x202F, 0x202F},
                     {0x205F, 0x205F},
                     {0x3000, 0x3000}});
    case 'v':
      return set_of({{'\n', '\r'}, {0x85, 0x85}, {0x2028, 0x2029}});
    case 'D':
    case 'S':
    case 'W':
    case 'H':
    case 'V':
      return negated(*escape_set(static_cast<char>(letter + ('a' - 'A'))));
    default:
      return std::nullopt;
  }
}

std::optional<CharSet> posix_set(std::string_view name, bool caseless) {
  if (caseless && (name == "upper" || name == "lower")) name = "alpha";
  if (name == "alpha") return set_of({{'A', 'Z'}, {'a', 'z'}});
  if (name == "lower") return set_of({{'a', 'z'}});
  if (name == "upper") return set_of({{'A', 'Z'}});
  if (name == "alnum") return set_of({{'0', '9'}, {'A', 'Z'}, {'a', 'z'}});
  if (name == "ascii") return set_of({{0, 0x7F}});
  if (name == "blank") return set_of({{'\t', '\t'}, {' ', ' '}});
  if (name == "cntrl") return set_of({{0, 0x1F}, {0x7F, 0x7F}});
  if (name == "digit") return set_of({{'0', '9'}});
  if (name == "graph") return set_of({{0x21, 0x7E}});
  if (name == "print") return set_of({{0x20, 0x7E}});
  if (name == "punct") return set_of({{0x21, 0x2F}, {0x3A, 0x40}, {0x5B, 0x60}, {0x7B, 0x7E}});
  if (name == "space") return set_of({{'\t', '\r'}, {' ', ' '}});
  if (name == "word") return escape_set('w');
  if (name == "xdigit") return set_of({{'0', '9'}, {'A', 'F'}, {'a', 'f'}});
  return std::nullopt;
}

// Blanks that option `x` skips (Unicode's Pattern_White_Space).
bool is_pattern_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x200E || c == 0x200F ||
         c == 0x2028 || c == 0x2029;
}

class Parser {
 public:
  Parser(std::string_view text, RegexFlags flags) : text_(text), flags_(flags) {}

  std::variant<RegexNode, RegexError> run() {
    RegexNode root = alternation();
    if (!outside_ && !done()) outside(at_, "this `)`");
    if (outside_) return *outside_;
    return root;
  }

 private:
  bool done() const { return at_ >= text_.size(); }
  bool looking_at(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  char peek() const { return text_[at_]; }
  bool take(std::string_view what) {
    if (!looking_at(what)) return false;
    at_ += what.size();
    return true;
  }

  // The first refusal stands; the rest of the pattern is not looked at.
  void outside(std::size_t offset, std::string_view what) {
    if (!outside_)
      outside_ = RegexError{.offset = static_cast<std::uint32_t>(offset),
                            .message = std::string(what) + " is outside the linear-time profile",
                            .outside_profile = true};
    at_ = text_.size();
  }

  static RegexNode node(RegexOp op) {
    RegexNode made;
    made.op = op;
    return made;
  }
  static RegexNode set_node(CharSet set) {
    RegexNode made = node(RegexOp::Set);
    made.set = std::move(set);
    return made;
  }
  RegexNode char_node(char32_t c) const {
    CharSet cases;
    cases.add(c);
    if (flags_.caseless) cases.add_other_cases();
    if (cases.ranges().size() > 1 || cases.ranges().front().first != cases.ranges().front().last)
      return set_node(std::move(cases));
    RegexNode made = node(RegexOp::Char);
    made.c = c;
    return made;
  }

  // Options set inside hold to the end of the group, the branches that follow included.
  RegexNode alternation() {
    const RegexFlags before = flags_;
    RegexNode branches = node(RegexOp::Alternate);
    do branches.children.push_back(concatenation());
    while (take("|"));
    flags_ = before;
    if (branches.children.size() > 1) return branches;
    RegexNode only = std::move(branches.children.front());
    return only;
  }

  RegexNode concatenation() {
    RegexNode items = node(RegexOp::Concat);
    for (skip_ignored(); !done() && peek() != '|' && peek() != ')'; skip_ignored()) {
      const std::size_t start = at_;
      std::optional<RegexNode> item = atom();
      if (!item) continue;
      skip_ignored();
      items.children.push_back(quantified(std::move(*item), start));
    }
    return items;
  }

  // Comments, what `x` skips, and quoting that quotes nothing: all may stand before a quantifier.
  void skip_ignored() {
    while (!done()) {
      if (quoting_) {
        if (!take("\\E")) return;
        quoting_ = false;
      } else if (take("\\E")) {
      } else if (take("\\Q")) {
        quoting_ = true;
      } else if (looking_at("(?#")) {
        at_ = std::min(text_.find(')', at_), text_.size() - 1) + 1;
      } else if (!flags_.extended || !skip_extended()) {
        return;
      }
    }
  }

  bool skip_extended() {
    if (take("#")) {
      at_ = std::min(text_.find('\n', at_), text_.size() - 1) + 1;
      return true;
    }
    std::size_t next = at_;
    if (!is_pattern_space(next_code_point(text_, next))) return false;
    at_ = next;
    return true;
  }

  // One item, or nothing for an option setting.
  std::optional<RegexNode> atom() {
    if (quoting_) return char_node(next_code_point(text_, at_));
    switch (peek()) {
      case '\\':
        return escape();
      case '[':
        return char_class();
      case '(':
        return group();
      case '.':
        ++at_;
        return set_node(flags_.dotall ? set_of({{0, kMaxCodePoint}}) : not_newline());
      case '^':
        ++at_;
        return node(flags_.multiline ? RegexOp::LineStart : RegexOp::TextStart);
      case '$':
        ++at_;
        return node(flags_.multiline ? RegexOp::LineEnd : RegexOp::FinalEnd);
      case '*':
      case '+':
      case '?':
        outside(at_, "a quantifier here");
        return std::nullopt;
      case '{':
        if (brace_is_ambiguous()) {
          outside(at_, "this `{`");
          return std::nullopt;
        }
        break;
      default:
        break;
    }
    return char_node(next_code_point(text_, at_));
  }

  // Of `{` where an item is expected: PCRE2 10.42 reads `{,3}` and `{ 3 }` as text, 10.43 does not.
  bool brace_is_ambiguous() const {
    const std::size_t next = text_.find_first_not_of(" \t", at_ + 1);
    return next != std::string_view::npos && (is_digit(text_[next]) || text_[next] == ',');
  }

  RegexNode quantified(RegexNode item, std::size_t start) {
    if (done() || quoting_) return item;
    std::uint32_t min = 0;
    std::uint32_t max = RegexNode::kUnbounded;
    if (take("+")) {
      min = 1;
    } else if (take("?")) {
      max = 1;
    } else if (!take("*") && !counted(min, max)) {
      return item;
    }
    if (looking_at("+")) {
      outside(start, "a possessive quantifier");
      return item;
    }
    take("?");
    RegexNode repeat = node(RegexOp::Repeat);
    repeat.min = min;
    repeat.max = max;
    repeat.children.push_back(std::move(item));
    return repeat;
  }

  // `{2}`, `{2,}` or `{2,5}`; other braces are left for atom() to judge.
  bool counted(std::uint32_t& min, std::uint32_t& max) {
    std::size_t next = at_;
    const auto number = [&](std::uint32_t& value) {
      const std::size_t first = next;
      for (value = 0; next < text_.size() && is_digit(text_[next]) && value < 100'000; ++next)
        value = value * 10 + static_cast<std::uint32_t>(text_[next] - '0');
      return next > first;
    };
    const auto is = [&](char c) { return next < text_.size() && text_[next] == c; };
    std::uint32_t low = 0;
    std::uint32_t high = RegexNode::kUnbounded;
    if (!is('{')) return false;
    ++next;
    if (!number(low)) return false;
    if (is(',')) {
      ++next;
      if (!is('}') && !number(high)) return false;
    } else {
      high = low;
    }
    if (!is('}')) return false;
    at_ = next + 1;
    min = low;
    max = high;
    return true;
  }

  std::optional<RegexNode> group() {
    const std::size_t start = at_;
    const RegexFlags before = flags_;
    ++at_;
    if (looking_at("*")) {
      outside(start, "a verb `(*...)`");
      return std::nullopt;
    }
    if (take("?") && !group_head(start)) return std::nullopt;
    RegexNode inside = alternation();
    flags_ = before;
    if (!take(")")) outside(start, "this group");
    return inside;
  }

  // After `(?`: true when a group's content follows, false when it was options alone or is outside.
  bool group_head(std::size_t start) {
    if (take(":")) return true;
    if (looking_at("<=") || looking_at("<!")) {
      outside(start, "look-behind");
      return false;
    }
    if (looking_at("=") || looking_at("!")) {
      outside(start, "look-ahead");
      return false;
    }
    if (take("P<") || take("<")) return group_name('>', start);
    if (take("'")) return group_name('\'', start);
    return option_setting(start);
  }

  bool group_name(char end, std::size_t start) {
    at_ = text_.find(end, at_);
    if (at_ == std::string_view::npos) {
      outside(start, "this group");
      return false;
    }
    ++at_;
    return true;
  }

  // `(?i)`, `(?im-sx)`, or the same with `:` and content.
  bool option_setting(std::size_t start) {
    bool on = true;
    for (; !done() && peek() != ')' && peek() != ':'; ++at_) {
      const char letter = peek();
      const bool twice = looking_at("xx");
      if (letter == 'i')
        flags_.caseless = on;
      else if (letter == 'm')
        flags_.multiline = on;
      else if (letter == 's')
        flags_.dotall = on;
      else if (letter == 'x' && !twice)
        flags_.extended = on;
      else if (letter == '-' && on)
        on = false;
      else {
        outside(start, "`(?" + std::string(1, letter) + "`");
        return false;
      }
    }
    if (take(":")) return true;
    take(")");
    return false;
  }

  std::optional<RegexNode> escape() {
    const std::size_t start = at_;
    ++at_;
    const char letter = peek();
    switch (letter) {
      case 'A':
        ++at_;
        return node(RegexOp::TextStart);
      case 'z':
        ++at_;
        return node(RegexOp::TextEnd);
      case 'Z':
        ++at_;
        return node(RegexOp::FinalEnd);
      case 'b':
        ++at_;
        return node(RegexOp::WordBoundary);
      case 'B':
        ++at_;
        return node(RegexOp::NotWordBoundary);
      case 'N':
        ++at_;
        if (!looking_at("{")) return set_node(not_newline());
        outside(start, "`\\N{`");
        return std::nullopt;
      default:
        break;
    }
    if (std::optional<CharSet> set = escape_set(letter)) {
      ++at_;
      return set_node(std::move(*set));
    }
    const std::optional<char32_t> c = escaped_char(start);
    if (!c) return std::nullopt;
    return char_node(*c);
  }

  // The character that an escape stands for, `at_` on what follows the backslash.
  std::optional<char32_t> escaped_char(std::size_t start) {
    const char letter = peek();
    if (!is_alnum(letter)) return next_code_point(text_, at_);
    ++at_;
    switch (letter) {
      case 'a':
        return 0x07;
      case 'e':
        return 0x1B;
      case 'f':
        return 0x0C;
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case '0':
        return octal();
      case 'x':
        return hex();
      default:
        break;
    }
    if (is_digit(letter))
      outside(start, "a back-reference");
    else
      outside(start, "`\\" + std::string(1, letter) + "`");
    return std::nullopt;
  }

  char32_t octal() {
    char32_t value = 0;
    for (int digits = 0; digits < 2 && !done() && is_octal(peek()); ++digits, ++at_)
      value = value * 8 + static_cast<char32_t>(peek() - '0');
    return value;
  }

  char32_t hex() {
    const bool braced = take("{");
    char32_t value = 0;
    for (int digits = 0;
         (braced || digits < 2) && !done() && hex_digit(peek()) >= 0 && value <= kMaxCodePoint;
         ++digits, ++at_)
      value = value * 16 + static_cast<char32_t>(hex_digit(peek()));
    if (braced && !take("}")) outside(at_, "this `\\x{`");
    return value;
  }

  std::optional<RegexNode> char_class() {
    const std::size_t start = at_;
    ++at_;
    const bool negative = take("^");
    CharSet chars;   // fold under `i`
    CharSet groups;  // `\w`, `[:alpha:]`: these do not
    bool first = true;
    while (!done() && (first || peek() != ']')) {
      first = false;
      if (!class_item(start, chars, groups)) return std::nullopt;
    }
    if (!take("]")) outside(start, "this character class");
    if (flags_.caseless) chars.add_other_cases();
    chars.add(groups);
    if (negative) chars.negate();
    return set_node(std::move(chars));
  }

  bool class_item(std::size_t start, CharSet& chars, CharSet& groups) {
    if (looking_at("[:") || looking_at("[.") || looking_at("[=")) {
      const std::optional<CharSet> set = posix_class();
      if (!set) {
        outside(start, "this character class");
        return false;
      }
      groups.add(*set);
      return not_a_range(start);
    }
    if (peek() == '\\' && at_ + 1 < text_.size()) {
      if (const std::optional<CharSet> set = escape_set(text_[at_ + 1])) {
        at_ += 2;
        groups.add(*set);
        return not_a_range(start);
      }
    }
    const std::optional<char32_t> low = class_char();
    if (!low) return false;
    std::optional<char32_t> high = low;
    if (looking_at("-") && !looking_at("-]")) {
      ++at_;
      if (done() || looking_at("[:") || looking_at("[.") || looking_at("[=")) {
        outside(start, "this character class");
        return false;
      }
      high = class_char();
      if (!high) return false;
    }
    chars.add(*low, *high);
    return true;
  }

  // A group is no end of a range; PCRE2 refuses some such hyphens and takes others as text.
  bool not_a_range(std::size_t start) {
    if (!looking_at("-") || looking_at("-]")) return true;
    outside(start, "this character class");
    return false;
  }

  std::optional<CharSet> posix_class() {
    const std::size_t end = text_.find(":]", at_);
    if (!take("[:") || end == std::string_view::npos || end < at_) return std::nullopt;
    const bool negative = take("^");
    std::optional<CharSet> set = posix_set(text_.substr(at_, end - at_), flags_.caseless);
    if (set && negative) set->negate();
    at_ = end + 2;
    return set;
  }

  std::optional<char32_t> class_char() {
    if (peek() != '\\') return next_code_point(text_, at_);
    const std::size_t start = at_;
    ++at_;
    if (take("b")) return 0x08;
    return escaped_char(start);
  }

  std::string_view text_;
  std::size_t at_ = 0;
  RegexFlags flags_;
  bool quoting_ = false;  // between \Q and \E
  std::optional<RegexError> outside_;
};

}  // namespace

std::variant<RegexNode, RegexError> parse_linear(std::string_view pattern, RegexFlags flags) {
  return Parser(pattern, flags).run();
}

}  // namespace tamis
