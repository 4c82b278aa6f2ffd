// Indexes that could serve a condition. Whether SQLite would use one only it can say (advise.cc).
#pragma once

#include <string>
#include <vector>

#include <tamis/condition.h>
#include <tamis/sqlite_dialect.h>

namespace tamis::sqlite {

struct IndexShape {
  std::string table;
  std::vector<std::string> terms;  // as SQL: `"country"`, `json_extract("doc", '$.country')`
  std::vector<std::string> names;  // a word for each

  bool operator==(const IndexShape&) const = default;
};

// Of the columns and expressions that a conjunction compares, those of equality first; of a child
// table once with its key behind them, to find the keys of a value, and once before them, to ask
// one row of the root, whose table is the schema's unless another is named.
std::vector<IndexShape> candidates(const Condition& condition, const Dialect& dialect,
                                   const std::string& table = {});

// What the schema says is indexed.
std::vector<IndexShape> hinted_indexes(const Schema& schema, const Dialect& dialect,
                                       const std::string& table = {});

}  // namespace tamis::sqlite
