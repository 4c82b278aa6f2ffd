// Random patterns and subjects over a small alphabet, where engines that differ soon show it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace tamis::testing {

class RegexPatterns {
 public:
  explicit RegexPatterns(std::uint64_t seed) : random_(seed) {}

  // Mostly valid for PCRE2, and mostly inside the linear profile.
  std::string pattern() {
    std::string text;
    if (below(8) == 0) {
      for (std::size_t pieces = 1 + below(10); pieces > 0; --pieces) text += pick(kScraps);
      return text;
    }
    alternation(text, 3);
    return text;
  }

  std::string options() {
    std::string text;
    for (const char option : {'i', 'm', 's', 'x'})
      if (below(3) == 0) text += option;
    return text;
  }

  std::string subject() {
    std::string text;
    for (std::size_t length = below(9); length > 0; --length) text += pick(kSubjectChars);
    if (below(3) == 0) text += '\n';
    if (below(50) == 0) text += pick(kBrokenChars);
    return text;
  }

 private:
  static constexpr std::array kChars{"a",
                                     "b",
                                     "a",
                                     "b",
                                     "k",
                                     "s",
                                     "K",
                                     "S",
                                     "_",
                                     "0",
                                     "-",
                                     " ",
                                     "#",
                                     "]",
                                     "\n",
                                     "\xC3\xA9",
                                     "\xC3\x89",
                                     "\xC5\xBF",
                                     "\xE2\x84\xAA",
                                     "\xC2\xA0"};
  static constexpr std::array kSubjectChars{"a",           "b",
                                            "a",           "b",
                                            "k",           "s",
                                            "K",           "S",
                                            "_",           "0",
                                            "-",           " ",
                                            "#",           "]",
                                            "\n",          "\n",
                                            "\r",          "\v",
                                            "\xC3\xA9",    "\xC3\x89",
                                            "\xC5\xBF",    "\xE2\x84\xAA",
                                            "\xC2\xA0",    "\xC2\x85",
                                            ".",           "\\",
                                            "{",           "}",
                                            ",",           "\xCE\xA3",
                                            "\xCF\x82",    "\xCF\x83",
                                            "A",           "B",
                                            "(",           ":",
                                            "\xCE\xBC",    "\xC2\xB5",
                                            "\xE2\x80\xA8"};
  static constexpr std::array kBrokenChars{"\xC3", "\xFF", "\xED\xA0\x80", "\xC0\x80",
                                           "\xF4\x90\x80\x80"};
  static constexpr std::array kEscapes{
      "\\d", "\\D",   "\\s",     "\\S",      "\\w",       "\\W",        "\\h",   "\\H",
      "\\v", "\\V",   "\\N",     "\\n",      "\\r",       "\\t",        "\\.",   "\\\\",
      "\\x", "\\x41", "\\x{e9}", "\\x{3c3}", "\\x{212a}", "\\x{1F600}", "\\0",   "\\012",
      "\\_", "\\-",   "\\ ",     "\\#",      "\\a",       "\\e",        "\\f",   "\\cA",
      "\\R", "\\1",   "\\K",     "\\X",      "\\G",       "\\p{L}",     "\\o{1}"};
  static constexpr std::array kAnchors{"^", "$", "^", "$", "\\A", "\\z", "\\Z", "\\b", "\\B"};
  static constexpr std::array kQuantifiers{"*",    "+",    "?",     "*?",    "+?",   "??",   "{2}",
                                           "{1}",  "{0}",  "{0,1}", "{1,2}", "{2,}", "{0,}", "{3}?",
                                           "{,2}", "{ 2}", "{a}",   "*+",    "++",   "{2}+"};
  static constexpr std::array kClassItems{"a",
                                          "b",
                                          "k",
                                          "S",
                                          "_",
                                          "0",
                                          "-",
                                          " ",
                                          "^",
                                          "\\d",
                                          "\\w",
                                          "\\W",
                                          "\\s",
                                          "\\S",
                                          "\\h",
                                          "\\v",
                                          "a-c",
                                          "A-Z",
                                          "j-l",
                                          "\\x41-\\x{e9}",
                                          "\\x{3b1}-\\x{3c9}",
                                          "[:alpha:]",
                                          "[:^alpha:]",
                                          "[:upper:]",
                                          "[:^upper:]",
                                          "[:lower:]",
                                          "[:space:]",
                                          "[:punct:]",
                                          "[:word:]",
                                          "[:graph:]",
                                          "[:cntrl:]",
                                          "[:xdigit:]",
                                          "[:ascii:]",
                                          "[:blank:]",
                                          "\\n",
                                          "\\]",
                                          "\\-",
                                          "\\b",
                                          "#",
                                          "\xC3\xA9",
                                          "\xE2\x84\xAA",
                                          "\xC5\xBF",
                                          "\\^",
                                          ".",
                                          "$",
                                          "[",
                                          "+--",
                                          "\\Q",
                                          "\\E",
                                          "&"};
  static constexpr std::array kGroups{
      "(",     "(?:",      "(?i:",  "(?s:", "(?m:", "(?x:", "(?-i:", "(?<n>", "(?P<m>",
      "(?'o'", "(?ms-ix:", "(?-m:", "(?=",  "(?>",  "(?!",  "(?<=",  "(?|",   "(?^:"};
  static constexpr std::array kSettings{"(?i)", "(?m)",  "(?s)",   "(?x)",  "(?-i)", "(?)",
                                        "(?-)", "(?-x)", "(?i-s)", "(?#c)", "(?#(a)"};
  static constexpr std::array kScraps{
      "(",   ")",        "[",    "]",   "^",  "$",    ".",    "*",   "+",  "?",     "{",
      "}",   ",",        "2",    "-",   "|",  "\\",   "\\Q",  "\\E", "(?", "(?:",   "(?i)",
      "a",   "b",        "k",    " ",   "#",  "\n",   ":",    "[:",  ":]", "alpha", "\\x",
      "\\0", "\\d",      "\\b",  "(?#", "<",  ">",    "(*",   "=",   "!",  "x",     "\\N",
      "\\c", "\xC3\xA9", "\\x{", "0",   "[^", "(?x)", "(?m)", "&&",  "~~", "\\z"};

  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }
  template <std::size_t N>
  std::string_view pick(const std::array<const char*, N>& choices) {
    return choices[below(N)];
  }

  void alternation(std::string& text, std::size_t depth) {
    concatenation(text, depth);
    while (below(4) == 0) {
      text += '|';
      concatenation(text, depth);
    }
  }

  void concatenation(std::string& text, std::size_t depth) {
    for (std::size_t items = below(4) + (below(4) == 0 ? 0 : 1); items > 0; --items) {
      if (below(8) == 0) {
        text += pick(kAnchors);
        continue;
      }
      if (below(24) == 0) text += pick(kSettings);
      atom(text, depth);
      if (below(30) == 0) text += pick(kSettings);
      if (below(30) == 0) text += ' ';
      if (below(3) == 0) text += pick(kQuantifiers);
    }
  }

  void atom(std::string& text, std::size_t depth) {
    switch (below(12)) {
      case 0:
      case 1:
        text += '.';
        return;
      case 2:
        text += pick(kEscapes);
        return;
      case 3:
      case 4:
        char_class(text);
        return;
      case 5:
      case 6:
      case 7:
        if (depth == 0) break;
        text += pick(kGroups);
        alternation(text, depth - 1);
        text += ')';
        return;
      case 8:
        if (below(4) != 0) break;
        text += "\\Q";
        for (std::size_t length = below(4); length > 0; --length) text += pick(kChars);
        text += "\\E";
        return;
      default:
        break;
    }
    text += pick(kChars);
  }

  void char_class(std::string& text) {
    text += below(3) == 0 ? "[^" : "[";
    for (std::size_t items = 1 + below(3); items > 0; --items) text += pick(kClassItems);
    text += ']';
  }

  std::mt19937_64 random_;
};

}  // namespace tamis::testing
