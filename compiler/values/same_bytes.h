// Equality of short texts, without a call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace tamis {

template <class Word>
Word word_at(const char* bytes) {
  Word word;
  std::memcpy(&word, bytes, sizeof word);
  return word;
}

// Whether the first and the last Word are the same; between, and over each other, they may lie.
template <class Word>
bool same_ends(const char* a, const char* b, std::size_t size) {
  const std::size_t last = size - sizeof(Word);
  const auto first = static_cast<Word>(word_at<Word>(a) ^ word_at<Word>(b));
  return (first | static_cast<Word>(word_at<Word>(a + last) ^ word_at<Word>(b + last))) == 0;
}

inline bool same_bytes(const char* a, const char* b, std::size_t size) {
  using Long = std::uint64_t;
  for (; size > 2 * sizeof(Long); a += sizeof(Long), b += sizeof(Long), size -= sizeof(Long))
    if (word_at<Long>(a) != word_at<Long>(b)) return false;
  if (size >= sizeof(Long)) return same_ends<Long>(a, b, size);
  if (size >= sizeof(std::uint32_t)) return same_ends<std::uint32_t>(a, b, size);
  if (size >= sizeof(std::uint16_t)) return same_ends<std::uint16_t>(a, b, size);
  return size == 0 || *a == *b;
}

inline bool same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && same_bytes(a.data(), b.data(), a.size());
}

}  // namespace tamis
