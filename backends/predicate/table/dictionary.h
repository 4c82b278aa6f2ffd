// The distinct strings of a column, each with a code: its number, from 0 in the order in which they
// came.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

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
  std::size_t memory() const;

 private:
  static constexpr Code kSegment = 4096;

  // What kSegment strings are, one behind the other.
  struct Segment {
    std::string text;
    std::vector<std::uint32_t> ends;
  };

  std::size_t slot_of(std::string_view text) const;
  void grow();

  std::uint64_t seed_;
  Code size_ = 0;
  std::vector<Segment> segments_;
  std::vector<Code> slots_;  // a power of two of them, at most 4 in 5 taken; kNone: free
};

}  // namespace tamis::predicate::table
