// SQLite, once for each way to keep documents in it.
#include <algorithm>
#include <optional>

#include <tamis/extended_json.h>
#include <tamis/sqlite.h>
#include <tamis/sqlite_query.h>

#include "backends/sqlite/open_filter.h"
#include "tools/tamis/engines/adapters.h"
#include "tools/tamis/engines/sqlite_checker.h"
#include "tools/tamis/engines/sqlite_database.h"
#include "tools/tamis/engines/sqlite_mapping.h"
#include "tools/tamis/engines/sqlite_store.h"

namespace tamis::engines {
namespace {

using sqlite::EmitOptions;
using sqlite::SqlFilter;

// The statement asks for the rows that match and for those that do not: a row in neither answer
// would be one for which the filter is NULL.
Outcome ask(const SqliteDatabase& db, const std::string& table, const SqlFilter& filter,
            const Context& context, std::size_t documents) {
  const std::string sql = "SELECT id, 1 FROM " + table + " WHERE " + filter.text +
                          " UNION ALL SELECT id, 0 FROM " + table + " WHERE NOT (" + filter.text +
                          ")";
  SqliteStatement statement = db.prepare(sql);
  const int code = sqlite::bind(statement.get(), filter, context);
  if (code != SQLITE_OK) return Failed{"bind: " + std::string(sqlite3_errstr(code))};
  Matched matched;
  std::size_t answers = 0;
  for (; statement.step(); ++answers)
    if (sqlite3_column_int(statement.get(), 1) == 1)
      matched.ids.push_back(static_cast<std::uint32_t>(sqlite3_column_int(statement.get(), 0)));
  std::sort(matched.ids.begin(), matched.ids.end());
  if (answers != documents) return Failed{"not two-valued: " + filter.text};
  return matched;
}

std::vector<std::uint32_t> keys(const SqliteDatabase& db, const sqlite::SqlStatement& select,
                                const Context& context) {
  SqliteStatement statement = db.prepare(select.text);
  if (sqlite::bind(statement.get(), select, context) != SQLITE_OK) throw SqliteError("bind");
  std::vector<std::uint32_t> keys;
  while (statement.step())
    keys.push_back(static_cast<std::uint32_t>(sqlite3_column_int(statement.get(), 0)));
  std::sort(keys.begin(), keys.end());
  return keys;
}

EmitOptions numbered() {
  return {.marks = {.kind = sqlite::Marks::Kind::Numbered}};
}

// Whole documents as JSON text, in one form of Extended JSON. A document that the relaxed form
// would change is kept in the canonical one.
class DocumentEngine : public Engine {
 public:
  DocumentEngine(ExtendedJson form, bool pure) : form_(form), pure_(pure) {}

  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    if (documents.text() == nullptr) return Skipped{"a document has no form as Extended JSON"};
    EmitOptions options = numbered();
    options.pure_sql = pure_;
    const Result<SqlFilter> filter = sqlite::emit(condition, options);
    if (!filter) return Rejected{error_codes(filter.diagnostics())};
    try {
      const std::string fault = checker_.fault(condition, *filter, options, context);
      if (!fault.empty()) return Failed{fault};
      if (documents_ != documents.id()) load(documents);
      return ask(*db_, "documents", *filter, context, documents.size());
    } catch (const SqliteError& error) {
      return Failed{std::string("SQLite: ") + error.what() + ": " + filter->text};
    }
  }

 private:
  void load(const Documents& documents) {
    if (!db_) {
      db_.emplace(SqliteDatabase::in_memory());
      db_->execute("CREATE TABLE documents(id INTEGER PRIMARY KEY, doc TEXT)");
    }
    documents_ = 0;
    db_->execute("BEGIN; DELETE FROM documents");
    SqliteStatement insert = db_->prepare("INSERT INTO documents VALUES (?, ?)");
    for (std::size_t i = 0; i < documents.size(); ++i) {
      insert.bind(1, static_cast<std::int64_t>(i));
      insert.bind(2, text_of(documents, i));
      insert.step();
      insert.reset();
    }
    db_->execute("COMMIT");
    documents_ = documents.id();
  }

  std::string text_of(const Documents& documents, std::size_t i) const {
    const Value& value = documents.values()[i];
    if (form_ == ExtendedJson::Relaxed) {
      const std::string text = to_extended_json(value, form_);
      const Result<Value> back = parse_extended_json(Source("document", text));
      if (back && identical(*back, value)) return text;
    }
    return (*documents.text())[i];
  }

  ExtendedJson form_;
  bool pure_;
  SqlChecker checker_{std::nullopt};
  std::uint64_t documents_ = 0;  // those in the database
  std::optional<SqliteDatabase> db_;
};

// Tables as a mapping of the condition's schema has them. What is asked is emitted as words of SQL;
// or asked of documents, none of which is kept: they are put together again for each question.
class MappedEngine : public Engine {
 public:
  enum class Ask { Words, Rebuilt };
  explicit MappedEngine(SqliteMapping mapping, Ask ask = Ask::Words)
      : mapping_(mapping), ask_(ask) {}

  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    if (!condition.schema()) return Skipped{"the condition has no schema"};
    if (!plain_ || *plain_ != *condition.schema()) use(*condition.schema());
    if (!mapped_) return Skipped{"the schema cannot be mapped as text"};
    CompileOptions options = condition.options();
    options.schema = mapped_;
    const Result<Condition> mapped = compile(condition.source(), options);
    if (!mapped) return Failed{"the mapped schema: " + mapped.diagnostics().front().message};
    const Result<SqlFilter> filter = emitter()(*mapped, numbered());
    if (!filter && ask_ == Ask::Rebuilt)
      return Skipped{"the columns keep too little of a document"};
    if (!filter) return Rejected{error_codes(filter.diagnostics())};
    try {
      const std::string fault = checker_->fault(*mapped, *filter, numbered(), context);
      if (!fault.empty()) return Failed{fault};
      if (documents_ != documents.id() && !load(documents))
        return Skipped{"a document does not fit the schema"};
      Outcome outcome =
          ask(store_->database(), mapped_->sqlite()->table, *filter, context, documents.size());
      auto* matched = std::get_if<Matched>(&outcome);
      if (matched == nullptr) return outcome;
      matched->held = held_;
      if (ask_ == Ask::Rebuilt) return outcome;
      if (auto failed = otherwise(*mapped, *matched, context)) return *std::move(failed);
      return outcome;
    } catch (const SqliteError& error) {
      return Failed{std::string("SQLite: ") + error.what() + ": " + filter->text};
    }
  }

 private:
  SqlEmitter emitter() const { return ask_ == Ask::Rebuilt ? sqlite::emit_match : sqlite::emit; }

  // Other ways to ask the same: a whole statement, which need not have the filter in it, a count,
  // and the filter with its values as text, where it has one.
  std::optional<Failed> otherwise(const Condition& mapped, const Matched& matched,
                                  const Context& context) const {
    const SqliteDatabase& db = store_->database();
    const sqlite::Selection from_child_tables{.no_orphans = true};
    const auto select = sqlite::select(mapped, from_child_tables);
    if (!select) return Failed{"select: " + select.diagnostics().front().message};
    if (std::string fault = checker_->fault(mapped, *select, from_child_tables, {}); !fault.empty())
      return Failed{std::move(fault)};
    if (keys(db, *select, context) != matched.ids) return Failed{"other keys: " + select->text};
    const sqlite::Selection of_count{.what = sqlite::Selection::What::Count};
    const auto count = sqlite::select(mapped, of_count);
    if (!count) return Failed{"count: " + count.diagnostics().front().message};
    if (std::string fault = checker_->fault(mapped, *count, of_count, {}); !fault.empty())
      return Failed{std::move(fault)};
    if (keys(db, *count, context) != std::vector{static_cast<std::uint32_t>(matched.ids.size())})
      return Failed{"another count: " + count->text};
    EmitOptions options;
    options.inline_values = true;
    options.now = context;
    const Result<SqlFilter> text = sqlite::emit(mapped, options);
    // The functions of a program take no text: only those that `.load` brings do.
    if (!text || text->text.find("tamis_") != std::string::npos) return std::nullopt;
    if (std::string fault = checker_->fault(mapped, *text, options, context); !fault.empty())
      return Failed{std::move(fault)};
    const Outcome inlined = ask(db, mapped_->sqlite()->table, *text, context, held_->size());
    const auto* same = std::get_if<Matched>(&inlined);
    if (same == nullptr || same->ids != matched.ids)
      return Failed{"with values as text: " + text->text};
    return std::nullopt;
  }

  void use(const Schema& schema) {
    plain_ = schema;
    mapped_ = mapped_schema(schema, mapping_, ask_ == Ask::Words);
    store_.reset();
    checker_.reset();
    documents_ = 0;
    if (!mapped_) return;
    store_.emplace(*mapped_);
    checker_.emplace(mapped_, "doc", emitter());
  }

  bool load(const Documents& documents) {
    std::vector<Value> held;
    for (const Value& document : documents.values()) {
      std::optional<Value> value = as_held(*mapped_, document);
      if (!value) return false;
      held.push_back(*std::move(value));
    }
    store_->load(held);
    held_ = std::make_shared<Documents>(std::move(held));
    documents_ = documents.id();
    return true;
  }

  SqliteMapping mapping_;
  Ask ask_;
  std::optional<Schema> plain_, mapped_;
  std::optional<SqliteStore> store_;
  std::optional<SqlChecker> checker_;
  std::uint64_t documents_ = 0;  // those in the store
  std::shared_ptr<const Documents> held_;
};

}  // namespace

std::unique_ptr<Engine> make_sqlite_columns() {
  return std::make_unique<MappedEngine>(SqliteMapping::Columns);
}

std::unique_ptr<Engine> make_sqlite_eav() {
  return std::make_unique<MappedEngine>(SqliteMapping::Eav);
}

std::unique_ptr<Engine> make_sqlite_json() {
  return std::make_unique<MappedEngine>(SqliteMapping::Json);
}

std::unique_ptr<Engine> make_sqlite_rebuilt() {
  return std::make_unique<MappedEngine>(SqliteMapping::Columns, MappedEngine::Ask::Rebuilt);
}

std::unique_ptr<Engine> make_sqlite_document() {
  return std::make_unique<DocumentEngine>(ExtendedJson::Canonical, false);
}

std::unique_ptr<Engine> make_sqlite_relaxed() {
  return std::make_unique<DocumentEngine>(ExtendedJson::Relaxed, false);
}

std::unique_ptr<Engine> make_sqlite_pure() {
  return std::make_unique<DocumentEngine>(ExtendedJson::Canonical, true);
}

}  // namespace tamis::engines
