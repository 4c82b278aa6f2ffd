#include "backends/predicate/set/level_scratch.h"

#include <algorithm>

#include "backends/predicate/set/lanes.h"

namespace tamis::predicate::set {
namespace {

void clear(Bits& bits, std::size_t size) {
  bits.assign((size + 63) / 64, 0);
}

}  // namespace

void LevelScratch::reset_atoms(const Level& level) {
  clear(marks, level.marks().size());
  clear(fields_met, level.fields().size());
  clear(paths_met, level.paths().size());
  for (const std::uint32_t field : lanes_used)
    std::fill_n(lanes.begin() + std::ptrdiff_t{kLanes} * field, kLanes, kNoLane);
  lanes_used.clear();
  lanes.resize(std::size_t{kLanes} * level.fields().size(), kNoLane);
  clear(lazy_known, level.lazies().size());
  clear(lazy_held, level.lazies().size());
  moments.reset(level);
  if (elements.size() < level.fields().size()) elements.resize(level.fields().size());
}

void LevelScratch::reset_rules(const Level& level) {
  candidates = level.taken();
  if (level.shared().count() > 0) shared_found.assign(candidates.size(), 0);
  matched.assign(candidates.size(), 0);
  held.resize(level.payloads().size() + kPickedBehind);
}

LevelScratch& LevelScratch::of_elements(std::uint32_t field) {
  if (!elements[field]) elements[field] = std::make_unique<LevelScratch>();
  return *elements[field];
}

}  // namespace tamis::predicate::set
