// Style: colour and symbols for people, or plain text for everything else.
#pragma once

#include <string>
#include <string_view>

namespace tamis::cli {

struct Style {
  bool colour = false;
  bool unicode = false;

  std::string bold(std::string_view text) const { return paint("1", text); }
  std::string dim(std::string_view text) const { return paint("2", text); }
  std::string red(std::string_view text) const { return paint("1;31", text); }
  std::string green(std::string_view text) const { return paint("32", text); }
  std::string yellow(std::string_view text) const { return paint("1;33", text); }
  std::string cyan(std::string_view text) const { return paint("36", text); }

  std::string yes() const { return green(unicode ? "✓" : "+"); }
  std::string no() const { return red(unicode ? "✗" : "-"); }
  std::string_view branch(bool last) const {
    if (unicode) return last ? "└─ " : "├─ ";
    return last ? "`- " : "|- ";
  }
  std::string_view trunk(bool last) const {
    if (last) return "   ";
    return unicode ? "│  " : "|  ";
  }
  std::string_view ellipsis() const { return unicode ? "…" : "..."; }
  std::string_view dash() const { return unicode ? "–" : "-"; }

  std::string paint(std::string_view code, std::string_view text) const;
};

// Whether the environment's locale is one of UTF-8 (LC_ALL, LC_CTYPE, LANG, as the C library
// ranks them).
bool utf8_locale();

// Text of a user made safe to show: control bytes, invalid UTF-8 and the characters that reorder
// text become \u escapes; at most `limit` code points, then an ellipsis (0: no limit).
std::string printable(std::string_view text, std::size_t limit = 0);

// Columns that `text`, free of control bytes and colour, takes: code points, wide ones twice.
std::size_t columns(std::string_view text);

// `text` broken at blanks into lines of at most `width` columns, each after the first indented.
std::string wrapped(std::string_view text, std::size_t width, std::size_t indent);

}  // namespace tamis::cli
