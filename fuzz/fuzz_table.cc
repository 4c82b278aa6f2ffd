// Any bytes as a saved table, under a right header and checksum: it is refused, or answers, and is
// saved and opened without loss.
#include <tamis/compile.h>
#include <tamis/table.h>

#include "fuzz/check.h"
#include "tests/support/seal_table.h"

using namespace tamis;
using predicate::Table;

namespace {

constexpr const char* kConditions[] = {
    R"({"a": {"$gte": 1}})",
    R"({"s": {"$regex": "x"}})",
    R"({"s": {"$in": ["x", null]}})",
    R"({"o.k": 1})",
    R"({"o": {"$elemMatch": {"k": {"$gt": 1}}}})",
    R"({"tags": {"$size": 2}})",
};

// Whole blocks, with what begins and ends a saved table.
std::string sealed(std::string bytes) {
  using namespace predicate::table;
  static const std::string kHeader = Table().to_bytes().value().substr(0, sizeof(Header));
  if (bytes.size() < sizeof(Header) + sizeof(Trailer)) return bytes;
  bytes.replace(0, sizeof(Header), kHeader);
  const std::size_t body = bytes.size() - sizeof(Trailer);
  bytes.resize((body + kBlock - 1) / kBlock * kBlock + sizeof(Trailer));
  test::seal_table(bytes);
  return bytes;
}

void ask(const Table& table) {
  static const std::vector<predicate::Program> kPrograms = [] {
    std::vector<predicate::Program> programs;
    for (const char* text : kConditions)
      programs.push_back(predicate::compile(compile(Source("condition", text)).value()));
    return programs;
  }();
  for (const predicate::Program& program : kPrograms) {
    const std::vector<Table::Row> rows = table.rows(program);
    fuzz::require(rows.size() == table.count(program), "a table counts what it gives");
    for (const Table::Row row : rows)
      fuzz::require(table.contains(row), "a row that is found is there");
  }
}

void require_keeps(const Table& table) {
  const Result<std::string> bytes = table.to_bytes();
  fuzz::require(bytes.ok(), "a table that was opened is saved");
  const Result<Table> again = Table::from_bytes(*bytes);
  fuzz::require(again.ok(), "a table that was saved is opened");
  fuzz::require(again->to_bytes().value() == *bytes, "a table is saved alike");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Result<Table> opened = Table::from_bytes(sealed(std::string(fuzz::text_of(data, size))));
  fuzz::require_well_formed(opened.diagnostics());
  if (!opened) return 0;
  Table table = *std::move(opened);
  ask(table);
  require_keeps(table);
  for (Table::Row row = 0; row < 100; ++row)
    if (std::optional<Value> document = table.document(row))
      table.update(row, *std::move(document));
  table.settle();
  ask(table);
  require_keeps(table);
  return 0;
}
