// TextScan: the text of one JSON object, checked as a whole and made ready to be looked into
// without being parsed: 64 bytes at a time, a bit for each byte.
//
// Sound, not complete. What read() passes is a document that simdjson passes, and has the same
// meaning (predicate_scan_test holds it to that). What it does not pass may be malformed, or have
// something rare in it: a number with an exponent, a name with an escape, half of a surrogate pair,
// more than 62 levels. That is for a parser to say.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace tamis::predicate {

class TextScan {
 public:
  using Position = std::uint32_t;  // of a byte in the text

  // Whether the processor can do it: x86-64 with AVX2 and carry-less multiplication.
  static bool supported();

  // False: ask a parser. `json` must outlive what is asked below, all of which needs a true.
  bool read(std::string_view json);

  std::string_view text() const { return text_; }
  bool has_escapes() const { return has_escapes_; }
  Position root() const { return root_; }
  // The opening quotes of the names of the root's members.
  std::span<const Position> root_names() const { return {root_names_.get(), root_name_count_}; }

  // The bracket that closes the one at `open`.
  Position closing_bracket(Position open) const { return closing_[open]; }
  // The quote that closes the one at `open`.
  Position closing_quote(Position open) const {
    return next_bit(open + 1, [](const Block& block) { return block.closing_quotes; });
  }
  // The comma or bracket behind the value that begins at `value`.
  Position behind(Position value) const {
    const char first = text_[value];
    if (first == '{' || first == '[') value = closing_[value];
    if (first == '"') value = closing_quote(value);
    return next_bit(value + 1, [](const Block& block) { return block.separators; });
  }
  Position skip_blanks(Position at) const {
    while (is_blank(text_[at])) ++at;
    return at;
  }
  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

  // Longer texts are not passed.
  static constexpr std::size_t kMostBytes = std::size_t{1} << 20U;

 private:
  friend class TextScanner;

  struct Block {
    std::uint64_t closing_quotes;
    std::uint64_t separators;  // commas, closing brackets
  };

  // The first bit from `at` on; there is one.
  template <class Word>
  Position next_bit(Position at, Word word) const {
    const Block* block = blocks_.get() + at / 64;
    std::uint64_t bits = word(*block) >> (at % 64);
    if (bits != 0) return at + static_cast<Position>(std::countr_zero(bits));
    do bits = word(*++block);
    while (bits == 0);
    return static_cast<Position>(block - blocks_.get()) * 64 +
           static_cast<Position>(std::countr_zero(bits));
  }

  void make_room(std::size_t size);

  std::string_view text_;
  bool has_escapes_ = false;
  Position root_ = 0;
  std::size_t root_name_count_ = 0;
  std::size_t room_ = 0;  // bytes of text
  std::unique_ptr<Block[]> blocks_;
  std::unique_ptr<Position[]> closing_;  // by the byte that opens
  std::unique_ptr<Position[]> root_names_;
};

}  // namespace tamis::predicate
