#include "backends/predicate/table/packed_ints.h"

#include <algorithm>
#include <limits>

namespace tamis::predicate::table {
namespace {

std::uint8_t width_of(std::uint64_t span) {
  if (span == 0) return 0;
  if (span <= std::numeric_limits<std::uint8_t>::max()) return 1;
  if (span <= std::numeric_limits<std::uint16_t>::max()) return 2;
  return span <= std::numeric_limits<std::uint32_t>::max() ? 4 : 8;
}

template <class T>
void write_offsets(std::span<const std::int64_t> numbers, std::int64_t least,
                   std::vector<std::byte>& bytes) {
  bytes.resize(padded(numbers.size()) * sizeof(T));
  T* out = reinterpret_cast<T*>(bytes.data());
  for (const std::int64_t number : numbers)
    *out++ = static_cast<T>(static_cast<std::uint64_t>(number) - static_cast<std::uint64_t>(least));
}

}  // namespace

PackedInts::PackedInts(std::span<const std::int64_t> numbers) {
  if (numbers.empty()) return;
  const auto [least, greatest] = std::minmax_element(numbers.begin(), numbers.end());
  least_ = *least;
  greatest_ = *greatest;
  width_ = width_of(static_cast<std::uint64_t>(greatest_) - static_cast<std::uint64_t>(least_));
  if (width_ == 1) write_offsets<std::uint8_t>(numbers, least_, bytes_);
  if (width_ == 2) write_offsets<std::uint16_t>(numbers, least_, bytes_);
  if (width_ == 4) write_offsets<std::uint32_t>(numbers, least_, bytes_);
  if (width_ == 8) write_offsets<std::uint64_t>(numbers, least_, bytes_);
}

}  // namespace tamis::predicate::table
