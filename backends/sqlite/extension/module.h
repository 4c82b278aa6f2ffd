#pragma once

struct sqlite3;

namespace tamis::sqlite {

// The functions as a shell uses them, with conditions and patterns as text.
int register_text_functions(sqlite3* db);

}  // namespace tamis::sqlite
