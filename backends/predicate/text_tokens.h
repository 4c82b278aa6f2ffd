// The tokens of a JSON text: brackets, commas, colons, and the first bytes of strings and scalars.
//
// Checked is that the text is UTF-8, that its strings are closed and that they have no control
// characters.
#pragma once

#include <simdjson.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>

#include "compiler/values/machines.h"

namespace tamis::predicate {

class TextTokens {
 public:
  // For tests, a lesser machine than this one.
  explicit TextTokens(Machine machine = this_machine());

  // False: ask a parser. Both `json` and `parser`, whose memory it may use, must outlive what is
  // asked below unchanged.
  bool read(std::string_view json, simdjson::dom::parser& parser);

  std::size_t count() const { return count_; }
  // The first byte of each, and a NUL.
  const char* kinds() const { return kinds_.get(); }
  // Where each begins, and where the text ends.
  const std::uint32_t* offsets() const { return offsets_; }
  bool has_escapes() const { return has_escapes_; }

 private:
  // Writes what kinds() and offsets() are but for their ends, and has room for a block more. The
  // number of tokens, or nothing.
  using Reader = std::size_t (*)(std::string_view json, char* kinds, std::uint32_t* offsets,
                                 bool& has_escapes);
  static Reader reader_on(Machine machine);

  bool read_by_parser(std::string_view json, simdjson::dom::parser& parser);
  bool read_by_blocks(std::string_view json);
  void make_room(std::size_t tokens);

  Reader reader_;  // or nothing
  std::size_t count_ = 0;
  bool has_escapes_ = false;
  const std::uint32_t* offsets_ = nullptr;  // the parser's or our own
  std::unique_ptr<char[]> kinds_;
  std::unique_ptr<std::uint32_t[]> own_offsets_;
  std::size_t room_ = 0;  // tokens
};

}  // namespace tamis::predicate
