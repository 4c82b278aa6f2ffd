// The distinct strings of a column, each with a code: its number, from 0 in the order in which they
// came.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "backends/predicate/table/buffer.h"
#include "backends/predicate/table/kernels.h"

namespace tamis::predicate::table {

class Dictionary {
 public:
  using Code = std::uint32_t;
  static constexpr Code kNone = 0xffffffff;
  // Longer ones have no code.
  static constexpr std::size_t kLongestText = std::size_t{1} << 16U;

  // `seed` makes the hashes of one dictionary differ from another's.
  explicit Dictionary(std::uint64_t seed) : seed_(seed) {}

  Code intern(std::string_view text);
  Code find(std::string_view text) const;  // or kNone
  std::string_view operator[](Code code) const;
  Code size() const { return size_; }
  // Calls use(code) for each string that has `part` in it, which is not empty.
  template <class Use>
  void each_with(std::string_view part, Use&& use) const {
    for (std::size_t i = 0; i < segments_.size(); ++i) {
      const Segment& segment = segments_[i];
      std::size_t number = 0;
      std::size_t at = find_part(text_of(segment), part, 0);
      while (at != std::string_view::npos) {
        while (segment.ends[number] <= at) ++number;
        const std::size_t end = segment.ends[number];
        const auto code = static_cast<Code>(i * kSegment + number);
        if (at + part.size() <= end) use(code);
        at = find_part(text_of(segment), part, at + part.size() <= end ? end : at + 1);
      }
    }
  }
  std::size_t memory() const;

  template <class Archive, class Self>
  static void transfer(Archive& archive, Self& self) {
    archive(self.seed_, self.size_, self.slots_);
    archive.list(
        self.segments_, [] { return Segment(); },
        [&](auto& segment) { archive(segment.text, segment.ends); });
    if constexpr (Archive::kReads) Archive::require(self.is_sound());
  }

 private:
  static constexpr Code kSegment = 4096;

  // What kSegment strings are, one behind the other.
  struct Segment {
    Buffer<char> text;
    Buffer<std::uint32_t> ends;
  };
  static std::string_view text_of(const Segment& segment) {
    return {segment.text.data(), segment.text.size()};
  }

  std::size_t slot_of(std::string_view text) const;
  void grow();
  bool is_sound() const;  // after reading

  std::uint64_t seed_;
  Code size_ = 0;
  std::vector<Segment> segments_;
  Buffer<Code> slots_;  // a power of two of them, at most 4 in 5 taken; kNone: free
};

}  // namespace tamis::predicate::table
