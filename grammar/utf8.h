// UTF-8: checking, reading and writing of code points.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace tamis {

struct CodePoint {
  char32_t value = 0;
  std::uint8_t size = 0;  // in bytes; 0 when the bytes are not well-formed UTF-8
};

// The code point that begins at `at`, which must be inside the text.
CodePoint code_point_at(std::string_view text, std::size_t at);

// The offset of the first byte that is not well-formed UTF-8, or nullopt.
std::optional<std::size_t> find_invalid_utf8(std::string_view text);

// Writes 1 to 4 bytes and returns their end. Surrogates and values above 0x10FFFF are not allowed.
char* write_utf8(char32_t value, char* out);

inline bool is_surrogate(char32_t c) {
  return c >= 0xD800 && c <= 0xDFFF;
}

}  // namespace tamis
