#include "backends/predicate/set/text_table.h"

#include <algorithm>

namespace tamis::predicate::set {
namespace {

constexpr std::size_t kFirstBuckets = 16;
constexpr std::size_t kLongestWord = 2;  // as a logarithm
// What is looked at to find a key that few have: places in a text, and others with that hash.
constexpr std::size_t kMostOffsets = 32;
constexpr std::size_t kMostOthers = 8;

}  // namespace

std::uint32_t TextTable::insert(Where where, std::string text, std::uint32_t mark) {
  make_room();
  const std::uint32_t number = entries_.take();
  Entry& entry = entries_[number];
  entry.where = where;
  entry.text = std::move(text);
  entry.mark = mark;
  choose_key(entry);
  link(number);
  ++count_;
  ++count_of(entry);
  return number;
}

void TextTable::erase(std::uint32_t number) noexcept {
  Entry& entry = entries_[number];
  --count_;
  --count_of(entry);
  (entry.before == kNone ? bucket_of(entry.hash) : entries_[entry.before].next) = entry.next;
  if (entry.next != kNone) entries_[entry.next].before = entry.before;
  entries_.give_back(number);
}

void TextTable::choose_key(Entry& entry) const {
  const std::size_t longest = entry.where == Where::Anywhere ? kLongestWord : kSizes - 1;
  const auto size = static_cast<std::size_t>(std::bit_width(entry.text.size())) - 1;
  entry.key_size = static_cast<std::uint8_t>(std::min(size, longest));
  const std::size_t last = entry.text.size() - (std::size_t{1} << entry.key_size);
  if (entry.where != Where::Anywhere) {
    entry.hash = hash_of_key(entry, entry.where == Where::Begin ? 0 : last);
    return;
  }
  std::size_t fewest = kMostOthers + 1;
  for (std::size_t offset = 0; offset <= last && offset < kMostOffsets && fewest > 0; ++offset) {
    const std::uint32_t hash = hash_of_key(entry, offset);
    const std::size_t others = others_with(hash);
    if (others >= fewest) continue;
    fewest = others;
    entry.hash = hash;
    entry.offset = static_cast<std::uint32_t>(offset);
  }
}

std::uint32_t TextTable::hash_of_key(const Entry& entry, std::size_t offset) const {
  const std::uint64_t seed = key_seed(entry.where, entry.key_size);
  const char* const key = entry.text.data() + offset;
  if (entry.where != Where::Anywhere)
    return static_cast<std::uint32_t>(hash_bytes(seed, {key, std::size_t{1} << entry.key_size}));
  switch (entry.key_size) {
    case 0:
      return hash_of(seed, word_at<std::uint8_t>(key));
    case 1:
      return hash_of(seed, word_at<std::uint16_t>(key));
    default:
      return hash_of(seed, word_at<std::uint32_t>(key));
  }
}

// At most kMostOthers of those in the bucket.
std::size_t TextTable::others_with(std::uint32_t hash) const {
  std::size_t others = 0;
  std::uint32_t number = bucket_of(hash);
  for (; number != kNone && others < kMostOthers; number = entries_[number].next) ++others;
  return others;
}

void TextTable::make_room() {
  entries_.make_room();
  if (2 * (count_ + std::size_t{1}) <= buckets_.size()) return;
  buckets_.assign(std::max(kFirstBuckets, 2 * buckets_.size()), kNone);
  for (std::uint32_t number = 0; number < entries_.size(); ++number)
    if (!entries_[number].text.empty()) link(number);
}

void TextTable::link(std::uint32_t number) {
  Entry& entry = entries_[number];
  std::uint32_t& first = bucket_of(entry.hash);
  entry.before = kNone;
  entry.next = first;
  if (first != kNone) entries_[first].before = number;
  first = number;
}

}  // namespace tamis::predicate::set
