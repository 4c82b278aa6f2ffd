// The one rule with a loop of its own: the bytes of a string up to its quote, a backslash or a
// control byte. Most of a text is strings, so this is where parsing spends its time.
#pragma once

#include <cstdint>
#include <cstring>

#include <tao/pegtl/contrib/analyze_traits.hpp>

namespace tamis::rules {

template <char Quote>
struct plain_run {
  using rule_t = plain_run;
  using subs_t = tao::pegtl::empty_list;

  template <typename Input>
  static bool match(Input& in) {
    const char* const begin = in.current();
    const char* const end = in.end();
    const char* at = begin;
    while (end - at >= 8 && !any_stop(at)) at += 8;
    while (at != end && !stops(*at)) ++at;
    in.bump_in_this_line(static_cast<std::size_t>(at - begin));
    return at != begin;
  }

 private:
  static bool stops(char c) {
    return c == Quote || c == '\\' || static_cast<unsigned char>(c) < 0x20;
  }

  // Eight bytes at once: subtracting 1 (or 0x20) borrows into the high bit of a byte that was
  // zero (or below 0x20). A borrow may spread upward, which only ends the fast loop early.
  static bool any_stop(const char* at) {
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    std::uint64_t bytes;
    std::memcpy(&bytes, at, sizeof bytes);
    const std::uint64_t quote = bytes ^ (kOnes * static_cast<unsigned char>(Quote));
    const std::uint64_t slash = bytes ^ (kOnes * static_cast<unsigned char>('\\'));
    const std::uint64_t found = ((quote - kOnes) & ~quote) | ((slash - kOnes) & ~slash) |
                                ((bytes - kOnes * 0x20U) & ~bytes);
    return (found & (kOnes * 0x80U)) != 0;
  }
};

}  // namespace tamis::rules

namespace tao::pegtl {

template <typename Name, char Quote>
struct analyze_traits<Name, tamis::rules::plain_run<Quote>> : analyze_any_traits<> {};

}  // namespace tao::pegtl
