// tamis_match(document, condition) and tamis_regex(subject, pattern), and where their second
// arguments come from: bound pointers in a program that links Tamis (bound_arguments.cc), text in
// a loaded extension (text_arguments.cc). Neither reads what is the other's.
#pragma once

#include <memory>
#include <new>
#include <span>
#include <string>
#include <utility>

#include <tamis/predicate.h>

#include "backends/sqlite/extension/api.h"
#include "compiler/values/regex.h"

namespace tamis::sqlite {

using Arguments = std::span<sqlite3_value*>;

// What a call of tamis_match asks of the document. One statement's, so one thread's at a time.
struct Question {
  predicate::Matcher matcher;
  Context context;
  predicate::TextCheck check = predicate::TextCheck::Whole;
};

// Of a call's arguments; owned by the statement. Null after an error has become the call's result.
Question* question_of(sqlite3_context* call, Arguments arguments);
const RegexProgram* pattern_of(sqlite3_context* call, Arguments arguments);

// What sqlite3_create_function() takes.
void tamis_match(sqlite3_context* call, int count, sqlite3_value** values);
void tamis_regex(sqlite3_context* call, int count, sqlite3_value** values);
// tamis_value(x, types): what a column keeps, as Extended JSON of the value that it stands for.
void tamis_value(sqlite3_context* call, int count, sqlite3_value** values);
// tamis_compare(a, b): -1, 0 or 1.
void tamis_compare(sqlite3_context* call, int count, sqlite3_value** values);

struct FunctionInfo {
  const char* name;
  int arguments;
  void (*call)(sqlite3_context*, int, sqlite3_value**);
};
// An SQLite result code.
int register_all(sqlite3* db, std::span<const FunctionInfo> functions);

// SQLite's C code cannot pass an exception on.
template <class Body>
void guarded(sqlite3_context* call, Body body) {
  try {
    body();
  } catch (const std::bad_alloc&) {
    sqlite3_result_error_nomem(call);
  }
}

void fail(sqlite3_context* call, const std::string& message);

// A text argument, which may hold NUL; "" of anything else.
std::string_view text_of(sqlite3_value* value);
// Of an argument that is known to be text.
std::string_view bytes_of(sqlite3_value* value);

}  // namespace tamis::sqlite
