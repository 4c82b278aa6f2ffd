#include "grammar/utf8.h"

#include <cstring>
#include <initializer_list>

namespace tamis {
namespace {

// The length that a lead byte announces, with the bounds of the byte after it; Unicode table 3-7.
struct Lead {
  std::uint8_t size;
  std::uint8_t second_min;
  std::uint8_t second_max;
};

Lead lead(unsigned char c) {
  if (c < 0x80) return {1, 0, 0};
  if (c < 0xC2) return {0, 0, 0};
  if (c < 0xE0) return {2, 0x80, 0xBF};
  if (c == 0xE0) return {3, 0xA0, 0xBF};
  if (c == 0xED) return {3, 0x80, 0x9F};
  if (c < 0xF0) return {3, 0x80, 0xBF};
  if (c == 0xF0) return {4, 0x90, 0xBF};
  if (c < 0xF4) return {4, 0x80, 0xBF};
  if (c == 0xF4) return {4, 0x80, 0x8F};
  return {0, 0, 0};
}

constexpr std::uint64_t kHighBits = 0x8080808080808080U;

template <class Word>
std::uint64_t word_at(const char* text) {
  Word word;
  std::memcpy(&word, text, sizeof word);
  return word;
}

// Reads some bytes twice rather than few of them one by one: most texts are short.
bool is_ascii(std::string_view text) {
  const char* const begin = text.data();
  const char* const end = begin + text.size();
  std::uint64_t all = 0;
  if (text.size() >= sizeof(std::uint64_t)) {
    const char* at = begin;
    for (; static_cast<std::size_t>(end - at) > sizeof(std::uint64_t); at += sizeof(std::uint64_t))
      all |= word_at<std::uint64_t>(at);
    all |= word_at<std::uint64_t>(end - sizeof(std::uint64_t));
  } else if (text.size() >= sizeof(std::uint32_t)) {
    all = word_at<std::uint32_t>(begin) | word_at<std::uint32_t>(end - sizeof(std::uint32_t));
  } else if (!text.empty()) {
    for (const std::size_t at : {std::size_t{0}, text.size() / 2, text.size() - 1})
      all |= word_at<std::uint8_t>(begin + at);
  }
  return (all & kHighBits) == 0;
}

std::size_t skip_ascii(std::string_view text, std::size_t at) {
  for (; at + sizeof(std::uint64_t) <= text.size(); at += sizeof(std::uint64_t)) {
    if ((word_at<std::uint64_t>(text.data() + at) & kHighBits) != 0) break;
  }
  while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80) ++at;
  return at;
}

}  // namespace

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  const Lead form = lead(byte(0));
  if (form.size == 1) return {byte(0), 1};
  if (form.size == 0 || text.size() - at < form.size) return {};
  if (byte(1) < form.second_min || byte(1) > form.second_max) return {};
  char32_t value = byte(0) & (0x7FU >> form.size);
  for (std::size_t i = 1; i < form.size; ++i) {
    if ((byte(i) & 0xC0U) != 0x80U) return {};
    value = (value << 6U) | (byte(i) & 0x3FU);
  }
  return {value, form.size};
}

std::optional<std::size_t> find_invalid_utf8(std::string_view text) {
  if (is_ascii(text)) return std::nullopt;
  for (std::size_t at = skip_ascii(text, 0); at < text.size(); at = skip_ascii(text, at)) {
    const CodePoint c = code_point_at(text, at);
    if (c.size == 0) return at;
    at += c.size;
  }
  return std::nullopt;
}

char* write_utf8(char32_t value, char* out) {
  const auto put = [&](char32_t byte) { *out++ = static_cast<char>(byte); };
  if (value < 0x80) {
    put(value);
  } else if (value < 0x800) {
    put(0xC0U | (value >> 6U));
    put(0x80U | (value & 0x3FU));
  } else if (value < 0x10000) {
    put(0xE0U | (value >> 12U));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  } else {
    put(0xF0U | (value >> 18U));
    put(0x80U | ((value >> 12U) & 0x3FU));
    put(0x80U | ((value >> 6U) & 0x3FU));
    put(0x80U | (value & 0x3FU));
  }
  return out;
}

}  // namespace tamis
