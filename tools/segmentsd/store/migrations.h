// The tables of the database, as steps from an empty file to the newest form.
#pragma once

namespace segmentsd {

class Database;

// A database of a newer program is a StoreError; nothing is written.
void check_version(Database& db);
// Takes the steps that `PRAGMA user_version` has not seen, all in one transaction, after
// check_version().
void migrate(Database& db);

}  // namespace segmentsd
