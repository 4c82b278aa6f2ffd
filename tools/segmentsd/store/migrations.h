// The tables of the database, as steps from an empty file to the newest form.
#pragma once

namespace segmentsd {

class Database;

// Takes the steps that `PRAGMA user_version` has not seen, all in one transaction. A database of a
// newer program is a StoreError.
void migrate(Database& db);

}  // namespace segmentsd
