// PCRE2 itself: the judge of which patterns are valid, and the engine of the full profile.
#pragma once

#include <cstdint>
#include <memory>
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
inline constexpr std::size_t kPcreJitStackBytes = std::size_t{8} << 20U;

// A pattern compiled by PCRE2 with UTF, newline LF. Immutable after optimize().
class PcrePattern {
 public:
  static std::variant<PcrePattern, RegexError> compile(std::string_view pattern, RegexFlags flags);

  // Machine code where PCRE2 has a compiler for this machine; before the first search.
  void optimize();

  // False also when the subject is not valid UTF-8, and when a limit is met. Threads may share.
  bool search(std::string_view subject) const;

 private:
  struct Free {
    void operator()(void* code) const;
  };
  std::unique_ptr<void, Free> code_;
};

}  // namespace tamis
