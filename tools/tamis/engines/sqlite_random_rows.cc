#include "tools/tamis/engines/sqlite_random_rows.h"

#include <tamis/extended_json.h>

#include <algorithm>
#include <limits>
#include <map>
#include <random>

#include "tools/tamis/engines/sqlite_store.h"

namespace tamis::engines {
namespace {

constexpr std::int64_t kRows = 32;

const std::vector<Value>& pool() {
  static const std::vector<Value> values = {0,
                                            1,
                                            2,
                                            -1,
                                            std::numeric_limits<std::int64_t>::max(),
                                            1.5,
                                            -std::numeric_limits<double>::infinity(),
                                            "",
                                            "a",
                                            "true",
                                            "2024-01-01T00:00:00.000Z",
                                            std::string("a\0b", 3),
                                            Binary{std::string("\0\xFF", 2), 0}};
  return values;
}

// A column, and what the schema says of it.
struct Column {
  bool is_root_key = false;
  bool is_key = false;  // that refers to the root's
  bool nullable = true;
  bool is_document = false;
  std::vector<Value> values = {};                       // that a mapping asks for
  std::map<std::string, const FieldSchema*> json = {};  // members of an object of JSON
  const FieldSchema* whole_json = nullptr;              // the column holds a field as JSON
  std::vector<std::string> required = {};               // of the members
};
using Table = std::map<std::string, Column>;

bool holds_json(const FieldSchema& field) {
  return field.types.intersects({BsonType::Object, BsonType::Array});
}

// The tables of a schema, with its word on what may be NULL.
class Reader {
 public:
  explicit Reader(const Schema& schema) {
    const SqliteRoot& root = *schema.sqlite();
    Table& table = tables_[root.table];
    table[root.key] = {.is_root_key = true, .nullable = false};
    if (!root.document.empty()) table[root.document].is_document = true;
    read(schema.root(), table, true, !root.document.empty());
  }

  std::map<std::string, Table> tables() && { return std::move(tables_); }

 private:
  void read(const FieldSchema& object, Table& table, bool is_there, bool has_document) {
    for (const FieldSchema& field : object.properties) {
      const bool required =
          is_there && object.is_required(field.name) && !field.types.contains(BsonType::Null);
      if (field.sqlite && field.sqlite->table.empty())
        place(field, *field.sqlite, table, required);
      else if (field.sqlite)
        rows(field, *field.sqlite, table);
      else if (has_own_column(field, has_document))
        table[field.name].nullable = !required;
      else
        read(field, table, required, true);
    }
  }

  static void place(const FieldSchema& field, const SqliteField& mapping, Table& table,
                    bool required) {
    if (!mapping.presence.empty()) table[mapping.presence].values = {0, 1, 2};
    Column& column = table[mapping.column];
    const bool is_whole = mapping.path.empty() || mapping.path == "$";
    if (is_whole && (holds_json(field) || !mapping.path.empty())) column.whole_json = &field;
    if (is_whole) {
      column.nullable = !required;
      return;
    }
    const std::string name = only_name(mapping.path);
    column.json[name] = &field;
    if (!required) return;
    column.required.push_back(name);
    column.nullable = false;
  }

  void rows(const FieldSchema& field, const SqliteField& mapping, Table& table) {
    if (!mapping.presence.empty()) table[mapping.presence].values = {0, 1, 2};
    Table& child = tables_[mapping.table];
    child[mapping.key].is_key = true;
    if (!mapping.position.empty()) child[mapping.position];
    for (const auto& [column, value] : mapping.where) child[column].values.push_back(value);
    const FieldSchema& item = field.items ? *field.items : field;
    const bool is_array = field.types.contains(BsonType::Array);
    if (mapping.column.empty())
      read(item, child, true, false);
    else
      child[mapping.column].nullable =
          !is_array || item.types.contains(BsonType::Null) || !mapping.where.empty();
  }

  std::map<std::string, Table> tables_;
};

class Writer {
 public:
  Writer(const SqliteDatabase& db, std::uint32_t seed) : db_(db), random_(seed) {}

  void fill(const std::string& name, const Table& table) {
    std::string columns, marks;
    for (const auto& [column, facts] : table) {
      columns += (columns.empty() ? "" : ", ") + quoted_identifier(column);
      marks += marks.empty() ? "?" : ", ?";
    }
    SqliteStatement insert = db_.prepare("INSERT INTO " + quoted_identifier(name) + "(" + columns +
                                         ") VALUES (" + marks + ")");
    for (row_ = 0; row_ < kRows; ++row_) {
      int index = 0;
      for (const auto& [column, facts] : table) insert.bind(++index, value(facts));
      insert.step();
      insert.reset();
    }
  }

 private:
  std::size_t below(std::size_t limit) { return random_() % limit; }
  bool is_null() { return row_ == 0 || (row_ > 1 && below(3) == 0); }

  template <class Pool>
  auto one_of(const Pool& pool) {
    return pool[below(pool.size())];
  }

  Value value(const Column& column) {
    if (column.is_root_key) return row_;
    if (column.nullable && is_null()) return nullptr;
    if (column.is_key) return static_cast<std::int64_t>(below(kRows + 2));
    if (column.is_document) return R"({"a":[1,null,{"b":"x"}]})";
    if (column.whole_json != nullptr)
      return to_extended_json(json(*column.whole_json, 0), ExtendedJson::Relaxed);
    if (!column.json.empty())
      return to_extended_json(members(column.json, column.required), ExtendedJson::Relaxed);
    if (!column.values.empty() && below(4) != 0) {
      const Value value = one_of(column.values);
      return value.is(BsonType::Bool) ? Value(value.as<bool>() ? 1 : 0) : value;
    }
    return one_of(pool());
  }

  Value members(const std::map<std::string, const FieldSchema*>& fields,
                const std::vector<std::string>& required) {
    Object object;
    for (const auto& [name, field] : fields) {
      const bool is_required = std::ranges::find(required, name) != required.end();
      if (!is_required && is_null()) {
        if (below(2) == 0) object.push_back({name, nullptr});
        continue;
      }
      object.push_back({name, json(*field, 0)});
    }
    return object;
  }

  // Of the field's form, mostly; where the schema counts on members, always.
  Value json(const FieldSchema& field, int depth) {
    if (field.required.empty() && (depth > 3 || below(5) == 0)) return scalar();
    if (field.types.contains(BsonType::Array)) {
      Array elements;
      const std::size_t size = below(4);
      for (std::size_t i = 0; i < size; ++i)
        elements.push_back(below(4) == 0 ? Value()
                           : field.items ? json(*field.items, depth + 1)
                                         : scalar());
      return elements;
    }
    if (!field.types.contains(BsonType::Object) || field.any_type) return scalar();
    Object object;
    for (const FieldSchema& property : field.properties)
      if (field.is_required(property.name) || below(3) != 0)
        object.push_back({property.name, json(property, depth + 1)});
    return object;
  }

  Value scalar() {
    static const std::vector<Value> values = {0,      7,    -1.5,  "",          "a",
                                              "true", true, false, "2024-01-01"};
    return one_of(values);
  }

  const SqliteDatabase& db_;
  std::mt19937 random_;
  std::int64_t row_ = 0;
};

}  // namespace

void fill_at_random(const SqliteDatabase& db, const Schema& schema, std::uint32_t seed) {
  Writer writer(db, seed);
  for (const auto& [name, table] : Reader(schema).tables()) writer.fill(name, table);
}

void fill_with_documents(const SqliteDatabase& db, const std::string& table,
                         const std::string& column) {
  SqliteStatement insert = db.prepare("INSERT INTO " + quoted_identifier(table) + "(" +
                                      quoted_identifier(column) + ") VALUES (?)");
  for (const Value& document :
       {Value(), Value("{}"), Value(R"({"a": null, "b": [1, "x", {"c": []}]})"),
        Value(R"({"a": {"$date": "2024-01-01T00:00:00Z"}, "b": "x"})")}) {
    insert.bind(1, document);
    insert.step();
    insert.reset();
  }
}

}  // namespace tamis::engines
