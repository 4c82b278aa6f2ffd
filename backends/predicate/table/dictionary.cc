#include "backends/predicate/table/dictionary.h"

#include <algorithm>
#include <bit>

#include "backends/predicate/hash_bytes.h"
#include "grammar/utf8.h"

namespace tamis::predicate::table {

Dictionary::Code Dictionary::intern(std::string_view text) {
  if (5 * (std::size_t{size_} + 1) > 4 * slots_.size()) grow();
  const std::size_t slot = slot_of(text);
  if (slots_[slot] != kNone) return slots_[slot];
  if (size_ % kSegment == 0) {
    if (!segments_.empty())
      segments_.back().text.edit([](std::vector<char>& full) { full.shrink_to_fit(); });
    segments_.emplace_back();
  }
  Segment& segment = segments_.back();
  segment.are_valid = segment.are_valid && !find_invalid_utf8(text);
  segment.text.edit([&](auto& all) { all.insert(all.end(), text.begin(), text.end()); });
  segment.ends.edit(
      [&](auto& ends) { ends.push_back(static_cast<std::uint32_t>(segment.text.size())); });
  slots_.edit([&](auto& slots) { slots[slot] = size_; });
  return size_++;
}

Dictionary::Code Dictionary::find(std::string_view text) const {
  return slots_.empty() ? kNone : slots_[slot_of(text)];
}

std::string_view Dictionary::operator[](Code code) const {
  const Segment& segment = segments_[code / kSegment];
  const std::size_t i = code % kSegment;
  const std::uint32_t begin = i == 0 ? 0 : segment.ends[i - 1];
  return {segment.text.data() + begin, segment.ends[i] - begin};
}

std::size_t Dictionary::memory() const {
  std::size_t bytes = slots_.memory() + segments_.capacity() * sizeof(Segment);
  for (const Segment& segment : segments_) bytes += segment.text.memory() + segment.ends.memory();
  return bytes;
}

// Where the text is, or the free slot for it.
std::size_t Dictionary::slot_of(std::string_view text) const {
  const std::size_t mask = slots_.size() - 1;
  std::size_t slot = hash_bytes(seed_, text) & mask;
  while (slots_[slot] != kNone && (*this)[slots_[slot]] != text) slot = (slot + 1) & mask;
  return slot;
}

void Dictionary::grow() {
  slots_ = Buffer(std::vector<Code>(slots_.empty() ? 16 : 2 * slots_.size(), kNone));
  slots_.edit([&](std::vector<Code>& slots) {
    for (Code code = 0; code < size_; ++code) slots[slot_of((*this)[code])] = code;
  });
}

// Every code has a string, and a search ends.
bool Dictionary::is_sound() const {
  const bool has_slots = slots_.empty()
                             ? size_ == 0
                             : std::has_single_bit(slots_.size()) && size_ < slots_.size() &&
                                   std::ranges::count(slots_, kNone) ==
                                       static_cast<std::ptrdiff_t>(slots_.size() - size_);
  if (!has_slots || segments_.size() != (std::size_t{size_} + kSegment - 1) / kSegment)
    return false;
  for (const Code each : slots_)
    if (each != kNone && each >= size_) return false;
  for (std::size_t i = 0; i < segments_.size(); ++i) {
    const Segment& segment = segments_[i];
    if (segment.ends.size() != std::min<std::size_t>(kSegment, size_ - i * kSegment) ||
        segment.ends.end()[-1] != segment.text.size() || !std::ranges::is_sorted(segment.ends))
      return false;
  }
  return true;
}

// All of them are where the whole is, and none begins within a character.
void Dictionary::find_valid_segments() {
  constexpr auto kIsWithin = [](char byte) { return (byte & '\xc0') == '\x80'; };
  for (Segment& segment : segments_) {
    const std::string_view all(segment.text.data(), segment.text.size());
    segment.are_valid =
        !find_invalid_utf8(all) && std::ranges::none_of(segment.ends, [&](std::uint32_t begin) {
          return begin < all.size() && kIsWithin(all[begin]);
        });
  }
}

}  // namespace tamis::predicate::table
