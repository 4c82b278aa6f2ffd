// Whether one of a few texts stands anywhere in a subject.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "compiler/values/regex.h"

namespace tamis {

// All are sought at once, at sixteen places: what the halves of three bytes say of the texts
// that may stand there is looked up in tables of sixteen. Where the machine cannot do that,
// and in short subjects, each is sought by its first and its last byte, at eight places at once.
// A subject takes time in proportion to its length, as the texts are short and few.
class InnerTexts {
 public:
  static constexpr std::size_t kMostTexts = 8;
  static constexpr std::size_t kMostBytes = 32;  // of a text

  // None where there are too many of them, or one is too long or has less than two bytes.
  static std::optional<InnerTexts> of(std::vector<std::string> texts);
  bool found(std::string_view subject) const;
  // Writes for each subject 0xff or 0. The subjects are gone through as one text, so that it does
  // not matter how short they are.
  void find_each(Machine machine, const JoinedSubjects& subjects, std::uint8_t* found) const;
  // The same, without what not every machine can do.
  bool found_by_words(std::string_view subject) const;

  using Texts = std::uint8_t;  // a bit for each
  // The texts whose byte at an offset has this half.
  struct Halves {
    std::size_t offset = 0;
    std::array<Texts, 16> low{}, high{};
  };

 private:
  using PlacesOf = std::uint64_t (*)(std::span<const Halves> halves, const char* begin,
                                     Texts* texts);
  struct Entry {
    std::string text;
    std::uint64_t first = 0, last = 0;  // that byte eight times
  };

  void fill_halves();
  static bool found_by_words(const Entry& entry, std::string_view subject);
  bool stands(Texts texts, std::string_view from) const;
  void find_each_by_places(PlacesOf places_of, std::string_view all,
                           std::span<const std::uint32_t> ends, std::uint8_t* found) const;

  std::vector<Entry> entries_;
  std::array<Halves, 3> halves_;
};

}  // namespace tamis
