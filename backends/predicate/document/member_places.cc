#include "backends/predicate/document/member_places.h"

#include <algorithm>

namespace tamis::predicate {
namespace {

constexpr std::size_t kMostBytes = std::size_t{256} << 10U;
constexpr std::size_t kLeastRows = 8;
constexpr std::size_t kPlacesAtOnce = 64;

}  // namespace

MemberPlaces::MemberPlaces(const FieldNames::Data& names, std::vector<NameId> ids)
    : names_(&names), ids_(std::move(ids)) {
  std::ranges::sort(ids_);
  const auto repeated = std::ranges::unique(ids_);
  ids_.erase(repeated.begin(), repeated.end());
  width_ = ids_.size();
}

MemberPlaces::Number MemberPlaces::number(NameId id) const {
  return static_cast<Number>(std::ranges::lower_bound(ids_, id) - ids_.begin());
}

// Shapes get their numbers in turn, so those below it are there.
MemberPlaces::Row MemberPlaces::learn_more(ShapeId shape) {
  if (shape == kNoShape) return nullptr;
  const std::size_t width = std::max(width_, std::size_t{1});
  const std::size_t few = std::max(kPlacesAtOnce / width, std::size_t{1});
  const std::size_t end = std::min({shape + std::size_t{1}, shapes_ + few, kMostBytes / width});
  for (; shapes_ < end; ++shapes_) {
    make_room();
    const Shape& next = names_->shapes[static_cast<ShapeId>(shapes_)];
    for (const NameId id : ids_)
      kept_.front().push_back(static_cast<std::uint8_t>(place_in(next, id)));
  }
  return row(shape);
}

// For one more row.
void MemberPlaces::make_room() {
  const std::size_t taken = shapes_ * width_;
  if (!kept_.empty() && taken + width_ <= kept_.front().capacity()) return;
  std::vector<std::uint8_t> rows;
  rows.reserve(std::min(std::max(2 * taken, kLeastRows * width_), kMostBytes));
  rows.assign(rows_, rows_ + taken);
  kept_.push_front(std::move(rows));
  rows_ = kept_.front().data();
}

}  // namespace tamis::predicate
