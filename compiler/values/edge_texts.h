// Whether one of a few texts stands at an end of a subject.
#pragma once

#include <bit>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "compiler/values/same_bytes.h"

namespace tamis {

enum class Edge : std::uint8_t { Begin, End };

// The one who asks knows how many they are, and of what size one is, and asks what is made for
// that.
template <Edge kEdge>
class EdgeTexts {
 public:
  static constexpr std::size_t kMostTexts = 64;
  // How much a subject may have beside the text: nothing, or anything.
  static constexpr std::size_t kNothing = 0;
  static constexpr std::size_t kAnything = SIZE_MAX / 2;

  struct Entry {
    std::string text;  // not empty
    std::size_t most_beside = kAnything;
  };
  EdgeTexts() = default;
  explicit EdgeTexts(std::vector<Entry> entries) : entries_(std::move(entries)) {
    if (count() != 0 && !is_one()) fill_table();
  }

  std::size_t count() const { return entries_.size(); }
  std::size_t size_of_first() const { return entries_.front().text.size(); }
  // Which is_one_found() is for, not is_any_found().
  bool is_one() const { return count() == 1 && size_of_first() <= 2 * sizeof(std::uint64_t); }

  // Of one text, of as many bytes as one Word to two of them.
  template <class Word>
  bool is_one_found(std::string_view subject) const {
    return stands(entries_.front(), subject, same_ends<Word>);
  }
  // Texts: an unsigned type, the first of 8 to 64 bits that has a bit for each.
  template <class Texts>
  bool is_any_found(std::string_view subject) const {
    if (subject.empty()) return false;
    Texts texts = texts_with<Texts>(subject, 0);
    if (subject.size() >= kNearest) texts &= texts_with<Texts>(subject, 1);
    for (; texts != 0; texts &= static_cast<Texts>(texts - 1))
      if (stands(entries_[static_cast<std::size_t>(std::countr_zero(texts))], subject, same_bytes))
        return true;
    return false;
  }

 private:
  static constexpr std::size_t kNearest = 2;
  static constexpr std::size_t kBytes = 256;

  // A subject that is too short is not branched on: the text stands in for it.
  template <class Same>
  static bool stands(const Entry& entry, std::string_view subject, Same same) {
    const std::size_t size = entry.text.size();
    const std::size_t beside = subject.size() - size;  // wraps where it is too short
    const bool fits = beside <= entry.most_beside;
    const char* from = fits ? subject.data() : entry.text.data();
    const std::size_t begin = kEdge == Edge::End && fits ? beside : 0;
    return same(from + begin, entry.text.data(), size) & fits;
  }
  // Where the table has the byte that so many stand before on the way to the edge.
  static std::size_t place_of(std::string_view text, std::size_t before) {
    const char byte = text[kEdge == Edge::Begin ? before : text.size() - 1 - before];
    return before * kBytes + static_cast<unsigned char>(byte);
  }
  template <class Texts>
  Texts texts_with(std::string_view subject, std::size_t before) const {
    return word_at<Texts>(table_.data() + place_of(subject, before) * sizeof(Texts));
  }
  void fill_table() {
    const std::size_t width = std::bit_ceil((entries_.size() + 7) / 8);
    table_.resize(kNearest * kBytes * width);
    for (std::size_t number = 0; number < entries_.size(); ++number) {
      const std::string& text = entries_[number].text;
      const auto add_at = [&](std::size_t place) {
        char& eight = table_[place * width + number / 8];
        eight = static_cast<char>(eight | 1 << (number % 8));
      };
      add_at(place_of(text, 0));
      if (text.size() >= kNearest)
        add_at(place_of(text, 1));
      else
        for (std::size_t byte = 0; byte < kBytes; ++byte) add_at(kBytes + byte);
    }
  }

  std::vector<Entry> entries_;
  // By the byte nearest to the edge, then by the next: the texts that may have it there. Of one
  // there is none.
  std::vector<char> table_;
};

}  // namespace tamis
