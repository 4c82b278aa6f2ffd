// The one rule with a loop of its own: the bytes of a string up to its quote, a backslash or a
// control byte. Most of a text is strings, so this is where parsing spends its time.
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#include <tao/pegtl/contrib/analyze_traits.hpp>

namespace tamis::rules {

// Always matches; the run may be empty.
template <char Quote>
struct plain_run {  // NOLINT(readability-identifier-naming): as PEGTL names its own
  using rule_t = plain_run;
  using subs_t = tao::pegtl::empty_list;

  template <typename Input>
  static bool match(Input& in) {
    const char* const begin = in.current();
    in.bump_in_this_line(static_cast<std::size_t>(end_of_run(begin, in.end()) - begin));
    return true;
  }

 private:
  static const char* end_of_run(const char* at, const char* end) {
    for (; end - at >= 8; at += 8) {
      if (const std::uint64_t found = stops_in_eight(at); found != 0) {
        if constexpr (std::endian::native != std::endian::little) break;
        return at + std::countr_zero(found) / 8;
      }
    }
    while (at != end && !stops(*at)) ++at;
    return at;
  }

  static bool stops(char c) {
    return c == Quote || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  }

  // The high bit of each byte that ends the run. Subtracting 1 (or 0x20) borrows into the high bit
  // of a byte that was zero (or below 0x20); a borrow may spread upward, so only the lowest is
  // sure.
  static std::uint64_t stops_in_eight(const char* at) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    std::uint64_t bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    const std::uint64_t quote = bytes ^ (kOnes * static_cast<unsigned char>(Quote));
    const std::uint64_t slash = bytes ^ (kOnes * static_cast<unsigned char>('\\'));
    const std::uint64_t found = ((quote - kOnes) & ~quote) | ((slash - kOnes) & ~slash) |
                                ((bytes - kOnes * 0x20U) & ~bytes);
    return found & (kOnes * 0x80U);
  }
};

}  // namespace tamis::rules

namespace tao::pegtl {

template <typename Name, char Quote>
struct analyze_traits<Name, tamis::rules::plain_run<Quote>> : analyze_opt_traits<> {};

}  // namespace tao::pegtl
