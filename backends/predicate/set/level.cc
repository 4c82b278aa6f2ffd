#include "backends/predicate/set/level.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace tamis::predicate::set {
Field::Field() = default;
Field::~Field() = default;
Field::Field(Field&&) noexcept = default;
Field& Field::operator=(Field&&) noexcept = default;

Field::Field(const FieldPath& path, Traverse traverse, std::uint64_t seed)
    : path(path), traverse(traverse), values(seed) {
  for (const FieldPath::Component& component : this->path.components())
    keys.push_back({component.name, component.index});
}

Level::Level(std::uint64_t seed) : seed_(seed), paths_(seed) {}
Level::~Level() = default;

void Level::make_room_for_mark() {
  marks_.make_room();
  if (mark_postings_.size() <= marks_.next()) mark_postings_.resize(marks_.next() + 1);
}

std::uint64_t Level::hash_of_bound(double bound, std::uint32_t lane) const {
  const std::uint64_t of_lane = mix_hash(seed_, lane);
  return mix_hash(of_lane, std::bit_cast<std::uint64_t>(bound + 0.0));
}

void Level::use_values(const Mark& mark, std::int32_t by) {
  if (mark.source != MarkSource::Value && mark.source != MarkSource::Values) return;
  Field& field = fields_[mark.field];
  const auto more = static_cast<std::uint32_t>(by);
  for (const std::uint32_t entry : mark.values()) field.values[entry].uses += more;
  field.value_uses += more * static_cast<std::uint32_t>(mark.values().size());
}

std::uint32_t Level::field_of(const FieldPath& path, Traverse traverse) {
  if (const std::uint32_t end = paths_.find(path); end != PathTree::kNone)
    if (const std::uint32_t known = paths_.field_at(end, traverse); known != PathTree::kNone)
      return known;
  Field field(path, traverse, seed_);
  fields_.make_room();
  make_room_for_bit(always_asked_, fields_.next());
  const std::uint32_t end = paths_.insert(path);
  field.end = end;
  return paths_.field_at(end, traverse) = fields_.take(std::move(field));
}

void Level::release_field(std::uint32_t number) noexcept {
  Field& field = fields_[number];
  if (--field.refs > 0) return;
  paths_.field_at(field.end, field.traverse) = PathTree::kNone;
  paths_.erase_unused(field.end);
  fields_.give_back(number);
}

// Where nothing is, a value may still be null, and rules that are on an axis of the field fail.
void Level::note_always_asked(std::uint32_t number) {
  const Field& field = fields_[number];
  bool asked = field.marks.axis.count() > 0 || field.values.find(Datum()) != ValueTable::kNone;
  for (const std::unique_ptr<LaneRules>& lane : field.lanes)
    asked = asked || (lane && lane->source.axis.count() > 0);
  if (asked)
    insert_bit(always_asked_, number);
  else
    erase_bit(always_asked_, number);
}

void Level::release_all(FormulaView formula) noexcept {
  for (const std::uint32_t word : formula)
    if (!is_group(word)) release(Claim(word).atom());
}

void Level::release(AtomRef atom) noexcept {
  const std::uint32_t number = atom.index();
  std::uint32_t field = kNoField;
  if (atom.kind() != AtomKind::Lazy) --source_of(atom).claims;
  switch (atom.kind()) {
    case AtomKind::Mark:
      use_values(marks_[number], -1);
      if (--marks_[number].refs > 0) return;
      if (const auto& keyed = marks_[number].keyed)
        known_marks_.erase(hash_of_key(keyed->key), number);
      field = field_of(atom);
      forget_mark(number);
      break;
    case AtomKind::Bound:
      if (--bounds_[number].refs > 0) return;
      known_bounds_.erase(hash_of_bound(bounds_[number].bound, bounds_[number].lane), number);
      field = field_of(atom);
      --fields_[field].bounds;
      if (std::unique_ptr<LaneRules>& lane = fields_[field].lanes[bounds_[number].lane % kLanes];
          lane->source.claims == 0)
        lane.reset();
      bounds_.give_back(number);
      break;
    case AtomKind::Lazy:
      if (--lazies_[number].refs > 0) return;
      known_lazies_.erase(hash_of_key(lazies_[number].test->key), number);
      lazies_.give_back(number);
      break;
  }
  if (field != kNoField) release_field(field);
}

// Takes the mark out of what would set it; not all of that may know it yet.
void Level::forget_mark(std::uint32_t number) noexcept {
  Mark& mark = marks_[number];
  Field& field = fields_[mark.field];
  switch (mark.source) {
    case MarkSource::Texts:
      for (const std::uint32_t entry : mark.keyed->texts) field.texts->erase(entry);
      if (field.texts && field.texts->empty()) field.texts.reset();
      [[fallthrough]];
    case MarkSource::Values:
      for (const std::uint32_t entry : mark.keyed->values) {
        auto& marks = field.values[entry].marks;
        *std::find(marks.begin(), marks.end(), number) = marks.back();
        marks.pop_back();
        field.values.erase_unused(entry);
      }
      note_always_asked(mark.field);
      break;
    case MarkSource::Value:
      field.values[mark.number].mark = kNoMark;
      field.values.erase_unused(mark.number);
      note_always_asked(mark.field);
      break;
    case MarkSource::Presence:
      field.presence = kNoMark;
      break;
    case MarkSource::Types:
      std::erase(field.types, number);
      break;
    case MarkSource::Element:
      if (!field.elements) break;
      field.elements->remove(mark.number);
      if (!field.elements->has_rules()) field.elements.reset();
      break;
  }
  marks_.give_back(number);
}

}  // namespace tamis::predicate::set
