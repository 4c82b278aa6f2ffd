// The bounds by which rules are found, in order, so that those that hold come first.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace tamis::predicate::set {

// Sorted, in chunks of bounded size: inserting moves a few kilobytes, however long the list is.
class BoundList {
 public:
  bool empty() const { return chunks_.empty(); }
  void insert(double bound, std::uint32_t atom);
  void erase(double bound, std::uint32_t atom);

  // Calls visit(atom) for every bound below `limit`.
  template <class Visit>
  void below(double limit, Visit&& visit) const {
    for (const Chunk& chunk : chunks_)
      for (const Bound& each : chunk) {
        if (!(each.bound < limit)) return;
        visit(each.atom);
      }
  }

 private:
  struct Bound {
    double bound;
    std::uint32_t atom;
  };
  using Chunk = std::vector<Bound>;
  static constexpr std::size_t kLongest = 256;

  std::size_t chunk_of(double bound) const;

  std::vector<Chunk> chunks_;  // none of them empty
};

}  // namespace tamis::predicate::set
