// Asking a table as a lesser machine would than this one is: for tests and measurements.
#pragma once

#include <tamis/table.h>

#include "compiler/values/machines.h"

namespace tamis::predicate::table {

std::uint64_t count(const Table& table, const Program& program, const Context& context,
                    Machine machine);
std::vector<Table::Row> rows(const Table& table, const Program& program, const Context& context,
                             Machine machine);

}  // namespace tamis::predicate::table
