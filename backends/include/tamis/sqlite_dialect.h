// Dialect: how one SQL engine spells what expressions are made of. Another engine is another value
// of this, and a mapping. The texts are not copied.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tamis::sqlite {

struct Dialect {
  char identifier_quote = '"';
  std::string_view json_value = "json_extract";  // (json, path): a scalar as SQL has it, else text
  std::string_view json_type = "json_type";      // (json, path): NULL where nothing is
  std::string_view json_rows = "json_each";      // (json, path): columns `value` and `type`
  std::string_view json_length = "json_array_length";
  std::string_view position_of = "instr";   // (text, part): from 1; 0 is nowhere
  std::string_view match = "tamis_match";   // (document, condition)
  std::string_view regex = "tamis_regex";   // (subject, pattern)
  std::string_view stored = "tamis_value";  // (value, types): as Extended JSON
  std::string_view unindexed = "+";         // before what no index is to be used for
  // What the engine's parser and expressions bear.
  int parser_stack = 80;
  int expression_height = 900;
  std::size_t parameters = 32'000;
  // As many are prepared in milliseconds; the time grows with their square.
  std::size_t quick_parameters = 2'000;
  std::size_t compound_terms = 200;  // of a UNION
  std::size_t list_values = 200;     // a longer list is bound as one JSON array

  std::string quoted(std::string_view name) const {
    std::string text(1, identifier_quote);
    for (const char c : name) {
      if (c == identifier_quote) text += c;
      text += c;
    }
    return text + identifier_quote;
  }

  // Text of the schema's, never of a condition's.
  std::string literal(std::string_view text) const {
    std::string quoted = "'";
    for (const char c : text) {
      if (c == '\'') quoted += c;
      quoted += c;
    }
    return quoted + '\'';
  }

  bool operator==(const Dialect&) const = default;
};

inline constexpr Dialect kSqlite;

}  // namespace tamis::sqlite
