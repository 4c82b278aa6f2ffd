#include "backends/predicate/set/bound_list.h"

#include <algorithm>
#include <iterator>

namespace tamis::predicate::set {

// The last chunk that begins at or below `bound`; the first if none does.
std::size_t BoundList::chunk_of(double bound) const {
  const auto above =
      std::upper_bound(chunks_.begin(), chunks_.end(), bound,
                       [](double b, const Chunk& chunk) { return b < chunk.front().bound; });
  return above == chunks_.begin() ? 0 : static_cast<std::size_t>(above - chunks_.begin()) - 1;
}

void BoundList::insert(double bound, std::uint32_t atom) {
  if (chunks_.empty()) {
    chunks_.push_back({{bound, atom}});
    return;
  }
  const std::size_t number = chunk_of(bound);
  Chunk& chunk = chunks_[number];
  const auto at = std::upper_bound(chunk.begin(), chunk.end(), bound,
                                   [](double b, const Bound& each) { return b < each.bound; });
  chunk.insert(at, {bound, atom});
  if (chunk.size() <= kLongest) return;
  Chunk upper(chunk.begin() + kLongest / 2, chunk.end());
  chunk.resize(kLongest / 2);
  chunks_.insert(chunks_.begin() + static_cast<std::ptrdiff_t>(number) + 1, std::move(upper));
}

void BoundList::erase(double bound, std::uint32_t atom) {
  // Equal bounds may reach back into earlier chunks.
  for (std::size_t number = chunk_of(bound) + 1; number-- > 0;) {
    Chunk& chunk = chunks_[number];
    const auto found = std::find_if(chunk.begin(), chunk.end(),
                                    [&](const Bound& each) { return each.atom == atom; });
    if (found == chunk.end()) continue;
    chunk.erase(found);
    if (chunk.empty()) chunks_.erase(chunks_.begin() + static_cast<std::ptrdiff_t>(number));
    return;
  }
}

}  // namespace tamis::predicate::set
