// PCRE2 itself: the judge of which patterns are valid, and the engine of the full profile.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <variant>

#include "compiler/values/regex.h"

namespace tamis {

struct RegexFlags {
  bool caseless = false;
  bool multiline = false;
  bool dotall = false;
  bool extended = false;
};

// What one search may cost before it counts as no match. The first is PCRE2's own default and so
// MongoDB's; PCRE2 allows 20 GB of heap by default, which is no limit.
inline constexpr std::uint32_t kPcreMatchLimit = 10'000'000;
inline constexpr std::uint32_t kPcreDepthLimit = 10'000'000;
inline constexpr std::uint32_t kPcreHeapLimitKiB = 64 * 1024;

// A pattern compiled by PCRE2 with UTF, newline LF. Immutable.
//
// PCRE2's interpreter runs it, as in MongoDB. The machine code that PCRE2 10.42 makes gave another
// verdict on some random patterns with atomic groups, empty branches and the like: about one in
// forty thousand.
class PcrePattern {
 public:
  static std::variant<PcrePattern, RegexError> compile(std::string_view pattern, RegexFlags flags);

  // False also when the subject is not valid UTF-8; nothing when a limit is met, which search()
  // takes for no match. Threads may share.
  std::optional<bool> verdict(std::string_view subject) const;
  bool search(std::string_view subject) const { return verdict(subject).value_or(false); }

 private:
  struct Free {
    void operator()(void* code) const;
  };
  std::unique_ptr<void, Free> code_;
};

}  // namespace tamis
