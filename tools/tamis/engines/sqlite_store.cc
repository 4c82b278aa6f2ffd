#include "tools/tamis/engines/sqlite_store.h"

#include <algorithm>
#include <cmath>
#include <span>

#include <tamis/extended_json.h>

#include "compiler/values/iso8601.h"
#include "compiler/values/text_codecs.h"

namespace tamis::engines {
namespace {

constexpr std::int64_t kSecond = 1000;

std::int64_t whole_seconds(std::int64_t ms) {
  return ms / kSecond - (ms % kSecond < 0 ? 1 : 0);
}

// A number as SQLite keeps it: an int64 or a double.
Value stored_number(const Value& number) {
  if (const auto* i = number.get_if<std::int32_t>()) return std::int64_t{*i};
  const auto* decimal = number.get_if<Decimal128>();
  if (decimal == nullptr) return number;
  const double d = std::stod(decimal->to_string());
  if (std::abs(d) >= 1e18) return d;
  const std::int64_t rounded = std::llround(d);
  return compare_numbers(Value(rounded), number) == 0 ? Value(rounded) : Value(d);
}

// What such a number says when the column is read again.
Value read_number(const Value& stored, TypeSet types) {
  const auto* i = stored.get_if<std::int64_t>();
  if (i == nullptr) return stored;
  const bool small = *i == static_cast<std::int32_t>(*i);
  if (small && types.contains(BsonType::Int32)) return static_cast<std::int32_t>(*i);
  if (types.contains(BsonType::Int64)) return *i;
  return types.contains(BsonType::Double) ? Value(static_cast<double>(*i)) : stored;
}

Value held_scalar(const FieldSchema& field, const SqliteField& mapping, const Value& value) {
  if (const auto* date = value.get_if<Date>())
    return mapping.date == DateEncoding::EpochS ? Date{whole_seconds(date->ms) * kSecond} : *date;
  return value.is_number() ? read_number(stored_number(value), field.types) : value;
}

// A scalar in the encoding of its column.
Value encoded(const SqliteField& mapping, const Value& value) {
  if (const auto* date = value.get_if<Date>()) {
    if (mapping.date == DateEncoding::Iso8601) return format_iso8601(date->ms);
    return mapping.date == DateEncoding::EpochS ? date->ms / kSecond : date->ms;
  }
  if (const auto* b = value.get_if<bool>()) {
    if (mapping.boolean == BoolEncoding::Text) return *b ? "true" : "false";
    return *b ? 1 : 0;
  }
  if (const auto* id = value.get_if<ObjectId>()) {
    const std::string bytes(id->bytes.begin(), id->bytes.end());
    if (mapping.object_id == ObjectIdEncoding::Blob) return Binary{bytes, 0};
    return values::to_hex(bytes);
  }
  return value;
}

// A value as it stands in a column of JSON: scalars that JSON has no word for in their encoding.
// The encodings are those of the property that is mapped; below it, the defaults.
Value json_value(const FieldSchema* field, const SqliteField& mapping, const Value& value) {
  if (const auto* object = value.get_if<Object>()) {
    Object members;
    for (const Member& member : *object) {
      const FieldSchema* property = field == nullptr ? nullptr : field->property(member.key);
      members.push_back({member.key, json_value(property, SqliteField(), member.value)});
    }
    return members;
  }
  if (const auto* array = value.get_if<Array>()) {
    Array elements;
    for (const Value& element : *array)
      elements.push_back(
          json_value(field == nullptr ? nullptr : field->items.get(), mapping, element));
    return elements;
  }
  if (value.is_number()) return stored_number(value);
  if (value.is(BsonType::Bool)) return value;
  SqliteField encodings = mapping;
  encodings.object_id = ObjectIdEncoding::Text;
  return encoded(encodings, value);
}

bool is_in_json(const SqliteField& mapping) {
  return mapping.table.empty() && !mapping.path.empty();
}

// The item that holds the values of a child table of values.
const FieldSchema& item_of(const FieldSchema& field) {
  return field.items ? *field.items : field;
}

class Holder {
 public:
  explicit Holder(bool has_document) : has_document_(has_document) {}

  std::optional<Value> hold(const FieldSchema& root, const Value& document) {
    Value value = object(root, document);
    return fits_ ? std::optional(std::move(value)) : std::nullopt;
  }

 private:
  Value object(const FieldSchema& schema, const Value& value) {
    Object members;
    for (const Member& member : value.as<Object>()) {
      const FieldSchema* property = schema.property(member.key);
      members.push_back({member.key, property ? field(*property, member.value) : member.value});
    }
    return members;
  }

  Value field(const FieldSchema& schema, const Value& value) {
    if (!schema.types.contains(value.type())) fits_ = false;
    if (!schema.sqlite && value.is(BsonType::Object)) return object(schema, value);
    if (!schema.sqlite)
      return has_own_column(schema, has_document_) ? held_scalar(schema, SqliteField(), value)
                                                   : value;
    if (is_in_json(*schema.sqlite)) return in_json(&schema, *schema.sqlite, value);
    const auto* array = value.get_if<Array>();
    if (array == nullptr) return held_scalar(schema, *schema.sqlite, value);
    Array elements;
    for (const Value& element : *array) elements.push_back(item(schema, element));
    return elements;
  }

  // JSON has no NaN, and SQLite cuts its text at a NUL.
  Value in_json(const FieldSchema* schema, const SqliteField& mapping, const Value& value) {
    if (const auto* object = value.get_if<Object>()) {
      Object members;
      for (const Member& member : *object) {
        const FieldSchema* property = schema == nullptr ? nullptr : schema->property(member.key);
        members.push_back({member.key, in_json(property, SqliteField(), member.value)});
      }
      return members;
    }
    if (const auto* array = value.get_if<Array>()) {
      const FieldSchema* items = schema == nullptr ? nullptr : schema->items.get();
      Array elements;
      for (const Value& element : *array) elements.push_back(in_json(items, mapping, element));
      return elements;
    }
    if (schema == nullptr) return value;
    const Value held = held_scalar(*schema, mapping, value);
    const auto* number = held.get_if<double>();
    const auto* text = held.get_if<std::string>();
    if (number != nullptr && !std::isfinite(*number)) fits_ = false;
    if (text != nullptr && text->find('\0') != std::string::npos) fits_ = false;
    return held;
  }

  Value item(const FieldSchema& schema, const Value& value) {
    const FieldSchema& items = item_of(schema);
    if (!items.types.contains(value.type())) fits_ = false;
    return value.is(BsonType::Object) ? object(items, value)
                                      : held_scalar(items, *schema.sqlite, value);
  }

  bool has_document_;
  bool fits_ = true;
};

std::string column_type(const FieldSchema& field, const SqliteField& mapping) {
  const TypeSet types = field.types.without({BsonType::Null});
  if (types.within({BsonType::String})) return "TEXT";
  if (types.within({BsonType::Double})) return "REAL";
  if (types.within({BsonType::Int32, BsonType::Int64})) return "INTEGER";
  if (types.within({BsonType::Date}))
    return mapping.date == DateEncoding::Iso8601 ? "TEXT" : "INTEGER";
  if (types.within({BsonType::Bool}))
    return mapping.boolean == BoolEncoding::Text ? "TEXT" : "INTEGER";
  return "";
}

// A column of the field's own name is not asked for what SQLite has no type for.
Value own_cell(const Value* value) {
  if (value == nullptr) return Value();
  Value cell = encoded(SqliteField(), *value);
  const bool has_type = cell.is_number() || cell.is(BsonType::String) || cell.is(BsonType::Binary);
  return has_type ? cell : Value();
}

Value presence_of(const Value* value) {
  if (value == nullptr) return 0;
  return value->is(BsonType::Null) ? 1 : 2;
}

}  // namespace

std::string only_name(const std::string& path) {
  return path.starts_with("$.\"") ? path.substr(3, path.size() - 4) : path.substr(2);
}

std::optional<Value> as_held(const Schema& schema, const Value& document) {
  return Holder(!schema.sqlite()->document.empty()).hold(schema.root(), document);
}

bool has_own_column(const FieldSchema& field, bool has_document) {
  return !has_document && !field.types.intersects({BsonType::Object, BsonType::Array});
}

SqliteStore::SqliteStore(const Schema& schema) : schema_(schema), db_(SqliteDatabase::in_memory()) {
  const SqliteRoot& root = *schema.sqlite();
  Table& table = tables_[root.table];
  table.columns[root.key] = "INTEGER PRIMARY KEY";
  if (!root.document.empty()) table.columns[root.document] = "TEXT";
  plan(schema.root(), table, !root.document.empty());
  create();
}

void SqliteStore::plan(const FieldSchema& object, Table& table, bool has_document) {
  for (const FieldSchema& field : object.properties)
    if (field.sqlite)
      plan_place(field, table);
    else if (has_own_column(field, has_document))
      table.columns[field.name] = column_type(field, SqliteField());
    else
      plan(field, table, true);
}

void SqliteStore::plan_place(const FieldSchema& field, Table& table) {
  const SqliteField& mapping = *field.sqlite;
  if (!mapping.presence.empty()) table.columns[mapping.presence] = "INTEGER";
  if (mapping.table.empty()) {
    table.columns[mapping.column] = is_in_json(mapping) ? "TEXT" : column_type(field, mapping);
    return;
  }
  Table& child = tables_[mapping.table];
  child.columns[mapping.key] = "INTEGER";
  if (!mapping.position.empty()) child.columns[mapping.position] = "INTEGER";
  for (const auto& [column, value] : mapping.where) child.columns[column] = "";
  if (mapping.column.empty())
    plan(item_of(field), child, false);
  else  // a table of many fields has values of every kind in one column
    child.columns[mapping.column] =
        mapping.where.empty() ? column_type(item_of(field), mapping) : std::string();
}

void SqliteStore::create() const {
  for (const auto& [name, table] : tables_) {
    std::string columns;
    for (const auto& [column, type] : table.columns)
      columns += (columns.empty() ? "" : ", ") + quoted_identifier(column) + " " + type;
    db_.execute("CREATE TABLE " + quoted_identifier(name) + "(" + columns + ")");
    for (const auto& [column, type] : table.columns)
      if (type != "INTEGER PRIMARY KEY")
        db_.execute("CREATE INDEX " + quoted_identifier(name + "_" + column) + " ON " +
                    quoted_identifier(name) + "(" + quoted_identifier(column) + ")");
  }
}

void SqliteStore::load(const std::vector<Value>& documents) {
  const SqliteRoot& root = *schema_.sqlite();
  for (auto& [name, table] : tables_) table.rows.clear();
  for (std::size_t i = 0; i < documents.size(); ++i) {
    const Value key(static_cast<std::int64_t>(i));
    Row row = {{root.key, key}};
    if (!root.document.empty())
      row[root.document] = to_extended_json(documents[i], ExtendedJson::Canonical);
    write(schema_.root(), &documents[i], row, key, !root.document.empty());
    tables_[root.table].rows.push_back(std::move(row));
  }
  flush();
}

void SqliteStore::write(const FieldSchema& object, const Value* value, Row& row, const Value& key,
                        bool has_document) {
  for (const FieldSchema& field : object.properties) {
    const Value* member = value == nullptr ? nullptr : value->find(field.name);
    if (field.sqlite)
      write_place(field, member, row, key);
    else if (has_own_column(field, has_document))
      row[field.name] = own_cell(member);
    else
      write(field, member, row, key, true);
  }
}

void SqliteStore::write_place(const FieldSchema& field, const Value* value, Row& row,
                              const Value& key) {
  const SqliteField& mapping = *field.sqlite;
  if (!mapping.presence.empty()) row[mapping.presence] = presence_of(value);
  if (!mapping.table.empty()) {
    if (value != nullptr) write_rows(field, *value, key);
  } else if (mapping.path == "$") {
    row[mapping.column] =
        value == nullptr
            ? Value()
            : Value(to_extended_json(json_value(&field, mapping, *value), ExtendedJson::Relaxed));
  } else if (is_in_json(mapping)) {
    Value& json = row[mapping.column];
    if (json.is(BsonType::Null)) json = Object();
    if (value != nullptr)
      json.as<Object>().push_back({only_name(mapping.path), json_value(&field, mapping, *value)});
  } else {
    row[mapping.column] = value == nullptr ? Value() : encoded(mapping, *value);
  }
}

void SqliteStore::write_rows(const FieldSchema& field, const Value& value, const Value& key) {
  const SqliteField& mapping = *field.sqlite;
  const auto* array = value.get_if<Array>();
  if (array == nullptr && field.types.contains(BsonType::Array)) return;  // null: presence tells
  const std::span<const Value> elements =
      array == nullptr ? std::span<const Value>(&value, 1) : std::span<const Value>(*array);
  for (std::size_t i = 0; i < elements.size(); ++i) {
    Row row = {{mapping.key, key}};
    if (!mapping.position.empty()) row[mapping.position] = static_cast<std::int64_t>(i);
    for (const auto& [column, wanted] : mapping.where) row[column] = wanted;
    if (mapping.column.empty())
      write(item_of(field), &elements[i], row, key, false);
    else
      row[mapping.column] = encoded(mapping, elements[i]);
    tables_[mapping.table].rows.push_back(std::move(row));
  }
}

void SqliteStore::flush() {
  db_.execute("BEGIN");
  for (const auto& [name, table] : tables_) {
    db_.execute("DELETE FROM " + quoted_identifier(name));
    std::string columns, marks;
    for (const auto& [column, type] : table.columns) {
      columns += (columns.empty() ? "" : ", ") + quoted_identifier(column);
      marks += marks.empty() ? "?" : ", ?";
    }
    SqliteStatement insert = db_.prepare("INSERT INTO " + quoted_identifier(name) + "(" + columns +
                                         ") VALUES (" + marks + ")");
    for (const Row& row : table.rows) {
      int index = 0;
      for (const auto& [column, type] : table.columns) {
        const auto cell = row.find(column);
        Value value = cell == row.end() ? Value() : cell->second;
        if (value.is(BsonType::Object)) value = to_extended_json(value, ExtendedJson::Relaxed);
        insert.bind(++index, value);
      }
      insert.step();
      insert.reset();
    }
  }
  db_.execute("COMMIT");
}

}  // namespace tamis::engines
