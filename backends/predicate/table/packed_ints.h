// Integers in the fewest whole bytes: how far each is above the least of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>
#include "backends/predicate/table/bits.h"
#include "backends/predicate/table/buffer.h"

namespace tamis::predicate::table {

// Values are kept up to the end of a word of bits, so that loops may look at whole words of them.
inline std::size_t padded(std::size_t slots) {
  return words_for(slots) * kWordBits;
}

class PackedInts {
 public:
  PackedInts() = default;
  explicit PackedInts(std::span<const std::int64_t> numbers);

  // Of all; 0 when there are none.
  std::int64_t least() const { return least_; }
  std::int64_t greatest() const { return greatest_; }

  // Calls use(const T*) with what is to be added to least(), T an unsigned type of 8 to 64 bits; or
  // with a const std::nullptr_t* when all are alike, and nothing is kept.
  template <class Use>
  decltype(auto) visit(Use&& use) const {
    switch (width_) {
      case 1:
        return use(reinterpret_cast<const std::uint8_t*>(bytes_.data()));
      case 2:
        return use(reinterpret_cast<const std::uint16_t*>(bytes_.data()));
      case 4:
        return use(reinterpret_cast<const std::uint32_t*>(bytes_.data()));
      case 8:
        return use(reinterpret_cast<const std::uint64_t*>(bytes_.data()));
      default:
        return use(static_cast<const std::nullptr_t*>(nullptr));
    }
  }

  std::int64_t operator[](std::size_t i) const {
    return visit([&](auto* offsets) {
      if constexpr (std::is_same_v<decltype(offsets), const std::nullptr_t*>)
        return least_;
      else
        return above_least(offsets[i]);
    });
  }

  std::size_t memory() const { return bytes_.memory(); }

  template <class Archive, class Self>
  static void transfer(Archive& archive, Self& self) {
    archive(self.least_, self.greatest_, self.width_, self.bytes_);
  }
  // After reading: there are so many, up to the end of a word.
  bool are(std::size_t count) const;
  // And all, with those up to the end of the word, are from `low` to `high`.
  bool are_within(std::int64_t low, std::int64_t high) const;

 private:
  std::int64_t above_least(std::uint64_t offset) const {
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(least_) + offset);
  }

  std::int64_t least_ = 0;
  std::int64_t greatest_ = 0;
  std::uint8_t width_ = 0;  // of one, in bytes
  Buffer<std::byte> bytes_;
};

}  // namespace tamis::predicate::table
