#include "backends/predicate/document/writer.h"

#include <algorithm>
#include <stdexcept>

namespace tamis::predicate {

// Also after a document that could not be finished.
void SlotBlock::clear() {
  slots_.clear();
  members_.clear();
  spelled_.clear();
}

std::size_t SlotBlock::append(std::size_t count) {
  const std::size_t first = slots_.size();
  slots_.resize(first + count);
  return first;
}

Slot& SlotBlock::link(std::size_t at, std::size_t count, std::size_t slots) {
  if (count > std::numeric_limits<std::uint32_t>::max())
    throw std::length_error("a text or list of a document is too long");
  const std::size_t rest = append(slots);
  Slot& slot = slots_[at];
  slot.count = static_cast<std::uint32_t>(count);
  slot.distance = rest - at;
  return slot;
}

void SlotBlock::put_bytes(std::size_t at, std::string_view bytes) {
  const Slot& slot = link(at, bytes.size(), Slot::slots_for(bytes.size()));
  if (!bytes.empty()) std::memcpy(slots_.data() + at + slot.distance, bytes.data(), bytes.size());
}

void SlotBlock::put_text(std::size_t at, BsonType type, std::string_view text) {
  slots_[at].set(make_text(type, text));
  if (text.size() > Slot::kInline) put_bytes(at, text);
}

std::size_t SlotBlock::put_pair(std::size_t at) {
  return at + link(at, 2, 2).distance;
}

void SlotBlock::put(std::size_t at, const Datum& datum) {
  slots_[at].set(datum);
  switch (datum.type) {
    case BsonType::String:
    case BsonType::Symbol:
    case BsonType::JavaScript:
      put_text(at, datum.type, datum.text);
      break;
    case BsonType::JavaScriptWithScope:
      put_text(put_pair(at), BsonType::JavaScript, datum.text);
      break;
    case BsonType::Binary:
      put_bytes(at, datum.text);
      break;
    case BsonType::Decimal128:
      put_bytes(at, {reinterpret_cast<const char*>(&datum.decimal), sizeof datum.decimal});
      break;
    case BsonType::Regex: {
      const std::size_t pattern = put_pair(at);
      put_text(pattern, BsonType::String, datum.text);
      put_text(pattern + 1, BsonType::String, datum.second);
      break;
    }
    case BsonType::DbPointer: {
      const std::size_t collection = put_pair(at);
      put_text(collection, BsonType::String, datum.second);
      put(collection + 1, make_object_id(datum.object_id));
      break;
    }
    default:  // it has no rest
      break;
  }
}

std::size_t SlotBlock::put_array(std::size_t at, std::size_t count) {
  slots_[at].type = BsonType::Array;
  return at + link(at, count, count).distance;
}

NameId SlotBlock::number(std::string_view name) {
  // Documents are much alike: most often the name is the one that came here last time.
  if (const NameId guess = next_[last_]; guess != kNoName && names_.names[guess] == name)
    return last_ = guess;
  if (name.size() > FieldNames::kLongest) return kSpelled;
  const NameId id = numbers_.number(name);
  if (id == kSpelled) return id;
  if (next_.size() <= id) next_.resize(id + std::size_t{1}, kNoName);
  next_[last_] = id;
  return last_ = id;
}

void SlotBlock::name_member(std::string_view name) {
  const NameId id = number(name);
  if (id == kSpelled) spelled_ += name;
  members_.push_back({id, spelled_.size()});
}

ShapeId SlotBlock::shape_of_members(bool spelled) {
  if (spelled || members_.size() > Shape::kMost) return kNoShape;
  Shape shape;
  std::ranges::transform(members_, shape.names.begin(), &Name::id);
  return shapes_.number(std::string_view(shape));
}

std::size_t SlotBlock::put_object(std::size_t at) {
  const std::size_t count = members_.size();
  const bool spelled = std::ranges::find(members_, kSpelled, &Name::id) != members_.end();
  const ShapeId shape = shape_of_members(spelled);
  const std::size_t listed = shape == kNoShape ? Slot::slots_for(count * sizeof(NameId)) : 0;
  Slot& slot = link(at, count, listed + count * (spelled ? 2 : 1));
  slot.type = BsonType::Object;
  slot.detail = spelled ? 1 : 0;
  slot.head = shape;
  const std::size_t rest = at + slot.distance;
  if (listed != 0) list_names(rest, listed);
  if (spelled) spell_names(rest + listed + count);
  members_.clear();
  spelled_.clear();
  return rest + listed;
}

void SlotBlock::list_names(std::size_t at, std::size_t slots) {
  auto* const ids = reinterpret_cast<NameId*>(slots_.data() + at);
  std::fill_n(ids, slots * sizeof(Slot) / sizeof(NameId), kNoName);
  for (std::size_t i = 0; i < members_.size(); ++i) ids[i] = members_[i].id;
}

void SlotBlock::spell_names(std::size_t at) {
  std::size_t begin = 0;
  for (const Name& name : members_) {
    if (name.id == kSpelled)
      put_text(at, BsonType::String,
               std::string_view(spelled_).substr(begin, name.text_end - begin));
    begin = name.text_end;
    ++at;
  }
}

}  // namespace tamis::predicate
