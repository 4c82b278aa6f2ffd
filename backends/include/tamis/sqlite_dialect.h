// Dialect: what SQL engines say each in its own way. What they say alike stands in the code:
// SELECT, EXISTS, IN, BETWEEN, CASE, coalesce, nullif, substr of text, ||, %, &, IS NULL, IS TRUE.
// Another engine is another value of this, and a mapping.
//
// Of an engine is asked that it compares text byte by byte, and whole numbers with others exactly.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tamis::sqlite {

// In a phrase {0}, {1} … are operands: names, values, calls, or what stands in parentheses; those
// of `match` and `stored` may be any expression. A phrase that is empty the engine does not have:
// what needs it is left to `match`, and refused where that is empty, too (B001).
struct Dialect {
  char identifier_quote = '"';
  std::string_view yes = "1", no = "0";  // a condition that every row meets, or none
  // Two values, each perhaps NULL, are one or both NULL: never NULL.
  std::string_view same = "{0} IS {1}";
  std::string_view different = "{0} IS NOT {1}";
  // A column is compared with the values that it keeps, and not with what its type would make of
  // the other side.
  std::string_view unconverted = "+{0}";
  // A term that no index is to be used for.
  std::string_view unindexed = "+{0}";
  // What a column keeps that may keep several: 'integer', 'real', 'text' or 'blob'. Empty where
  // every column has one type.
  std::string_view type_of = "typeof({0})";
  std::string_view whole = "CAST({0} AS INTEGER)";  // a number without its fraction
  // A text and a part of it; NULL where the text is.
  std::string_view contains = "instr({0}, {1}) > 0";
  // A text, the bytes of its end as a blob, and their number: never NULL.
  std::string_view ends_with = "substr(CAST({0} AS BLOB), -{2}) IS {1}";
  std::string_view ends_otherwise = "substr(CAST({0} AS BLOB), -{2}) IS NOT {1}";
  // JSON and a path. All of them, or none.
  std::string_view json_value = "json_extract({0}, {1})";  // a scalar as SQL has it, else text
  // 'integer', 'real', 'text', 'true', 'false', 'null', 'object', 'array'; NULL where nothing is.
  std::string_view json_type = "json_type({0}, {1})";
  std::string_view json_length = "json_array_length({0}, {1})";
  // As rows of an array, with `value`, `type` and, NULL for arrays and objects, `atom`.
  std::string_view json_rows = "json_each({0}, {1})";
  // A query of what a JSON array of numbers and texts has.
  std::string_view values_of = "SELECT value FROM json_each({0})";
  std::string_view joined = "group_concat({0}, ',')";  // texts of rows, in their order
  // What the extension adds: a document and a condition, a text and a pattern, a value and the
  // types that it may have.
  std::string_view match = "tamis_match({0}, {1})";
  std::string_view regex = "tamis_regex({0}, {1})";
  std::string_view stored = "tamis_value({0}, {1})";  // as Extended JSON
  // Literals.
  std::string_view blob = "x'{0}'";  // of hexadecimal digits
  std::string_view text_of_blob = "CAST({0} AS TEXT)";
  std::string_view infinity = "9e999";
  std::string_view no_limit = "-1";  // LIMIT before an OFFSET; empty where that may stand alone
  // What the engine's parser and expressions bear.
  int parser_stack = 80;
  int expression_height = 900;
  std::size_t parameters = 32'000;
  // As many are prepared in milliseconds; the time grows with their square.
  std::size_t quick_parameters = 2'000;
  std::size_t compound_terms = 200;  // of a UNION
  std::size_t list_values = 200;     // a longer list is bound as one JSON array

  bool has_json() const { return !json_value.empty(); }

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
