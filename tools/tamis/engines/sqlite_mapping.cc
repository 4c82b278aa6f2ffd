#include "tools/tamis/engines/sqlite_mapping.h"

#include <algorithm>
#include <array>
#include <span>

#include <nlohmann/json.hpp>

namespace tamis::engines {
namespace {

using nlohmann::ordered_json;

// A decimal among other numbers is kept as one of them.
const TypeSet kNumbers{BsonType::Int32, BsonType::Int64, BsonType::Double, BsonType::Decimal128};

// What a column can keep apart: numbers, or values of one type.
bool is_scalar(const FieldSchema& field) {
  const TypeSet types = field.types.without({BsonType::Null});
  if (types.empty() || field.any_type) return false;
  if (types.within(kNumbers)) return !types.within({BsonType::Decimal128});
  for (const BsonType type : {BsonType::String, BsonType::Bool, BsonType::Date, BsonType::ObjectId})
    if (types.within({type})) return true;
  return false;
}

bool is_array(const FieldSchema& field) {
  return !field.any_type && field.items != nullptr &&
         field.types.without({BsonType::Null}).within({BsonType::Array});
}

bool is_flat_object(const FieldSchema& field) {
  if (field.any_type || !field.types.within({BsonType::Object}) || field.additional) return false;
  return std::all_of(field.properties.begin(), field.properties.end(), is_scalar);
}

// The alternatives of what a type's encoding may be, the default among them.
std::span<const std::string_view> encodings(const FieldSchema& field) {
  static constexpr std::array<std::string_view, 3> kDates = {"epoch_ms", "iso8601", "epoch_s"};
  static constexpr std::array<std::string_view, 2> kBools = {"integer", "text"};
  static constexpr std::array<std::string_view, 2> kObjectIds = {"text", "blob"};
  if (field.types.contains(BsonType::Date)) return kDates;
  if (field.types.contains(BsonType::Bool)) return kBools;
  if (field.types.contains(BsonType::ObjectId)) return kObjectIds;
  return {};
}

class Mapper {
 public:
  explicit Mapper(SqliteMapping mapping) : mapping_(mapping) {}

  void map_root(ordered_json& schema, const FieldSchema& root, bool has_document) {
    ordered_json& sqlite = schema["x-tamis"]["sqlite"];
    sqlite = {{"table", "documents"}, {"key", "id"}};
    if (has_document) sqlite["document"] = "doc";
    map_properties(schema, root, "");
  }

 private:
  void map_properties(ordered_json& schema, const FieldSchema& object, const std::string& prefix) {
    const auto found = schema.find("properties");
    if (found == schema.end()) return;
    for (auto& [name, property] : found->items()) {
      const FieldSchema* field = object.property(name);
      if (field == nullptr) continue;
      ordered_json sqlite = place(property, *field, prefix + name);
      if (!sqlite.empty())
        property["x-tamis"]["sqlite"] = std::move(sqlite);
      else if (mapping_ != SqliteMapping::Json && nests(*field))
        map_properties(property, *field, prefix + name + "_");
    }
  }

  static bool nests(const FieldSchema& field) {
    return !field.any_type && field.types.without({BsonType::Null}).within({BsonType::Object});
  }

  ordered_json place(ordered_json& property, const FieldSchema& field, const std::string& name) {
    if (mapping_ == SqliteMapping::Json) return {{"column", "data"}, {"path", json_path(name)}};
    if (is_scalar(field)) return scalar(field, name);
    if (!is_array(field)) return {};
    if (is_scalar(*field.items) && !field.items->types.contains(BsonType::Null))
      return values(*field.items, name);
    if (!is_flat_object(*field.items)) return {};
    for (auto& [item, inner] : property["items"]["properties"].items())
      inner["x-tamis"]["sqlite"] = column(*field.items->property(item), "o_" + item);
    return {{"table", "rows_" + name},
            {"key", "document_id"},
            {"position", "pos"},
            {"presence", "array_" + name}};
  }

  ordered_json scalar(const FieldSchema& field, const std::string& name) {
    if (mapping_ == SqliteMapping::Columns) return column(field, "c_" + name);
    ordered_json row = {{"table", "fields"},
                        {"key", "document_id"},
                        {"where", {{"name", name}}},
                        {"column", "value"}};
    add_encoding(field, row);
    if (field.types.contains(BsonType::Null)) row["null"] = "null";
    return row;
  }

  ordered_json values(const FieldSchema& items, const std::string& name) {
    ordered_json rows = {{"table", mapping_ == SqliteMapping::Eav ? "fields" : "values_" + name},
                         {"key", "document_id"},
                         {"column", "value"},
                         {"position", "pos"},
                         {"presence", "array_" + name}};
    if (mapping_ == SqliteMapping::Eav) rows["where"] = {{"name", name}};
    add_encoding(items, rows);
    return rows;
  }

  ordered_json column(const FieldSchema& field, const std::string& name) {
    ordered_json column = {{"column", name}};
    add_encoding(field, column);
    if (field.types.contains(BsonType::Null)) column["presence"] = "has_" + name;
    return column;
  }

  void add_encoding(const FieldSchema& field, ordered_json& sqlite) {
    const auto choices = encodings(field);
    if (!choices.empty()) sqlite["encoding"] = choices[turn_++ % choices.size()];
  }

  static std::string json_path(const std::string& name) { return "$.\"" + name + "\""; }

  SqliteMapping mapping_;
  std::size_t turn_ = 0;
};

}  // namespace

std::optional<Schema> mapped_schema(const Schema& schema, SqliteMapping mapping,
                                    bool has_document) {
  ordered_json text = ordered_json::parse(schema.source().text(), nullptr, false);
  if (text.is_discarded()) return std::nullopt;
  const auto wrapped = text.find("$jsonSchema");
  Mapper(mapping).map_root(wrapped == text.end() ? text : *wrapped, schema.root(), has_document);
  Result<Schema> made = parse_schema(Source("mapped schema", text.dump()));
  if (!made) return std::nullopt;
  return *std::move(made);
}

}  // namespace tamis::engines
