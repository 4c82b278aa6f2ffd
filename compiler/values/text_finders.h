// Whether one of a few texts stands at an end of a subject, or anywhere in it.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tamis {

// Texts at one end of a subject, by their byte that is nearest to it.
class EdgeTexts {
 public:
  enum class Edge : std::uint8_t { Begin, End };
  explicit EdgeTexts(Edge edge) : edge_(edge) {}

  // `whole`: the subject is to hold nothing else. The text is not empty.
  void add(std::string text, bool whole);
  bool found(std::string_view subject) const {
    return !entries_.empty() && !subject.empty() && found_among(first_[nearest(subject)], subject);
  }

 private:
  struct Entry {
    std::string text;
    bool whole = false;
    std::uint8_t next = 0;  // another of the same byte, as in first_
  };
  bool found_among(std::size_t number, std::string_view subject) const;
  unsigned char nearest(std::string_view text) const {
    return static_cast<unsigned char>(edge_ == Edge::Begin ? text.front() : text.back());
  }

  Edge edge_;
  std::vector<Entry> entries_;             // at most 255
  std::array<std::uint8_t, 256> first_{};  // by that byte: in entries_, from 1; 0: there is none
};

// Texts anywhere in a subject, each sought by its first and its last byte at once, eight places at
// a time. A subject takes time in proportion to its length, as the texts are short and few.
class InnerTexts {
 public:
  static constexpr std::size_t kMostTexts = 8;
  static constexpr std::size_t kMostBytes = 32;  // of a text

  // None where there are too many of them, or one is too long or has less than two bytes.
  static std::optional<InnerTexts> of(std::vector<std::string> texts);
  bool found(std::string_view subject) const;

 private:
  struct Entry {
    std::string text;
    std::uint64_t first = 0, last = 0;  // that byte eight times
  };
  static bool found(const Entry& entry, std::string_view subject);

  std::vector<Entry> entries_;
};

}  // namespace tamis
