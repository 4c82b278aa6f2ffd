// SQLite as the code around it sees it: linked, or through the table that SQLite hands to a
// loaded extension.
#pragma once

#ifdef TAMIS_LOADABLE
#include <sqlite3ext.h>
SQLITE_EXTENSION_INIT3
#else
#include <sqlite3.h>
#endif
