#include "compiler/values/regex_class.h"

#include <utility>

#include "compiler/values/regex_sets.h"

namespace tamis {
namespace {

class ClassReader {
 public:
  ClassReader(PatternCursor& cursor, bool caseless)
      : cursor_(cursor), start_(cursor.at() - 1), caseless_(caseless) {}

  std::optional<CharSet> run() {
    const bool negative = cursor_.take("^");
    bool first = true;
    while (!cursor_.done() && (first || cursor_.peek() != ']')) {
      first = false;
      read_item();
    }
    if (!cursor_.take("]")) cursor_.outside(start_, "this character class");
    if (cursor_.refusal()) return std::nullopt;
    if (caseless_) chars_.add_other_cases();
    chars_.add(groups_);
    if (negative) chars_.negate();
    return std::move(chars_);
  }

 private:
  void refuse() { cursor_.outside(start_, "this character class"); }

  bool at_posix() const {
    return cursor_.looking_at("[:") || cursor_.looking_at("[.") || cursor_.looking_at("[=");
  }

  void read_item() {
    if (at_posix()) return read_posix();
    if (cursor_.looking_at("\\") && cursor_.rest().size() > 1) {
      const char letter = cursor_.rest()[1];
      if (const std::optional<CharSet> set = escape_set(letter)) {
        cursor_.skip(2);
        if (letter >= 'A' && letter <= 'Z') after_negative_ = true;
        return add_group(*set);
      }
    }
    read_range();
  }

  void read_range() {
    const std::optional<char32_t> low = read_char();
    std::optional<char32_t> high = low;
    if (low && cursor_.looking_at("-") && !cursor_.looking_at("-]")) {
      cursor_.skip(1);
      if (cursor_.done() || at_posix()) return refuse();
      high = read_char();
    }
    if (low && high) chars_.add(*low, *high);
  }

  std::optional<char32_t> read_char() {
    if (!cursor_.take("\\")) return cursor_.take_char();
    if (cursor_.take("b")) return 0x08;
    return cursor_.escaped_char();
  }

  // PCRE2 10.42 loses the characters beyond U+00FF that a negative group has added when a POSIX
  // group follows it, as in `[\W[:space:]]`; later versions do not.
  void read_posix() {
    const std::size_t end = cursor_.rest().find(":]");
    if (!cursor_.take("[:") || end == std::string_view::npos || after_negative_) return refuse();
    const bool negative = cursor_.take("^");
    const std::size_t length = end - 2 - (negative ? 1 : 0);
    std::string_view name = cursor_.rest().substr(0, length);
    if (caseless_ && (name == "upper" || name == "lower")) name = "alpha";
    std::optional<CharSet> set = posix_set(name);
    if (!set) return refuse();
    if (negative) set->negate();
    after_negative_ = negative;
    cursor_.skip(length + 2);
    add_group(*set);
  }

  // A group is no end of a range; PCRE2 refuses some such hyphens and takes others as text.
  void add_group(const CharSet& set) {
    groups_.add(set);
    if (cursor_.looking_at("-") && !cursor_.looking_at("-]")) refuse();
  }

  PatternCursor& cursor_;
  std::size_t start_;
  bool caseless_;
  bool after_negative_ = false;
  CharSet chars_;   // fold under `i`
  CharSet groups_;  // `\w`, `[:alpha:]`: these do not
};

}  // namespace

std::optional<CharSet> read_char_class(PatternCursor& cursor, bool caseless) {
  return ClassReader(cursor, caseless).run();
}

}  // namespace tamis
