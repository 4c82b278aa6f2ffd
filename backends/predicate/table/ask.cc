#include "backends/predicate/program.h"
#include "backends/predicate/table/filter.h"
#include "backends/predicate/table/table_data.h"

namespace tamis::predicate {
namespace {

// Calls use(first, rows) for each row group, `first` being the number of its first row.
template <class Use>
void each_group(const Table::Data& table, const Program& program, const Context& context,
                Use&& use) {
  const Program::Data& data = program.data();
  Bindings bindings;
  bindings.bind(data.code, context, data.time_zone);
  table::Filter filter(data.code, bindings);
  Table::Row first = 0;
  for (const table::RowGroup& group : table.groups) {
    use(first, group.matches(filter));
    first += group.rows();
  }
}

}  // namespace

std::uint64_t Table::count(const Program& program, const Context& context) const {
  std::uint64_t found = 0;
  each_group(*data_, program, context,
             [&](Row, const table::Bits& rows) { found += table::count_of_bits(rows); });
  return found;
}

std::vector<Table::Row> Table::rows(const Program& program, const Context& context) const {
  std::vector<Row> found;
  each_group(*data_, program, context, [&](Row first, const table::Bits& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      table::for_each_bit(rows[i], i * table::kWordBits,
                          [&](std::size_t row) { found.push_back(first + row); });
  });
  return found;
}

}  // namespace tamis::predicate
