// Regular expressions as MongoDB's `$regex` means them (PCRE2 with UTF), in two profiles.
//
//   Linear  RE2 runs the pattern, after a scanner of ours has shown that RE2 takes it and means
//           what PCRE2 means (rewriting the known differences); anything else is outside
//   Full    also back-references, look-around and so on, by PCRE2 under match limits; a search
//           that meets a limit does not match
//
// A pattern that Linear takes runs in the same way under Full. Many are plain text in disguise
// (`abc`, `^abc`, `@example\.com$`, `^(red|green)$`): those never reach an engine.
//
// A subject that is not valid UTF-8 never matches, as in MongoDB, where PCRE2 refuses it.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>

#include <tamis/regex_profile.h>

#include "compiler/values/machines.h"

namespace tamis {

// A pattern that is only text, and where in the subject the text stands. `$` also holds before a
// newline that ends the subject, so `abc$` and `^abc$` have places of their own.
struct LiteralPattern {
  enum class Place : std::uint8_t {
    Contains,
    Prefix,      // ^abc
    Suffix,      // abc\z
    Exact,       // ^abc\z
    SuffixLine,  // abc$: the subject ends with `text`, or with `text` and a newline
    ExactLine,   // ^abc$: the subject is `text`, or `text` and a newline
  };
  Place place = Place::Contains;
  std::string text;
};

// Why a pattern does not compile; `offset` in bytes into the pattern.
struct RegexError {
  std::uint32_t offset = 0;
  std::string message;
  bool outside_profile = false;  // valid for PCRE2, but not in the linear-time profile
};

// Subjects one behind the other, and where each ends.
struct JoinedSubjects {
  const char* text = nullptr;
  std::span<const std::uint32_t> ends;
  bool are_valid = false;  // each is known to be valid UTF-8
};

// How an engine searches.
struct RegexFunctions {
  bool (*search)(const void* engine, std::string_view subject);
  void (*search_each)(const void* engine, Machine machine, const JoinedSubjects& subjects,
                      std::uint8_t* found);
};

// Immutable; copies share; search() is safe from several threads and does not allocate after the
// first calls on a thread (RE2's own bounded cache excepted).
class RegexProgram {
 public:
  // `options`: letters of "imsxu" in any order, repeats allowed; others are an error.
  static std::variant<RegexProgram, RegexError> compile(std::string_view pattern,
                                                        std::string_view options,
                                                        RegexProfile profile);
  bool search(std::string_view subject) const { return functions_.search(engine_, subject); }
  // Writes for each subject whether it is found: 0xff or 0.
  void search_each(Machine machine, const JoinedSubjects& subjects, std::uint8_t* found) const {
    functions_.search_each(engine_, machine, subjects, found);
  }

  // Set when the whole pattern is plain text: it matches exactly the (valid UTF-8) subjects that
  // have the text in its place. The options have been seen to.
  const std::optional<LiteralPattern>& literal() const;
  // Likewise of a few texts, any of which is enough; none of another pattern.
  std::span<const LiteralPattern> texts() const;
  // Text that every matching subject begins with, or "": for index ranges.
  std::string_view required_prefix() const;
  // Text that must occur somewhere in every matching subject, or "": for prefilters.
  std::string_view required_literal() const;
  // Texts of which every matching subject holds one; none where nothing is known, or by texts().
  std::span<const std::string> required_texts() const;
  // No matching subject has fewer code points. 0 where that is not known (outside Linear).
  std::uint64_t least_length() const;
  bool linear() const;

  struct Impl;

 private:
  explicit RegexProgram(Impl impl);

  std::shared_ptr<const Impl> impl_;
  // Known here, since a search for a text takes no longer than to find out how to search.
  RegexFunctions functions_;
  const void* engine_;
};

// `text` as a pattern that matches it and nothing else, without option `x`. Whole characters.
std::string escape_regex(std::string_view text);

}  // namespace tamis
