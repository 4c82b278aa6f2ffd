// Sample: a few hundred rows of each table that ANALYZE has counted, picked evenly along its key,
// in a database of their own: how much of a table a test selects is asked of them.
#pragma once

#include <sqlite3.h>

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include <tamis/sqlite.h>

namespace tamis::sqlite {

class Sample {
 public:
  explicit Sample(int& code);

  // Of a table the columns that are named; of one whose key is neither a rowid nor whole numbers,
  // and of none, nothing. A thousand look-ups at most.
  int take(sqlite3* db, const std::string& table, const std::vector<std::string>& columns);

  // The share of a table's rows that `from`, "FROM the table WHERE …", selects, at least half a row
  // of the sample; -1 where it cannot be asked. Thread-safe.
  double share(const std::string& table, const SqlFilter& from) const;

 private:
  struct Close {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
  };
  std::unique_ptr<sqlite3, Close> db_;
  std::map<std::string, double> rows_;  // in the sample
  mutable std::mutex mutex_;
};

}  // namespace tamis::sqlite
