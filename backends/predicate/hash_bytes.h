// Hashes of bytes for tables in memory. Who may choose the bytes must not know the seed, or the
// table must bear collisions.
#pragma once

#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>

namespace tamis::predicate {

// For tables of what may come from people who would choose bytes that collide.
inline std::uint64_t random_seed() {
  std::random_device device;
  return (std::uint64_t{device()} << 32U) ^ device();
}

inline std::uint64_t mix_hash(std::uint64_t hash, std::uint64_t word) {
  hash = (hash ^ word) * 0x9ddfea08eb382d69U;
  return hash ^ (hash >> 32U);
}

// Of up to eight bytes, for each size another word for other bytes.
inline std::uint64_t word_of_few(std::string_view bytes) {
  constexpr std::size_t kHalf = 4;
  const std::size_t size = bytes.size();
  if (size >= kHalf) {
    std::uint32_t first = 0;
    std::uint32_t last = 0;
    std::memcpy(&first, bytes.data(), kHalf);
    std::memcpy(&last, bytes.data() + size - kHalf, kHalf);
    return std::uint64_t{first} << 32U | last;
  }
  if (size == 0) return 0;
  const auto byte = [&](std::size_t at) {
    return std::uint64_t{static_cast<unsigned char>(bytes[at])};
  };
  return byte(0) << 16U | byte(size / 2) << 8U | byte(size - 1);
}

inline std::uint64_t hash_bytes(std::uint64_t seed, std::string_view bytes) {
  std::uint64_t hash = mix_hash(seed, bytes.size());
  std::uint64_t word = 0;
  for (; bytes.size() > sizeof word; bytes.remove_prefix(sizeof word)) {
    std::memcpy(&word, bytes.data(), sizeof word);
    hash = mix_hash(hash, word);
  }
  return mix_hash(hash, word_of_few(bytes));
}

}  // namespace tamis::predicate
