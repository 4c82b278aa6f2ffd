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

  // In bytes, about: of documents that columns do not hold it is a guess.
  std::size_t memory() const;

  struct Data;
  const Data& data() const { return *data_; }

 private:
  std::unique_ptr<Data> data_;
};

}  // namespace tamis::predicate
