// Code points, sets of them, and UTF-8: what the linear profile's parser works with.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tamis {

inline constexpr char32_t kMaxCodePoint = 0x10FFFF;

// Both ends belong to it.
struct CodeRange {
  char32_t first = 0;
  char32_t last = 0;
  friend bool operator==(const CodeRange&, const CodeRange&) = default;
};

class CharSet {
 public:
  void add(char32_t first, char32_t last) { ranges_.push_back({first, last}); }
  void add(char32_t c) { add(c, c); }
  void add(const CharSet& other);
  // Also every character that PCRE2 takes for one of these under option `i`.
  void add_other_cases();
  void negate();

  // Ascending, apart by at least one code point.
  const std::vector<CodeRange>& ranges();

 private:
  void normalize();
  std::vector<CodeRange> ranges_;
};

// The code point at `at` in valid UTF-8; moves `at` past it.
char32_t next_code_point(std::string_view text, std::size_t& at);
void append_utf8(std::string& text, char32_t c);
// As PCRE2 judges: no surrogates, no overlong forms, nothing above U+10FFFF.
bool is_valid_utf8(std::string_view text);

}  // namespace tamis
