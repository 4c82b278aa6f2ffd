// The texts that patterns seek in the strings of one path, each with a mark. All are sought at
// once, by keys: a key is as many bytes of its text as a power of two, and is looked up by its hash
// at the ends of a string, or at every place in it.
#pragma once

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "backends/predicate/hash_bytes.h"
#include "backends/predicate/set/pool.h"
#include "compiler/values/regex_chars.h"
#include "compiler/values/same_bytes.h"

namespace tamis::predicate::set {

class TextTable {
 public:
  enum class Where : std::uint8_t { Begin, End, Anywhere };

  // `seed` makes the hashes of one table differ from another's.
  explicit TextTable(std::uint64_t seed) : seed_(seed) {}

  bool empty() const { return count_ == 0; }
  // The number of the entry; the text is not empty, and may have other entries.
  std::uint32_t insert(Where where, std::string text, std::uint32_t mark);
  void erase(std::uint32_t number) noexcept;

  // Calls use(mark) for each text that stands in its place, perhaps several times; for none if the
  // subject is not valid UTF-8.
  template <class Use>
  void find(std::string_view subject, Use&& use) const {
    std::optional<bool> is_valid;
    const auto found = [&](std::uint32_t mark) {
      if (!is_valid) is_valid = is_valid_utf8(subject);
      if (*is_valid) use(mark);
    };
    find_at_edge(Where::Begin, subject, found);
    find_at_edge(Where::End, subject, found);
    find_anywhere<std::uint8_t>(subject, found);
    find_anywhere<std::uint16_t>(subject, found);
    find_anywhere<std::uint32_t>(subject, found);
  }

 private:
  static constexpr std::uint32_t kNone = 0xffffffff;
  static constexpr std::size_t kWheres = 3;
  static constexpr std::size_t kSizes = 32;  // of keys, by logarithm

  struct Entry {
    std::string text;  // empty: the entry is not in use
    std::uint32_t mark = 0;
    std::uint32_t hash = 0;    // of the key
    std::uint32_t offset = 0;  // of the key in the text
    Where where = Where::Begin;
    std::uint8_t key_size = 0;                   // its logarithm
    std::uint32_t before = kNone, next = kNone;  // in the bucket
  };

  std::uint64_t key_seed(Where where, std::size_t size) const {
    return mix_hash(seed_, size * kWheres + static_cast<std::size_t>(where));
  }
  std::uint32_t hash_of_key(const Entry& entry, std::size_t offset) const;
  template <class Word>
  static std::uint32_t hash_of(std::uint64_t seed, Word key) {
    return static_cast<std::uint32_t>(mix_hash(seed, key));
  }
  const std::uint32_t& bucket_of(std::uint32_t hash) const {
    return buckets_[hash & (buckets_.size() - 1)];
  }
  std::uint32_t& bucket_of(std::uint32_t hash) { return buckets_[hash & (buckets_.size() - 1)]; }
  std::uint32_t& count_of(const Entry& entry) {
    return counts_[static_cast<std::size_t>(entry.where)][entry.key_size];
  }
  bool has_keys(Where where, std::size_t size) const {
    return counts_[static_cast<std::size_t>(where)][size] > 0;
  }

  template <class Use>
  void find_at_edge(Where where, std::string_view subject, Use& use) const {
    for (std::size_t size = 0; size < kSizes && subject.size() >> size != 0; ++size) {
      if (!has_keys(where, size)) continue;
      const std::size_t bytes = std::size_t{1} << size;
      const std::size_t at = where == Where::Begin ? 0 : subject.size() - bytes;
      const std::uint64_t hash = hash_bytes(key_seed(where, size), subject.substr(at, bytes));
      find_by_key(static_cast<std::uint32_t>(hash), subject, at, use);
    }
  }

  template <class Word, class Use>
  void find_anywhere(std::string_view subject, Use& use) const {
    constexpr std::size_t kSize = std::bit_width(sizeof(Word)) - 1;
    if (!has_keys(Where::Anywhere, kSize)) return;
    const std::uint64_t seed = key_seed(Where::Anywhere, kSize);
    for (std::size_t at = 0; at + sizeof(Word) <= subject.size(); ++at)
      find_by_key(hash_of(seed, word_at<Word>(subject.data() + at)), subject, at, use);
  }

  // That have a key which may stand there.
  template <class Use>
  void find_by_key(std::uint32_t hash, std::string_view subject, std::size_t at, Use& use) const {
    std::uint32_t number = bucket_of(hash);
    for (; number != kNone; number = entries_[number].next)
      if (entries_[number].hash == hash && stands(entries_[number], subject, at))
        use(entries_[number].mark);
  }

  // Where its key is there; of an entry that stands at an edge wherever the key is.
  static bool stands(const Entry& entry, std::string_view subject, std::size_t key) {
    if (entry.where == Where::Begin) return subject.starts_with(entry.text);
    if (entry.where == Where::End) return subject.ends_with(entry.text);
    return key >= entry.offset && subject.substr(key - entry.offset).starts_with(entry.text);
  }

  void choose_key(Entry& entry) const;
  std::size_t others_with(std::uint32_t hash) const;
  void make_room();
  void link(std::uint32_t number);

  std::uint64_t seed_;
  std::uint32_t count_ = 0;
  std::array<std::array<std::uint32_t, kSizes>, kWheres> counts_{};
  std::vector<std::uint32_t> buckets_;  // none, or a power of two, twice as many as entries
  Pool<Entry> entries_;
};

}  // namespace tamis::predicate::set
