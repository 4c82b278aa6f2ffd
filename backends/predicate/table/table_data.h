#pragma once

#include <simdjson.h>

#include <tamis/table.h>

#include "backends/predicate/table/row_group.h"

namespace tamis::predicate {

struct Table::Data {
  std::shared_ptr<const void> saved;  // the bytes in which some of the rest stands
  table::ColumnBudget budget;
  table::Column root;
  std::vector<table::RowGroup> groups;  // all but the last are full
  std::uint64_t living = 0;
  simdjson::dom::parser parser;

  Data();

  template <class Archive, class Self>
  static void transfer(Archive& archive, Self& self) {
    archive(self.budget.left, self.budget.seed, self.root);
    archive.list(
        self.groups, [] { return table::RowGroup(); },
        [&](auto& each) { table::RowGroup::transfer(archive, each, self.root); });
    if constexpr (Archive::kReads) {
      for (const table::RowGroup& each : self.groups) {
        Archive::require(each.full() || &each == &self.groups.back());
        self.living += each.living();
      }
    }
  }
};

}  // namespace tamis::predicate
