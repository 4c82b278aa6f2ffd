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

#include <tamis/predicate.h>

#include "compiler/values/machines.h"

namespace tamis::predicate {

// Where they stand. Behind the last there is one more, at the end of the text, which is none.
struct Tokens {
  const char* kinds = nullptr;  // the first byte of each
  const std::uint32_t* offsets = nullptr;
  std::size_t count = 0;
  bool has_escapes = false;
  // Every scalar that begins with a digit or a sign is known to be a number without an exponent,
  // and with too few digits to be beyond a double. Never told of a text that is trusted, or short.
  bool has_plain_numbers = false;
};

class TextTokens {
 public:
  // Bytes of a text. The numbers of a shorter one are looked at sooner one by one.
  static constexpr std::size_t kWorthListing = 512;

  // For tests, a lesser machine than this one.
  explicit TextTokens(Machine machine = this_machine());

  // False: ask a parser. Both `json` and `parser`, whose memory it may use, must outlive what is
  // asked below unchanged.
  bool read(std::string_view json, TextCheck check, simdjson::dom::parser& parser);

  Tokens tokens() const {
    return {kinds_.get(), offsets_, found_.count, found_.has_escapes, found_.has_plain_numbers};
  }

  struct Found {
    std::size_t count = 0;  // of tokens, or nothing
    bool has_escapes = false;
    bool has_plain_numbers = false;
  };

 private:
  // Writes the tokens but for their end, and has room for a block more.
  using Reader = Found (*)(std::string_view json, char* kinds, std::uint32_t* offsets,
                           char* scalars);
  struct Readers {  // or none
    Reader tokens = nullptr;
    Reader scalars_too = nullptr;  // lists them, and looks at the numbers
  };
  static Readers readers_on(Machine machine);

  bool read_by_parser(std::string_view json, simdjson::dom::parser& parser);
  bool read_by(Reader reader, std::string_view json);
  void make_room(std::size_t tokens);

  Readers readers_;
  Found found_;
  const std::uint32_t* offsets_ = nullptr;  // the parser's or our own
  std::unique_ptr<char[]> kinds_;
  std::unique_ptr<std::uint32_t[]> own_offsets_;
  std::unique_ptr<char[]> scalars_;  // a reader's, for a list of them
  std::size_t room_ = 0;             // tokens
};

}  // namespace tamis::predicate
