// The entry point of tamis_sqlite.so, by the name that SQLite derives from the file's.
#include "backends/sqlite/extension/module.h"

#include <sqlite3ext.h>

SQLITE_EXTENSION_INIT1

extern "C" __attribute__((visibility("default"))) int sqlite3_tamissqlite_init(
    sqlite3* db, char** /*message*/, const sqlite3_api_routines* api) {
  SQLITE_EXTENSION_INIT2(api)
  return tamis::sqlite::register_text_functions(db);
}
