#include "backends/predicate/table/ask.h"

#include "backends/predicate/program.h"
#include "backends/predicate/table/filter.h"
#include "backends/predicate/table/table_data.h"

namespace tamis::predicate {
namespace table {
namespace {

// Calls use(first, rows) for each row group, `first` being the number of its first row.
template <class Use>
void each_group(const Table::Data& table, const Program& program, const Context& context,
                Machine machine, Use&& use) {
  const Program::Data& data = program.data();
  Bindings bindings;
  bindings.bind(data.code, context, data.time_zone);
  Filter filter(data.code, bindings, machine);
  Bits rows;
  Table::Row first = 0;
  for (const RowGroup& group : table.groups) {
    group.find(filter, rows);
    use(first, rows);
    first += group.rows();
  }
}

}  // namespace

std::uint64_t count(const Table& table, const Program& program, const Context& context,
                    Machine machine) {
  std::uint64_t found = 0;
  each_group(table.data(), program, context, machine,
             [&](Table::Row, const Bits& rows) { found += count_of_bits(machine, rows); });
  return found;
}

std::vector<Table::Row> rows(const Table& table, const Program& program, const Context& context,
                             Machine machine) {
  std::vector<Table::Row> found;
  each_group(table.data(), program, context, machine, [&](Table::Row first, const Bits& rows) {
    for (std::size_t i = 0; i < rows.size(); ++i)
      for_each_bit(rows[i], i * kWordBits, [&](std::size_t row) { found.push_back(first + row); });
  });
  return found;
}

}  // namespace table

std::uint64_t Table::count(const Program& program, const Context& context) const {
  return table::count(*this, program, context, this_machine());
}

std::vector<Table::Row> Table::rows(const Program& program, const Context& context) const {
  return table::rows(*this, program, context, this_machine());
}

}  // namespace tamis::predicate
