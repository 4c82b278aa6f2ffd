#include "backends/predicate/table/packed_ints.h"

#include <algorithm>
#include <bit>
#include <iterator>
#include <limits>
#include <vector>

namespace tamis::predicate::table {
namespace {

std::uint8_t width_of(std::uint64_t span) {
  if (span == 0) return 0;
  if (span <= std::numeric_limits<std::uint8_t>::max()) return 1;
  if (span <= std::numeric_limits<std::uint16_t>::max()) return 2;
  return span <= std::numeric_limits<std::uint32_t>::max() ? 4 : 8;
}

template <class T>
Buffer<std::byte> offsets_of(std::span<const std::int64_t> numbers, std::int64_t least) {
  std::vector<std::byte> bytes(padded(numbers.size()) * sizeof(T));
  T* out = reinterpret_cast<T*>(bytes.data());
  for (const std::int64_t number : numbers)
    *out++ = static_cast<T>(static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(least));
  return Buffer(std::move(bytes));
}

// Of whole words of them.
template <class T>
T greatest_of(std::span<const T> offsets) {
  T greatest[kWordBits] = {};
  for (std::size_t first = 0; first < offsets.size(); first += kWordBits)
    for (std::size_t i = 0; i < kWordBits; ++i)
      greatest[i] = std::max(greatest[i], offsets[first + i]);
  return *std::max_element(std::begin(greatest), std::end(greatest));
}

}  // namespace

PackedInts::PackedInts(std::span<const std::int64_t> numbers) {
  if (numbers.empty()) return;
  const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
  least_ = *least;
  greatest_ = *greatest;
  width_ = width_of(static_cast<std::uint64_t>(greatest_) - static_cast<std::uint64_t>(least_));
  if (width_ == 1) bytes_ = offsets_of<std::uint8_t>(numbers, least_);
  if (width_ == 2) bytes_ = offsets_of<std::uint16_t>(numbers, least_);
  if (width_ == 4) bytes_ = offsets_of<std::uint32_t>(numbers, least_);
  if (width_ == 8) bytes_ = offsets_of<std::uint64_t>(numbers, least_);
}

bool PackedInts::are(std::size_t count) const {
  return (width_ == 0 || std::has_single_bit(width_)) && width_ <= sizeof(std::uint64_t) &&
         least_ <= greatest_ && bytes_.size() == padded(count) * width_;
}

bool PackedInts::are_within(std::int64_t low, std::int64_t high) const {
  if (least_ < low || least_ > high) return false;
  const std::uint64_t room = static_cast<std::uint64_t>(high) - static_cast<std::uint64_t>(least_);
  return visit([&]<class T>(const T* offsets) {
    if constexpr (std::is_null_pointer_v<T>)
      return true;
    else
      return greatest_of(std::span<const T>(offsets, bytes_.size() / sizeof(T))) <= room;
  });
}

}  // namespace tamis::predicate::table
