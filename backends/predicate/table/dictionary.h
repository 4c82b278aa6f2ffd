// The distinct strings of a column, each with a code: its number, from 0 in the order in which they
// came.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "backends/predicate/table/buffer.h"
#include "compiler/values/regex.h"

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
  // Calls use(first, subjects) for all strings, thousands at once; `first` is the code of the
  // first.
  template <class Use>
  void each_segment(Use&& use) const {
    Code first = 0;
    for (const Segment& segment : segments_) {
      use(first,
          JoinedSubjects{
              segment.text.data(), {segment.ends.data(), segment.ends.size()}, segment.are_valid});
      first += kSegment;
    }
  }
  std::size_t memory() const;

  template <class Archive, class Self>
  static void transfer(Archive& archive, Self& self) {
    archive(self.seed_, self.size_, self.slots_);
    archive.list(
        self.segments_, [] { return Segment(); },
        [&](auto& segment) { archive(segment.text, segment.ends); });
    if constexpr (Archive::kReads) {
      Archive::require(self.is_sound());
      self.find_valid_segments();
    }
  }

 private:
  static constexpr Code kSegment = 4096;

  // What kSegment strings are, one behind the other.
  struct Segment {
    Buffer<char> text;
    Buffer<std::uint32_t> ends;
    bool are_valid = true;  // each is valid UTF-8
  };

  std::size_t slot_of(std::string_view text) const;
  void grow();
  // After reading.
  bool is_sound() const;
  void find_valid_segments();

  std::uint64_t seed_;
  Code size_ = 0;
  std::vector<Segment> segments_;
  Buffer<Code> slots_;  // a power of two of them, at most 4 in 5 taken; kNone: free
};

}  // namespace tamis::predicate::table
