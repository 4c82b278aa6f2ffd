// The predicate over a table: one that was filled from every form of the documents, one that was
// saved and opened since, and one whose rows were others before and of which some are gone.
#include <tamis/table.h>

#include <nlohmann/json.hpp>

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

predicate::Table empty_table(const Condition& condition) {
  return condition.schema() ? predicate::Table(*condition.schema()) : predicate::Table();
}

class TableEngine final : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    if (filled_ != documents.id()) {
      filled_ = documents.id();
      fill(condition, documents);
      fill_by_changes(condition, documents);
    }
    const predicate::Program program = predicate::compile(condition);
    Matched result;
    for (const predicate::Table::Row row : rows(plain_, program, context))
      result.ids.push_back(static_cast<std::uint32_t>(row));
    require(rows(saved_, program, context) == rows(plain_, program, context),
            "a table that was saved gives other rows");
    std::vector<predicate::Table::Row> changed = rows(changed_, program, context);
    for (predicate::Table::Row& row : changed) row /= 2;
    require(std::equal(changed.begin(), changed.end(), result.ids.begin(), result.ids.end()),
            "a table that was changed gives other rows");
    return result;
  }

 private:
  static std::vector<predicate::Table::Row> rows(const predicate::Table& table,
                                                 const predicate::Program& program,
                                                 const Context& context) {
    std::vector<predicate::Table::Row> found = table.rows(program, context);
    require(table.count(program, context) == found.size(), "a table counts what it does not give");
    return found;
  }

  void fill(const Condition& condition, const Documents& documents) {
    plain_ = empty_table(condition);
    for (std::size_t i = 0; i < documents.size(); ++i) append(plain_, documents, i);
    plain_.settle();
    check_documents(plain_, documents);
    Result<std::string> bytes = plain_.to_bytes();
    require(bytes.ok(), "a table cannot be saved");
    Result<predicate::Table> opened = predicate::Table::from_bytes(*std::move(bytes));
    require(opened.ok(), "a table that was saved cannot be opened");
    saved_ = *std::move(opened);
    check_documents(saved_, documents);
  }

  static void check_documents(const predicate::Table& table, const Documents& documents) {
    for (std::size_t i = 0; i < documents.size(); ++i) {
      const std::optional<Value> back = table.document(i);
      require(back && identical(*back, documents.values()[i]), "a table gives another document");
    }
  }

  // One form after another, of those that there are.
  static void append(predicate::Table& table, const Documents& documents, std::size_t i) {
    if (i % 4 == 0 && documents.bson() != nullptr)
      require(table.append_bson(std::as_bytes(std::span((*documents.bson())[i]))).ok(),
              "a table does not take BSON");
    else if (i % 4 == 1 && documents.text() != nullptr)
      require(table.append_text((*documents.text())[i]).ok(), "a table does not take text");
    else if (i % 4 == 2 && documents.json() != nullptr)
      require(table.append((*documents.json())[i]).ok(), "a table does not take a tree");
    else
      table.append(documents.values()[i]);
  }

  // A document is row 2i; the row behind it is erased.
  void fill_by_changes(const Condition& condition, const Documents& documents) {
    changed_ = empty_table(condition);
    const std::vector<Value>& values = documents.values();
    for (std::size_t i = 0; i < values.size(); ++i) {
      changed_.append(values[(i + 1) % values.size()]);
      changed_.append(values[i]);
    }
    changed_.settle();
    for (std::size_t i = 0; i < values.size(); ++i) {
      require(changed_.erase(2 * i + 1), "a table does not erase");
      require(changed_.update(2 * i, values[i]), "a table does not update");
      if (i == values.size() / 2) changed_.settle();
    }
    require(changed_.size() == values.size(), "a table does not count its rows");
  }

  predicate::Table plain_;
  predicate::Table saved_;
  predicate::Table changed_;
  std::uint64_t filled_ = 0;  // with the documents of which they are; their ids begin at 1
};

}  // namespace

std::unique_ptr<Engine> make_predicate_table() {
  return std::make_unique<TableEngine>();
}

}  // namespace tamis::engines
