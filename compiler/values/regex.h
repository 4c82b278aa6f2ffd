// Regular expressions as MongoDB's `$regex` means them (PCRE2 with UTF), in two profiles.
//
//   Linear  RE2 runs the pattern, after a scanner of ours has shown that RE2 takes it and means
//           what PCRE2 means (rewriting the known differences); anything else is outside
//   Full    also back-references, look-around and so on, by PCRE2 under match limits; a search
//           that meets a limit does not match
//
// Many patterns are plain text in disguise (`^abc`, `abc$` with care for the final newline, `abc`):
// those never reach an engine.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <tamis/regex_profile.h>

namespace tamis {

// A pattern that is only text: subject contains / begins with / ends with / equals `text`.
// Never set when an option changes what matches (`i` on a letter, `x`, `m` with an anchor).
struct LiteralPattern {
  enum class Place : std::uint8_t { Contains, Prefix, Suffix, Exact };
  Place place = Place::Contains;
  std::string text;
};

// Why a pattern does not compile; `offset` in bytes into the pattern.
struct RegexError {
  std::uint32_t offset = 0;
  std::string message;
  bool outside_profile = false;  // valid for PCRE2, but not in the linear-time profile
};

// Immutable; copies share; search() is safe from several threads and does not allocate after the
// first calls on a thread (RE2's own bounded cache excepted).
class RegexProgram {
 public:
  // `options`: letters of "imsxu" in any order, repeats allowed; others are an error.
  static std::variant<RegexProgram, RegexError> compile(std::string_view pattern,
                                                        std::string_view options,
                                                        RegexProfile profile);
  bool search(std::string_view subject) const;

  // Set when the whole pattern is plain text.
  const std::optional<LiteralPattern>& literal() const;
  // Text that every match begins with (anchored at the subject's start), or "": for index ranges.
  std::string_view required_prefix() const;
  // Text that must occur somewhere in every matching subject, or "": for prefilters.
  std::string_view required_literal() const;
  bool linear() const;

  struct Impl;

 private:
  explicit RegexProgram(std::shared_ptr<const Impl> impl) : impl_(std::move(impl)) {}
  std::shared_ptr<const Impl> impl_;
};

// `text` with every character that PCRE2 gives a meaning escaped, so that it matches itself.
std::string escape_regex(std::string_view text);

}  // namespace tamis
