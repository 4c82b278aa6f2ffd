#include "backends/sqlite/query/mapped_columns.h"

namespace tamis::sqlite {
namespace {

using Role = MappedColumn::Role;

constexpr TypeSet kContainers{BsonType::Object, BsonType::Array};

class Reader {
 public:
  std::vector<MappedColumn> read(const Schema& schema, const Selection& selection) {
    const SqliteRoot& root = *schema.sqlite();
    const std::string& table = selection.table.empty() ? root.table : selection.table;
    add(table, selection.key.empty() ? root.key : selection.key, root.span, Role::Key);
    add(table, root.document, root.span, Role::Document);
    read(schema.root(), table, root.document.empty());
    return std::move(columns_);
  }

 private:
  // `own_columns`: a scalar that no mapping places has a column of its own name.
  void read(const FieldSchema& object, const std::string& table, bool own_columns) {
    for (const FieldSchema& field : object.properties) {
      if (field.sqlite)
        read_mapped(field, *field.sqlite, table);
      else if (field.types.intersects(kContainers))
        read(field, table, false);
      else if (own_columns)
        add_value(table, field.name, field, {}, field.span);
    }
  }

  void read_mapped(const FieldSchema& field, const SqliteField& mapping, const std::string& table) {
    add(table, mapping.presence, mapping.span);
    if (!mapping.table.empty())
      read_child(field, mapping);
    else if (mapping.path.empty() && !field.types.intersects(kContainers))
      add_value(table, mapping.column, field, mapping, mapping.span);
    else
      add(table, mapping.column, mapping.span);
  }

  void read_child(const FieldSchema& field, const SqliteField& mapping) {
    add(mapping.table, mapping.key, mapping.span);
    add(mapping.table, mapping.position, mapping.span);
    for (const auto& [column, value] : mapping.where) add(mapping.table, column, mapping.span);
    const FieldSchema& element = field.items ? *field.items : field;
    if (!mapping.column.empty())
      add_value(mapping.table, mapping.column, element, mapping, mapping.span);
    else if (field.items)
      read(*field.items, mapping.table, true);
  }

  void add(const std::string& table, const std::string& column, SourceSpan span,
           Role role = Role::Other) {
    if (!column.empty())
      columns_.push_back({.table = table, .column = column, .span = span, .role = role});
  }

  void add_value(const std::string& table, const std::string& column, const FieldSchema& field,
                 const SqliteField& mapping, SourceSpan span) {
    columns_.push_back({table, column, span, Role::Value, field.types, mapping.boolean,
                        mapping.date, mapping.object_id});
  }

  std::vector<MappedColumn> columns_;
};

}  // namespace

std::vector<MappedColumn> mapped_columns(const Schema& schema, const Selection& selection) {
  return Reader().read(schema, selection);
}

}  // namespace tamis::sqlite
