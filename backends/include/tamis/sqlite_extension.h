// The functions that emitted SQL may call.
//
//   tamis_match(document, condition)   1 if the JSON text matches, else 0; NULL counts as {};
//                                      text that is no JSON object is an error of the statement
//   tamis_regex(subject, pattern)      1 if the pattern is found in the text, else 0; what is
//                                      no text (NULL, too) holds nothing
//   tamis_value(x, types)              what a column keeps, as Extended JSON; of a document that
//                                      is put together from columns
//   tamis_compare(a, b)                -1, 0 or 1: how MongoDB orders two values (its manual,
//                                      "Comparison/Sort Order"), each a number or Extended JSON
//                                      text as `->` gives it; NULL beside NULL
//
// In a program that links Tamis the second arguments of the first two are bound pointers, see
// bind() in <tamis/sqlite_query.h>, so SQL from elsewhere cannot compile anything. For a shell
// there is the loadable tamis_sqlite.so, whose functions take text:
//
//   .load tamis_sqlite
//   SELECT id FROM contacts WHERE tamis_match(doc, '{"country": "FI"}');
//
// There tamis_regex(subject, pattern, options) takes the letters of `$options`. Conditions are read
// without a schema.
#pragma once

struct sqlite3;

namespace tamis::sqlite {

// Registers them on a connection, as deterministic and innocuous; an SQLite result code. A
// function depends on its arguments alone: the moment of relative dates is bound with the
// condition.
int register_functions(sqlite3* db);

}  // namespace tamis::sqlite
