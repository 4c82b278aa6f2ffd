// The tokens of many lines of JSON at once, and whether each line is an object.
//
// Read as one text, lines cost less than one by one: there is no block that a line fills in part,
// and their tokens are held to the grammar 64 at a time (LineGrammar). The answers are those of
// TextTokens and of TextScan's walk, for all of the lines together. Where they are not all sure,
// each line is walked.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "backends/predicate/text/text_tokens.h"
#include "compiler/values/machines.h"

namespace tamis::predicate {

class TextLines {
 public:
  static constexpr std::size_t kMostBytes = std::size_t{16} << 10U;

  // For tests, a lesser machine than this one.
  explicit TextLines(Machine machine = this_machine());

  // Whether the machine has AVX-512, which all below needs.
  bool can_read() const { return reader_ != nullptr; }
  // Whole lines, each with its line break, and no more than kMostBytes. False: they are to be read
  // one by one, as there is a mistake in a string. They must outlive what is asked below unchanged.
  bool read(std::string_view lines);

  std::size_t count() const { return found_.lines; }
  // From a line's first token to its end; empty, if it is blank.
  std::string_view line(std::size_t line) const {
    return up_to_end_of(line).substr(offsets_[first_token(line)]);
  }
  std::string_view up_to_end_of(std::size_t line) const {
    return text_.substr(0, offsets_[line_ends_[line]]);
  }
  // A line's tokens; their offsets, as that of its end, are in the text of all lines.
  Tokens tokens(std::size_t line) const {
    const std::uint32_t first = first_token(line);
    return {kinds_.get() + kBefore + first, offsets_.get() + first, line_ends_[line] - first,
            found_.have_escapes && has_escapes(line), found_.have_plain_numbers};
  }
  // Of all lines, the token from which its own are counted.
  std::uint32_t first_token(std::size_t line) const {
    return line == 0 ? 0 : line_ends_[line - 1] + 1;
  }

  // Every line that is not blank is an object that a walk would pass, but for escapes.
  bool are_sound() const { return found_.are_sound; }
  // If they are, the names of the members of their roots, as tokens of all lines, ascending.
  std::size_t name_count() const { return found_.names; }
  std::uint32_t name(std::size_t at) const { return names_[at]; }
  std::uint32_t offset(std::uint32_t token) const { return offsets_[token]; }

  struct Found {
    std::size_t lines = 0;
    std::size_t names = 0;
    bool have_sound_strings = false;
    bool have_escapes = false;
    bool have_plain_numbers = false;
    bool are_sound = false;
  };

  // What a reader writes, with room for blocks more than the bytes of the lines.
  struct Room {
    char* kinds;  // and one before the first
    std::uint32_t* offsets;
    char* scalars;
    char* bounds;
    std::uint64_t* in_object;  // bit by bit, for each of the bounds
    std::uint64_t* in_root;
    std::uint32_t* line_ends;  // tokens
    std::uint32_t* names;
  };

 private:
  using Reader = Found (*)(std::string_view lines, const Room& room);
  static Reader reader_on(Machine machine);

  bool has_escapes(std::size_t line) const;

  static constexpr std::size_t kBefore = 64;  // bytes, so that a token has one before it

  Reader reader_;  // or none
  Found found_;
  std::string_view text_;
  std::unique_ptr<char[]> kinds_, scalars_, bounds_;
  std::unique_ptr<std::uint32_t[]> offsets_, line_ends_, names_;
  std::unique_ptr<std::uint64_t[]> in_object_, in_root_;
};

}  // namespace tamis::predicate
