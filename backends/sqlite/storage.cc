#include "backends/sqlite/storage.h"

#include <algorithm>

namespace tamis::sqlite {
namespace {

constexpr TypeSet kContainers{BsonType::Object, BsonType::Array};

bool is_plain(std::string_view name) {
  return !name.empty() && std::ranges::all_of(name, [](unsigned char c) {
    return c == '_' || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  });
}

// In SQLite's paths, which compare a name with what is between its quotes in the text.
bool can_be_spelled(std::string_view name) {
  return std::ranges::none_of(name,
                              [](unsigned char c) { return c < ' ' || c == '"' || c == '\\'; });
}

class Locator {
 public:
  Locator(const FieldPath& path, const FieldFacts& facts, const Scope& scope,
          const Dialect& dialect)
      : path_(path), facts_(facts), scope_(scope), dialect_(dialect) {}

  Storage run() {
    if (!scope_.json.text.empty()) return json(scope_.json, "$", nullptr, 0);
    for (std::size_t i = 0; i < facts_.steps.size(); ++i) {
      const FieldSchema& step = *facts_.steps[i];
      if (step.sqlite) return mapped(step, *step.sqlite, i + 1);
      // An array that no mapping spreads over rows is not reached by names.
      if (step.types.contains(BsonType::Array)) break;
    }
    if (scope_.is_root && scope_.schema->sqlite() && !scope_.schema->sqlite()->document.empty())
      return {.place = Storage::Place::Document};
    if (path_.size() != 1 || facts_.steps.size() != 1 ||
        facts_.steps.front()->types.intersects(kContainers))
      return {};
    return column(*facts_.steps.front(), nullptr, 1);
  }

 private:
  Storage mapped(const FieldSchema& step, const SqliteField& mapping, std::size_t used) {
    if (!mapping.table.empty()) return rows(step, mapping, used);
    if (mapping.path.empty() && used == path_.size() && !step.types.intersects(kContainers))
      return column(step, &mapping, used);
    const Sql text(scope_.qualifier + dialect_.quoted(mapping.column));
    return json(text, mapping.path.empty() ? "$" : mapping.path, &mapping, used);
  }

  Storage column(const FieldSchema& field, const SqliteField* mapping, std::size_t used) {
    Storage found;
    found.place = Storage::Place::Column;
    found.field = &field;
    found.used = used;
    found.scalar = column_scalar(field, mapping, scope_, dialect_);
    found.scalar.nullable = facts_.maybe_missing || field.types.contains(BsonType::Null);
    if (!can_test(found.scalar, dialect_)) found.place = Storage::Place::Nowhere;
    return found;
  }

  // Rows of the root alone: a child table's key refers to the root.
  Storage rows(const FieldSchema& field, const SqliteField& mapping, std::size_t used) {
    if (!scope_.is_root) return {};
    Storage found;
    found.place = Storage::Place::Rows;
    found.field = &field;
    found.mapping = &mapping;
    found.used = used;
    found.single = !field.types.contains(BsonType::Array);
    if (found.single && (mapping.column.empty() || used != path_.size())) return {};
    if (!mapping.presence.empty())
      found.scalar.presence = Sql(scope_.root_qualifier + dialect_.quoted(mapping.presence));
    return found;
  }

  // `path` is where the first `used` components lead in the text.
  Storage json(const Sql& text, std::string path, const SqliteField* mapping, std::size_t used) {
    if (!dialect_.has_json()) return {};
    for (std::size_t i = used;; ++i) {
      if (i > 0 && facts_.steps[i - 1]->types.contains(BsonType::Array))
        return json_array(*facts_.steps[i - 1], text, path, i == used ? mapping : nullptr, i);
      if (i == path_.size()) break;
      const std::string& name = path_.components()[i].name;
      if (i >= facts_.steps.size() || !can_be_spelled(name)) return {};
      path = json_path(path, name);
    }
    const FieldSchema& field = *facts_.steps.back();
    Storage found;
    found.place = Storage::Place::Column;
    found.field = &field;
    found.used = path_.size();
    found.scalar = json_scalar(field.types, text, path, path_.size() == used ? mapping : nullptr);
    if (!can_test(found.scalar, dialect_)) found.place = Storage::Place::Nowhere;
    return found;
  }

  Scalar json_scalar(TypeSet types, const Sql& text, std::string_view path,
                     const SqliteField* mapping) {
    Scalar scalar = scalar_of(types, mapping, scope_);
    scalar.may_be_null = types.contains(BsonType::Null);
    scalar.nullable = facts_.maybe_missing || scalar.may_be_null;
    scalar.json = true;
    scalar.null = Scalar::Null::Json;
    const Sql place(dialect_.literal(path));
    scalar.value = said(dialect_.json_value, {text, place});
    scalar.type_name = said(dialect_.json_type, {text, place});
    return scalar;
  }

  Storage json_array(const FieldSchema& field, const Sql& text, std::string path,
                     const SqliteField* mapping, std::size_t used) {
    Storage found;
    found.place = Storage::Place::JsonArray;
    found.field = &field;
    found.used = used;
    // Seen from the subquery, whose rows have columns of their own: `value`, `json` …
    found.json = scope_.qualifier.empty() ? Sql(scope_.root_qualifier) + text : text;
    found.mapping = mapping;
    found.scalar.type_name = said(dialect_.json_type, {found.json, dialect_.literal(path)});
    found.path = std::move(path);
    return found;
  }

  const FieldPath& path_;
  const FieldFacts& facts_;
  const Scope& scope_;
  const Dialect& dialect_;
};

}  // namespace

std::string json_path(std::string_view base, std::string_view name) {
  std::string path(base);
  if (is_plain(name)) return path + "." + std::string(name);
  return path + ".\"" + std::string(name) + "\"";
}

namespace {

// Names are compared without case, and the root's must stay in sight.
std::string row_qualifier(const Scope& row, const Dialect& dialect) {
  const std::string number = std::to_string(row.depth);
  const auto of = [&](const char* name) { return dialect.quoted(name + number) + "."; };
  const bool is_root = row.root_qualifier == of("r") || row.root_qualifier == of("R");
  return of(is_root ? "row" : "r");
}

}  // namespace

Scope rows_of(const FieldSchema& field, const Scope& scope, const Dialect& dialect) {
  Scope row = scope;
  row.is_root = false;
  row.depth = scope.depth + 1;
  row.qualifier = row_qualifier(row, dialect);
  row.object = field.items.get();
  return row;
}

std::vector<Expr> fixed_columns(const SqliteField& mapping, const Scope& row,
                                const Dialect& dialect) {
  std::vector<Expr> terms;
  for (const auto& [column, value] : mapping.where) {
    const auto* flag = value.get_if<bool>();
    terms.push_back(comparison(Sql(row.qualifier + dialect.quoted(column) + " = ") +
                               sqlite::value(flag == nullptr ? value : Value(*flag ? 1 : 0))));
  }
  return terms;
}

FieldPath rest_of(const FieldPath& path, std::size_t used) {
  std::string text;
  for (std::size_t i = used; i < path.size(); ++i)
    text += (i > used ? "." : "") + path.components()[i].name;
  return FieldPath(text);
}

Scalar scalar_of(TypeSet types, const SqliteField* mapping, const Scope& scope) {
  Scalar scalar;
  scalar.time_zone = scope.time_zone;
  scalar.types = types.without({BsonType::Null});
  if (mapping != nullptr) {
    scalar.date = mapping->date;
    scalar.boolean = mapping->boolean;
    scalar.object_id = mapping->object_id;
  }
  return scalar;
}

Scalar column_scalar(const FieldSchema& field, const SqliteField* mapping, const Scope& scope,
                     const Dialect& dialect) {
  Scalar scalar = scalar_of(field.types, mapping, scope);
  const bool named = mapping != nullptr && !mapping->column.empty();
  scalar.value = Sql(scope.qualifier + dialect.quoted(named ? mapping->column : field.name));
  if (mapping != nullptr && !mapping->presence.empty()) {
    scalar.null = Scalar::Null::Presence;
    const bool is_row = !mapping->table.empty();  // whose presence the root's row tells
    const std::string& row = is_row ? scope.root_qualifier : scope.qualifier;
    scalar.presence = Sql(row + dialect.quoted(mapping->presence));
  } else if (mapping != nullptr && mapping->null_is_null) {
    scalar.null = Scalar::Null::IsNull;
  }
  return scalar;
}

Storage locate(const FieldPath& path, const FieldFacts& facts, const Scope& scope,
               const Dialect& dialect) {
  if (scope.schema == nullptr) return {.place = Storage::Place::Document};
  return Locator(path, facts, scope, dialect).run();
}

}  // namespace tamis::sqlite
