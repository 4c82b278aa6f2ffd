// Conditions and patterns as bound pointers: nobody but a program that links Tamis can make one.
#pragma once

#include <memory>

#include <tamis/sqlite.h>

#include "backends/sqlite/extension/api.h"

namespace tamis::sqlite {

// Bind to the mark `index`, counted from 1; SQLite result codes. The statement owns a copy.
int bind_residual(sqlite3_stmt* statement, int index, const Residual& residual,
                  const Context& context);
int bind_pattern(sqlite3_stmt* statement, int index, const Pattern& pattern);

}  // namespace tamis::sqlite
