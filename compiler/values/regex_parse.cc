#include <optional>
#include <string>
#include <utility>

#include "compiler/values/regex_class.h"
#include "compiler/values/regex_cursor.h"
#include "compiler/values/regex_sets.h"
#include "compiler/values/regex_syntax.h"
#include "compiler/values/text_codecs.h"

// What PCRE2 10.42 reads, told by its manual (pcre2pattern) and by asking it. Where versions differ
// (`{,3}` became a quantifier in 10.43) the construct is outside.

namespace tamis {
namespace {

// Blanks that option `x` skips: Unicode's Pattern_White_Space.
bool is_pattern_space(char32_t c) {
  return c == ' ' || (c >= '\t' && c <= '\r') || c == 0x85 || c == 0x200E || c == 0x200F ||
         c == 0x2028 || c == 0x2029;
}

RegexNode node(RegexOp op) {
  RegexNode made;
  made.op = op;
  return made;
}

RegexNode set_node(CharSet set) {
  RegexNode made = node(RegexOp::Set);
  made.set = std::move(set);
  return made;
}

RegexNode char_node(char32_t c, bool caseless) {
  if (caseless) {
    CharSet cases;
    cases.add(c);
    cases.add_other_cases();
    if (cases.ranges() != std::vector<CodeRange>{{c, c}}) return set_node(std::move(cases));
  }
  RegexNode made = node(RegexOp::Char);
  made.c = c;
  return made;
}

class Parser {
 public:
  Parser(std::string_view text, RegexFlags flags) : cursor_(text), flags_(flags) {}

  std::variant<RegexNode, RegexError> run() {
    RegexNode root = alternation();
    if (!cursor_.done()) cursor_.outside(cursor_.at(), "this `)`");
    if (cursor_.refusal()) return *cursor_.refusal();
    return root;
  }

 private:
  // Options set inside hold to the end of the group, the branches that follow included.
  RegexNode alternation() {
    const RegexFlags before = flags_;
    RegexNode branches = node(RegexOp::Alternate);
    do branches.children.push_back(concatenation());
    while (cursor_.take("|"));
    flags_ = before;
    if (branches.children.size() > 1) return branches;
    RegexNode only = std::move(branches.children.front());
    return only;
  }

  RegexNode concatenation() {
    RegexNode items = node(RegexOp::Concat);
    for (skip_ignored(); !at_branch_end(); skip_ignored()) {
      const std::size_t start = cursor_.at();
      std::optional<RegexNode> item = atom();
      if (!item) continue;
      skip_ignored();
      items.children.push_back(quantified(std::move(*item), start));
    }
    return items;
  }

  bool at_branch_end() const {
    return cursor_.done() || (!quoting_ && (cursor_.peek() == '|' || cursor_.peek() == ')'));
  }

  // Comments, what `x` skips, and quoting that quotes nothing: all may stand before a quantifier.
  void skip_ignored() {
    while (!cursor_.done()) {
      if (quoting_) {
        if (!cursor_.take("\\E")) return;
        quoting_ = false;
      } else if (cursor_.take("\\Q")) {
        quoting_ = true;
      } else if (cursor_.looking_at("(?#")) {
        cursor_.skip_past(')');
      } else if (!cursor_.take("\\E") && !skip_extended()) {
        return;
      }
    }
  }

  bool skip_extended() {
    if (!flags_.extended) return false;
    if (cursor_.take("#")) {
      cursor_.skip_past('\n');
      return true;
    }
    std::size_t bytes = 0;
    if (!is_pattern_space(next_code_point(cursor_.rest(), bytes))) return false;
    cursor_.skip(bytes);
    return true;
  }

  RegexNode taken(RegexNode made, std::size_t bytes = 1) {
    cursor_.skip(bytes);
    return made;
  }

  std::optional<RegexNode> refused(std::size_t start, std::string_view what) {
    cursor_.outside(start, what);
    return std::nullopt;
  }

  // One item, or nothing for an option setting and for what is outside.
  std::optional<RegexNode> atom() {
    if (quoting_) return char_node(cursor_.take_char(), flags_.caseless);
    const std::size_t start = cursor_.at();
    switch (cursor_.peek()) {
      case '\\':
        return escape();
      case '[':
        return char_class();
      case '(':
        return group();
      case '.':
        return taken(set_node(flags_.dotall ? any_char() : not_newline()));
      case '^':
        return taken(node(flags_.multiline ? RegexOp::LineStart : RegexOp::TextStart));
      case '$':
        return taken(node(flags_.multiline ? RegexOp::LineEnd : RegexOp::FinalEnd));
      case '*':
      case '+':
      case '?':
        return refused(start, "a quantifier here");
      case '{':
        if (brace_is_ambiguous()) return refused(start, "this `{`");
        break;
      default:
        break;
    }
    return char_node(cursor_.take_char(), flags_.caseless);
  }

  // Of `{` where an item is expected: PCRE2 10.42 reads `{,3}` and `{ 3 }` as text, 10.43 does not.
  bool brace_is_ambiguous() const {
    const std::string_view rest = cursor_.rest();
    const std::size_t next = rest.find_first_not_of(" \t", 1);
    return next != std::string_view::npos && (values::is_digit(rest[next]) || rest[next] == ',');
  }

  std::optional<RegexNode> char_class() {
    cursor_.skip(1);
    std::optional<CharSet> set = read_char_class(cursor_, flags_.caseless);
    if (!set) return std::nullopt;
    return set_node(std::move(*set));
  }

  std::optional<RegexNode> escape() {
    const std::size_t start = cursor_.at();
    cursor_.skip(1);
    const char letter = cursor_.peek();
    switch (letter) {
      case 'A':
        return taken(node(RegexOp::TextStart));
      case 'z':
        return taken(node(RegexOp::TextEnd));
      case 'Z':
        return taken(node(RegexOp::FinalEnd));
      case 'b':
        return taken(node(RegexOp::WordBoundary));
      case 'B':
        return taken(node(RegexOp::NotWordBoundary));
      case 'N':
        if (cursor_.looking_at("N{")) return refused(start, "`\\N{`");
        return taken(set_node(not_newline()));
      default:
        break;
    }
    if (std::optional<CharSet> set = escape_set(letter)) {
      note_blanks(letter);
      if (not_space_ && blank_) return refused(start, "`\\S` in one pattern with `\\h` or `\\v`");
      return taken(set_node(std::move(*set)));
    }
    const std::optional<char32_t> c = cursor_.escaped_char();
    if (!c) return std::nullopt;
    return char_node(*c, flags_.caseless);
  }

  // PCRE2 10.42 believes that `\S` and `\h` have no character in common, nor `\S` and `\v`; they
  // have U+00A0 and U+0085 among others. So it never gives back what `\S*` has taken in `\S*\h`.
  void note_blanks(char letter) {
    not_space_ = not_space_ || letter == 'S';
    blank_ = blank_ || letter == 'h' || letter == 'v';
  }

  std::optional<RegexNode> group() {
    const std::size_t start = cursor_.at();
    const RegexFlags before = flags_;
    cursor_.skip(1);
    if (cursor_.looking_at("*")) return refused(start, "a verb such as `(*UTF)`");
    if (cursor_.take("?") && !group_head(start)) return std::nullopt;
    RegexNode inside = alternation();
    flags_ = before;
    if (!cursor_.take(")")) cursor_.outside(start, "this group");
    return inside;
  }

  // After `(?`: true when a group's content follows, false when it was options alone or is outside.
  bool group_head(std::size_t start) {
    if (cursor_.take(":")) return true;
    if (cursor_.looking_at("<=") || cursor_.looking_at("<!"))
      return refused(start, "look-behind").has_value();
    if (cursor_.looking_at("=") || cursor_.looking_at("!"))
      return refused(start, "look-ahead").has_value();
    if (cursor_.take("P<") || cursor_.take("<")) return cursor_.skip_past('>');
    if (cursor_.take("'")) return cursor_.skip_past('\'');
    return option_setting(start);
  }

  // `(?i)`, `(?im-sx)`, or the same with `:` and content.
  bool option_setting(std::size_t start) {
    bool on = true;
    for (; !cursor_.done() && cursor_.peek() != ')' && cursor_.peek() != ':'; cursor_.skip(1)) {
      const char letter = cursor_.peek();
      bool* option = option_of(letter);
      if (option != nullptr && !cursor_.looking_at("xx")) {
        *option = on;
      } else if (letter == '-' && on) {
        on = false;
      } else {
        return refused(start, std::string("`(?") + letter + '`').has_value();
      }
    }
    if (cursor_.take(":")) return true;
    cursor_.take(")");
    return false;
  }

  bool* option_of(char letter) {
    switch (letter) {
      case 'i':
        return &flags_.caseless;
      case 'm':
        return &flags_.multiline;
      case 's':
        return &flags_.dotall;
      case 'x':
        return &flags_.extended;
      default:
        return nullptr;
    }
  }

  RegexNode quantified(RegexNode item, std::size_t start) {
    if (cursor_.done() || quoting_) return item;
    RegexNode repeat = node(RegexOp::Repeat);
    repeat.max = RegexNode::kUnbounded;
    if (cursor_.take("+")) {
      repeat.min = 1;
    } else if (cursor_.take("?")) {
      repeat.max = 1;
    } else if (!cursor_.take("*") && !take_count(repeat)) {
      return item;
    }
    if (cursor_.looking_at("+")) cursor_.outside(start, "a possessive quantifier");
    // PCRE2 10.42 takes an `^` or `.*` in what is repeated no times for the pattern's beginning.
    if (repeat.max == 0) cursor_.outside(start, "a quantifier of no times");
    cursor_.take("?");
    repeat.children.push_back(std::move(item));
    return repeat;
  }

  // `{2}`, `{2,}` or `{2,5}`; other braces are left for atom() to judge.
  bool take_count(RegexNode& repeat) {
    const std::string_view text = cursor_.rest();
    std::size_t at = 1;
    const auto number = [&](std::uint32_t& value) {
      const std::size_t first = at;
      for (value = 0; at < text.size() && values::is_digit(text[at]) && value < 100'000; ++at)
        value = value * 10 + static_cast<std::uint32_t>(text[at] - '0');
      return at > first;
    };
    std::uint32_t min = 0;
    if (!text.starts_with('{') || !number(min)) return false;
    std::uint32_t max = min;
    if (text.substr(at).starts_with(',')) {
      ++at;
      if (!number(max)) max = RegexNode::kUnbounded;
    }
    if (!text.substr(at).starts_with('}')) return false;
    cursor_.skip(at + 1);
    repeat.min = min;
    repeat.max = max;
    return true;
  }

  PatternCursor cursor_;
  RegexFlags flags_;
  bool quoting_ = false;    // between \Q and \E
  bool not_space_ = false;  // `\S` has been seen
  bool blank_ = false;      // `\h` or `\v` has been seen
};

}  // namespace

std::variant<RegexNode, RegexError> parse_linear(std::string_view pattern, RegexFlags flags) {
  return Parser(pattern, flags).run();
}

}  // namespace tamis
