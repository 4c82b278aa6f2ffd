// ReadAhead: small documents that stand one behind the other, and are asked in that order, are
// fetched before they are asked. Processors do not do so by themselves: of each document few places
// are looked at, and those of the next are not as far away as those of the one before were.
#pragma once

#include <cstddef>
#include <cstdint>

namespace tamis::predicate {

class ReadAhead {
 public:
  // So many bytes are on their way.
  static constexpr std::size_t kAhead = 8192;
  // Of a larger document too little is looked at for fetching all of it.
  static constexpr std::size_t kLargest = 2048;
  // What an allocator may put between two documents.
  static constexpr std::size_t kGap = 64;

  // Whether the document, which is asked now, is small and stands behind the one before. Then as
  // many bytes are to be fetched as it has, from kAhead behind its begin, so that they adjoin what
  // was fetched last. There may be no documents any more.
  bool goes_on(const void* document, std::size_t size) {
    const auto begin = reinterpret_cast<std::uintptr_t>(document);
    const bool follows = begin - end_ < kGap;
    end_ = begin + size;
    return follows && size <= kLargest;
  }

 private:
  std::uintptr_t end_ = 0;  // of the document asked last
};

}  // namespace tamis::predicate
