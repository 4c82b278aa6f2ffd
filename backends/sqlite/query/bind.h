#pragma once

#include <span>

#include <tamis/sqlite_query.h>

namespace tamis::sqlite {

// bind() of parameters that may be those of a filter and further ones; `first` counts from 1.
int bind_all(sqlite3_stmt* statement, std::span<const SqlParam> params, const Context& context,
             int first);

}  // namespace tamis::sqlite
