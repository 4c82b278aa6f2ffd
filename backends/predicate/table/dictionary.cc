#include "backends/predicate/table/dictionary.h"

#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate::table {

Dictionary::Code Dictionary::intern(std::string_view text) {
  if (5 * (std::size_t{size_} + 1) > 4 * slots_.size()) grow();
  Code& slot = slots_[slot_of(text)];
  if (slot != kNone) return slot;
  if (size_ % kSegment == 0) {
    if (!segments_.empty()) segments_.back().text.shrink_to_fit();
    segments_.emplace_back();
  }
  Segment& segment = segments_.back();
  segment.text += text;
  segment.ends.push_back(static_cast<std::uint32_t>(segment.text.size()));
  return slot = size_++;
}

Dictionary::Code Dictionary::find(std::string_view text) const {
  return slots_.empty() ? kNone : slots_[slot_of(text)];
}

std::string_view Dictionary::operator[](Code code) const {
  const Segment& segment = segments_[code / kSegment];
  const std::size_t i = code % kSegment;
  const std::uint32_t begin = i == 0 ? 0 : segment.ends[i - 1];
  return std::string_view(segment.text).substr(begin, segment.ends[i] - begin);
}

std::size_t Dictionary::memory() const {
  std::size_t bytes = slots_.capacity() * sizeof(Code) + segments_.capacity() * sizeof(Segment);
  for (const Segment& segment : segments_)
    bytes += segment.text.capacity() + segment.ends.capacity() * sizeof(std::uint32_t);
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
  slots_.assign(slots_.empty() ? 16 : 2 * slots_.size(), kNone);
  for (Code code = 0; code < size_; ++code) slots_[slot_of((*this)[code])] = code;
}

}  // namespace tamis::predicate::table
