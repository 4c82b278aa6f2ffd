#include <tamis/condition_set.h>

#include "backends/predicate/set/batch_run.h"
#include "backends/predicate/set/condition_set.h"
#include "backends/predicate/table/kernels.h"
#include "backends/predicate/table/table_data.h"

namespace tamis::predicate {
namespace {

set::Places places_of(const table::RowGroup& group) {
  set::Places places{group.settled(), {}, group.rows(), group.living_rows()};
  // Not if some rows have come and gone since columns were made.
  const bool are_slots =
      !group.has_waiting() && places.chunk != nullptr && places.chunk->size == group.rows();
  for (std::uint32_t row = 0; row < group.rows() && !are_slots; ++row)
    places.nodes.push_back(group.contains(row) ? group.root(row) : table::TableForm::Node());
  return places;
}

}  // namespace

std::uint64_t RowSet::count() const {
  return table::count_of_bits(words_);
}

void RowSet::append_to(std::vector<std::uint64_t>& rows) const {
  for (std::size_t i = 0; i < words_.size(); ++i)
    table::for_each_bit(words_[i], i * table::kWordBits,
                        [&](std::size_t row) { rows.push_back(first_ + row); });
}

void match_rows(const ConditionSet& set, const Table& table, const UseRows& use,
                const Context& context) {
  const set::Level& root = set.data().root;
  set::BatchScratch scratch(root);
  Table::Row first = 0;
  for (const table::RowGroup& group : table.data().groups) {
    set::BatchRun(root, scratch, context)
        .run(places_of(group),
             [&](ConditionSet::Id id, const table::Bits& rows) { use(id, RowSet(first, rows)); });
    first += group.rows();
  }
}

}  // namespace tamis::predicate
