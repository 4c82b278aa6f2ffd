#include "backends/sqlite/query/index_text.h"

#include <fmt/format.h>

namespace tamis::sqlite {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// What is no letter or digit would have to be quoted wherever the index is named.
void add_word(std::string& name, std::string_view word) {
  if (!name.empty()) name += '_';
  for (const char c : word) name += is_word(c) ? c : '_';
}

}  // namespace

std::string name_for(const IndexShape& shape, const TrialDatabase& trial) {
  std::string name;
  add_word(name, shape.table);
  for (const std::string& word : shape.names) add_word(name, word);
  // Names that begin so are SQLite's own.
  if (sqlite3_strnicmp(name.c_str(), "sqlite_", 7) == 0) name.insert(0, "index_");
  std::string free = name;
  for (int i = 2; trial.has(free); ++i) free = fmt::format("{}_{}", name, i);
  return free;
}

std::string create_index(const std::string& name, const IndexShape& shape, const Dialect& dialect,
                         const std::string& attached) {
  return fmt::format("CREATE INDEX {}{} ON {}({})",
                     attached.empty() ? "" : dialect.quoted(attached) + ".", dialect.quoted(name),
                     dialect.quoted(shape.table), fmt::join(shape.terms, ", "));
}

}  // namespace tamis::sqlite
