// Running a filter of <tamis/sqlite.h> on a connection.
//
//   register_functions(db);  // <tamis/sqlite_extension.h>, once for a connection
//   Result<SqlFilter> filter = emit(condition, options);
//   sqlite3_prepare_v2(db, ("SELECT id FROM contacts WHERE " + filter->text).c_str(), …);
//   bind(statement, *filter, Context::now());
//
// Functions that return int give SQLite result codes.
#pragma once

#include <tamis/context.h>
#include <tamis/sqlite.h>

struct sqlite3_stmt;

namespace tamis::sqlite {

// Binds every parameter, relative dates as they are at the context's moment. `first` is the number
// of the filter's first mark as SQLite counts them, from 1. The statement keeps copies; it must
// have been reset.
int bind(sqlite3_stmt* statement, const SqlFilter& filter, const Context& context, int first = 1);

}  // namespace tamis::sqlite
