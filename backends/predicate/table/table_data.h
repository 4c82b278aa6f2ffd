#pragma once

#include <simdjson.h>

#include <tamis/table.h>

#include "backends/predicate/table/row_group.h"

namespace tamis::predicate {

struct Table::Data {
  table::ColumnBudget budget;
  table::Column root;
  std::vector<table::RowGroup> groups;  // all but the last are full
  std::uint64_t living = 0;
  simdjson::dom::parser parser;

  Data();
};

}  // namespace tamis::predicate
