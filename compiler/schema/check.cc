// What only shows once the whole schema is read: mappings against each other and the root's.
#include <algorithm>
#include <unordered_map>

#include <fmt/format.h>

#include <tamis/extended_json.h>

#include "compiler/schema/x_tamis.h"

namespace tamis::schema_text {
namespace {

std::string lower(std::string_view name) {
  std::string text(name);
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return text;
}

class Checker {
 public:
  Checker(Context& context, Schema::Data& data) : context_(context), data_(data) {}

  void check() {
    const std::string table = data_.sqlite ? data_.sqlite->table : "";
    check_properties(data_.root, table, false, "");
  }

 private:
  // `table`: where a plain column of these properties is; `in_child`: it is a child table.
  void check_properties(const FieldSchema& object, const std::string& table, bool in_child,
                        const std::string& prefix) {
    std::unordered_map<std::string, const FieldSchema*> mongodb_names;
    for (const FieldSchema& property : object.properties) {
      const std::string path = prefix + property.name;
      check_mongodb_name(property, mongodb_names);
      if (property.topics) check_topics(property, path);
      bool child = in_child;
      std::string own_table = table;
      if (property.sqlite) {
        check_mapping(property, table, in_child);
        if (!property.sqlite->table.empty()) {
          child = true;
          own_table = property.sqlite->table;
        }
      }
      check_properties(property, own_table, child, path + ".");
    }
    if (object.items) check_properties(*object.items, table, in_child, prefix);
  }

  void check_mongodb_name(const FieldSchema& property,
                          std::unordered_map<std::string, const FieldSchema*>& names) {
    const std::string& name = property.mongodb_name.empty() ? property.name : property.mongodb_name;
    const auto [taken, is_new] = names.emplace(name, &property);
    if (is_new) return;
    context_.report
        .error("T131", property.name_span,
               fmt::format("`{}` and `{}` are both `{}` in MongoDB", taken->second->name,
                           property.name, name),
               fmt::format("stored as `{}`", name))
        .label(taken->second->name_span, fmt::format("also stored as `{}`", name));
  }

  void check_topics(const FieldSchema& property, const std::string& path) {
    if (data_.topics == nullptr) {
      data_.topics = &property;
      data_.topics_path = FieldPath(path);
      return;
    }
    context_.report
        .error("T134", property.name_span, "a schema has one list of topics",
               "carries `topics` too")
        .label(data_.topics->name_span, "already carries `topics`");
  }

  void check_mapping(const FieldSchema& property, const std::string& table, bool in_child) {
    const SqliteField& mapping = *property.sqlite;
    if (!data_.sqlite) {
      if (!rootless_told_)
        context_.report
            .error("T123", mapping.span,
                   fmt::format("`{}` is mapped to SQLite, but the schema names no table",
                               property.name),
                   "belongs to a table that the root must name")
            .help(R"(add "x-tamis": {"sqlite": {"table": "…", "key": "…"}} to the root)");
      rootless_told_ = true;
    }
    if (!mapping.table.empty() && in_child)
      context_.report
          .error("T126", mapping.span,
                 fmt::format("`{}` is in a child table of a child table", property.name),
                 "a second level of tables")
          .help("keep it as JSON in a column of the outer child table: `column` and `path`");
    check_type(property, mapping);
    check_column(property, mapping, mapping.table.empty() ? table : mapping.table);
  }

  // A plain column holds one scalar; rows hold an array.
  void check_type(const FieldSchema& property, const SqliteField& mapping) {
    const TypeSet types = property.types.without({BsonType::Null});
    const TypeSet containers{BsonType::Object, BsonType::Array};
    if (mapping.table.empty() && mapping.path.empty() && !types.empty() &&
        types.within(containers)) {
      wrong_type(property, mapping, "a plain column cannot hold")
          .help("add `path` if the column holds JSON, or map a child `table`");
    } else if (!mapping.table.empty() && mapping.column.empty() &&
               !types.contains(BsonType::Array)) {
      wrong_type(property, mapping, "a child table without `column` holds an array of objects, not")
          .help("name the `column` that holds the value");
    } else if (!mapping.table.empty() && !mapping.position.empty() &&
               !types.contains(BsonType::Array)) {
      wrong_type(property, mapping, "`position` numbers the elements of an array, not");
    }
  }

  Reporter::Entry wrong_type(const FieldSchema& property, const SqliteField& mapping,
                             std::string_view what) {
    const std::string types = property.types.without({BsonType::Null}).describe();
    return context_.report
        .error("T125", mapping.span, fmt::format("{} {}", what, types),
               fmt::format("where `{}` is to live", property.name))
        .label(property.type_span, fmt::format("declared {} here", types));
  }

  void check_column(const FieldSchema& property, const SqliteField& mapping,
                    const std::string& table) {
    std::string place = lower(table) + '\0' + lower(mapping.column) + '\0' + mapping.path;
    for (const auto& [column, value] : mapping.where)
      place += '\0' + lower(column) + '\0' + to_extended_json(value, ExtendedJson::Canonical);
    const auto [taken, is_new] = places_.emplace(std::move(place), &property);
    if (is_new) return;
    context_.report
        .error(
            "T124", mapping.span,
            fmt::format("`{}` and `{}` live in the same place", taken->second->name, property.name),
            fmt::format("where `{}` lives", property.name))
        .label(taken->second->sqlite->span, fmt::format("where `{}` lives", taken->second->name));
  }

  Context& context_;
  Schema::Data& data_;
  std::unordered_map<std::string, const FieldSchema*> places_;
  bool rootless_told_ = false;
};

}  // namespace

void check_schema(Context& context, Schema::Data& data) {
  Checker(context, data).check();
}

}  // namespace tamis::schema_text
