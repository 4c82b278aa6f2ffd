#include "backends/predicate/set/batch_scratch.h"

#include <algorithm>

#include "backends/predicate/set/lanes.h"

namespace tamis::predicate::set {

BatchScratch::BatchScratch(const Level& level) {
  lane_bounds.resize(std::size_t{kLanes} * level.fields().size());
  for (std::uint32_t atom = 0; atom < level.bounds().size(); ++atom) {
    const Bound& bound = level.bounds()[atom];
    if (bound.refs > 0) lane_bounds[bound.lane].emplace_back(bound.bound, atom);
  }
  for (LaneBounds& each : lane_bounds) std::sort(each.rbegin(), each.rend());
  moments.reset(level);
  elements_.resize(level.fields().size());
  of_codes_.resize(level.fields().size());
}

BatchScratch::~BatchScratch() = default;

void BatchScratch::reset(const Level& level, const Places& places) {
  marks.resize(level.marks().size(), places.words());
  marks.clear();
  bounds.resize(level.bounds().size(), places.words());
  lazy_known.resize(level.lazies().size(), places.words());
  lazy_known.clear();
  lazy_held.resize(level.lazies().size(), places.words());
  lazy_held.clear();
}

BatchElements& BatchScratch::elements_of(std::uint32_t field, const Level& level) {
  if (!elements_[field]) elements_[field] = std::make_unique<BatchElements>(level);
  return *elements_[field];
}

MarksOfCodes& BatchScratch::marks_of(std::uint32_t field, const table::Column& column) {
  for (MarksOfCodes& each : of_codes_[field])
    if (each.column() == &column) return each;
  return of_codes_[field].emplace_back(column);
}

}  // namespace tamis::predicate::set
