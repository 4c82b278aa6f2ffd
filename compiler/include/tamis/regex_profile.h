#pragma once

#include <cstdint>

namespace tamis {

// Which regular expressions a condition may hold.
enum class RegexProfile : std::uint8_t {
  Linear,  // time linear in the subject, whatever the pattern: for text from untrusted people
  Full,    // all of PCRE2, under its match limits: a search that meets one does not match
};

}  // namespace tamis
