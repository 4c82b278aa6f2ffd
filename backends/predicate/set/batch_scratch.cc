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
  entries_.resize(level.fields().size());
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

std::uint32_t BatchScratch::entry_of(std::uint32_t field, const ValueTable& values,
                                     const TableForm::Node& text) {
  const table::Column* column = text.chunk->column;
  std::vector<EntriesOfCodes>& known = entries_[field];
  auto of_column = std::find_if(known.begin(), known.end(),
                                [&](const EntriesOfCodes& each) { return each.column == column; });
  if (of_column == known.end()) {
    known.push_back({column, {}});
    known.back().entries.assign(column->texts().size(), EntriesOfCodes::kUnknown);
    of_column = std::prev(known.end());
  }
  const auto code = static_cast<std::size_t>(text.chunk->texts[text.slot]);
  std::uint32_t& entry = of_column->entries[code];
  if (entry == EntriesOfCodes::kUnknown)
    entry = values.find(text.chunk->datum(text.slot, table::Kind::Text));
  return entry;
}

}  // namespace tamis::predicate::set
