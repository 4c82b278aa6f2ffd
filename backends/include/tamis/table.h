// A table of documents, kept in columns: which of them match, and how many?
//
//   predicate::Table table;
//   table.append(document);  // a Value, or nlohmann::ordered_json; append_text(), append_bson()
//   predicate::Program program = predicate::compile(*compile(Source("vip", R"({"vip": true})")));
//   table.count(program);
//   for (predicate::Table::Row row : table.rows(program)) show(*table.document(row));
//
// Each place in the documents has a column: of numbers as narrow as keeps them exact, of dates, of
// codes for the strings that occur, of offsets where there are arrays. What a column cannot hold is
// kept beside it as it is, so that document() gives back every document, members in their order,
// and a verdict is always the one that Matcher gives.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/context.h>
#include <tamis/predicate.h>
#include <tamis/result.h>
#include <tamis/schema.h>

namespace tamis::predicate {

// Changing a table must not run beside anything else that uses it; asking may, in any number of
// threads.
class Table {
 public:
  // From 0, in the order of append(). A row keeps its number for ever, and no other gets it.
  using Row = std::uint64_t;

  Table();
  // What the schema lists has a column of its own, however many other names documents bring; those
  // have the first thousand that come.
  explicit Table(const Schema& schema);
  ~Table();
  Table(Table&&) noexcept;
  Table& operator=(Table&&) noexcept;

  Row append(Value document);
  // A tree, one JSON object as in Matcher::matches_text(), or one BSON document. Nothing is
  // appended when it is malformed, or nests more than Limits::kNesting deep. Codes: E, X.
  Result<Row> append(const nlohmann::ordered_json& document);
  Result<Row> append_text(std::string_view json);
  Result<Row> append_bson(std::span<const std::byte> bson);
  // False, and nothing is done, where there is no such row.
  bool update(Row row, Value document);
  bool erase(Row row);

  // New and updated documents are put into columns by the hundred; this does it at once. Asking
  // gives the same before and after, and takes less time after.
  void settle();

  std::uint64_t size() const;  // rows, without those erased
  bool contains(Row row) const;
  // Nothing where there is no such row.
  std::optional<Value> document(Row row) const;

  std::uint64_t count(const Program& program, const Context& context = {}) const;
  std::vector<Row> rows(const Program& program, const Context& context = {}) const;  // ascending

  // Writes the table to a file, which another Tamis of this format may open on a machine like this
  // one. The file is there whole or, when it cannot be written, as it was before. How many bytes it
  // has. Codes: E072, X002.
  Result<std::uint64_t> save(const std::string& path) const;
  // The table of such a file, which is mapped: columns are used where they stand in it, and
  // processes that open one file share the memory. It is read once, to check it. Changes stay in
  // memory until save(), which may replace the file: those who have it open keep the old one. As
  // long as the table lives nobody may write into the file. Codes: E070 to E072.
  static Result<Table> open(const std::string& path);
  // The same without a file. Codes: X002; E070, E071.
  Result<std::string> to_bytes() const;
  static Result<Table> from_bytes(std::string bytes);

  // In bytes, about: of documents that columns do not hold it is a guess. What is mapped is not
  // counted.
  std::size_t memory() const;

  struct Data;
  const Data& data() const { return *data_; }

 private:
  std::unique_ptr<Data> data_;
};

}  // namespace tamis::predicate
