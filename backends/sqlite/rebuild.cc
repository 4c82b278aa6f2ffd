#include "backends/sqlite/rebuild.h"

#include <algorithm>
#include <map>

#include <tamis/extended_json.h>

#include "backends/sqlite/json_text.h"

namespace tamis::sqlite {
namespace {

constexpr TypeSet kJsonNull{BsonType::Null};
constexpr TypeSet kCompound{BsonType::Object, BsonType::Array};
// What JSON itself says exactly; a whole number reads as an int32 where it fits into one.
constexpr TypeSet kOfJson{BsonType::Object, BsonType::Array, BsonType::String, BsonType::Bool,
                          BsonType::Null,   BsonType::Int32, BsonType::Int64,  BsonType::Double};

bool is_text_of_json(const FieldSchema& field) {
  if (field.any_type) return true;
  if (!field.types.within(kOfJson)) return false;
  if (field.types.intersects(TypeSet::numbers()) && !field.types.contains(BsonType::Int32))
    return false;
  return (field.items == nullptr || is_text_of_json(*field.items)) &&
         (field.others == nullptr || is_text_of_json(*field.others)) &&
         std::ranges::all_of(field.properties, is_text_of_json);
}

// Kept as a piece of JSON text, with all that is in it.
bool is_kept_as_json(const FieldSchema& field) {
  return field.sqlite && field.sqlite->table.empty() &&
         (!field.sqlite->path.empty() || field.types.intersects(kCompound));
}

// What a part of a plan asks of a field that is more than values: where elements stand, and where
// members do.
struct Asked {
  bool elements = false;
  bool members = false;
};

void add_value(const Value& value, Asked& asked) {
  if (const auto* array = value.get_if<Array>()) {
    asked.elements = true;
    for (const Value& element : *array) add_value(element, asked);
  } else if (value.is(BsonType::Object)) {
    asked.elements = asked.members = true;
  }
}

// Whether what the node asks of below its paths can be known from what is kept.
bool add(const PlanNode& node, Asked& asked) {
  if (node.op == PlanOp::Test) {
    add_value(node.test->operand.value, asked);
    for (const Operand& operand : node.test->list) add_value(operand.value, asked);
  }
  if (node.op == PlanOp::Any) {
    if (node.facts == nullptr || node.path.empty()) return false;
    for (const FieldPath::Component& component : node.path.components())
      if (component.index >= 0) asked.elements = true;
    const FieldSteps& steps = node.facts->steps;
    const bool in_json =
        std::ranges::any_of(steps, [](const FieldSchema* step) { return is_kept_as_json(*step); });
    if (!in_json && steps.size() < node.path.size() && !node.facts->forbidden) return false;
    // An object that is put together from its members is not told from none.
    const bool at_object = !steps.empty() && steps.size() == node.path.size() &&
                           node.path.components().back().index < 0 &&
                           steps.back()->types.contains(BsonType::Object);
    if (at_object && !in_json) return false;
  }
  return std::ranges::all_of(node.children,
                             [&](const PlanNode& child) { return add(child, asked); });
}

class Rebuilder {
 public:
  Rebuilder(const Scope& root, const Dialect& dialect) : root_(root), dialect_(dialect) {}

  std::optional<Sql> document(const PlanNode& part) {
    if (!collect(part)) return std::nullopt;
    std::vector<Sql> members;
    for (const FieldSchema& field : root_.object->properties) {
      const auto asked = asked_.find(field.name);
      if (asked == asked_.end()) continue;
      of_field_ = asked->second;
      std::optional<Sql> text = member(field, root_, true);
      if (!text) return std::nullopt;
      members.push_back(*std::move(text));
    }
    return object(members);
  }

 private:
  bool collect(const PlanNode& node) {
    switch (node.op) {
      case PlanOp::Any:
        return !node.path.empty() && add(node, asked_[node.path.components().front().name]);
      case PlanOp::Test:
      case PlanOp::Element:
        return false;
      default:
        return std::ranges::all_of(node.children,
                                   [&](const PlanNode& child) { return collect(child); });
    }
  }

  // `,"name":value`, or an empty text where it is missing; never NULL.
  std::optional<Sql> member(const FieldSchema& field, const Scope& scope, bool own_column) {
    if (field.sqlite && !field.sqlite->table.empty()) return of_rows(field, scope);
    if (is_kept_as_json(field)) return of_json(field, scope);
    if (field.sqlite || (own_column && !field.types.intersects(kCompound)))
      return of_column(field, scope);
    if (!field.types.without(kJsonNull).within({BsonType::Object})) return std::nullopt;
    std::vector<Sql> members;
    for (const FieldSchema& property : field.properties) {
      std::optional<Sql> text = member(property, scope, false);
      if (!text) return std::nullopt;
      members.push_back(*std::move(text));
    }
    return Sql("coalesce(") + named(field) + Sql(" || '{' || nullif(substr(") + joined(members) +
           Sql(", 2), '') || '}', '')");
  }

  std::optional<Sql> of_column(const FieldSchema& field, const Scope& scope) const {
    const SqliteField* mapping = field.sqlite ? &*field.sqlite : nullptr;
    const Scalar scalar = column_scalar(field, mapping, scope, dialect_);
    const auto text = json_text(scalar, dialect_);
    if (!text) return std::nullopt;
    const Sql null = named(field) + Sql(" || 'null'");
    Sql sql = Sql("CASE WHEN ") + scalar.value + Sql(" IS NOT NULL THEN ") + named(field) +
              Sql(" || ") + *text;
    if (scalar.null == Scalar::Null::Presence)
      sql += Sql(" WHEN ") + same(scalar.presence, "1", dialect_).sql + Sql(" THEN ") + null;
    return sql + Sql(" ELSE ") + (scalar.null == Scalar::Null::IsNull ? null : Sql("''")) +
           Sql(" END");
  }

  std::optional<Sql> of_json(const FieldSchema& field, const Scope& scope) const {
    const SqliteField& mapping = *field.sqlite;
    if (!dialect_.has_json()) return std::nullopt;
    const Sql place(dialect_.literal(mapping.path.empty() ? "$" : mapping.path));
    const Sql column(scope.qualifier + dialect_.quoted(mapping.column));
    Scalar scalar = scalar_of(field.types, &mapping, scope);
    scalar.json = true;
    scalar.value = said(dialect_.json_value, {column, place});
    scalar.type_name = said(dialect_.json_type, {column, place});
    const Sql& type = scalar.type_name;
    Sql sql = Sql("CASE WHEN ") + type + Sql(" IS NULL THEN ''");
    if (field.types.intersects(kCompound)) {
      if (!is_text_of_json(field)) return std::nullopt;
      sql += Sql(" WHEN ") + type + Sql(" IN ('object', 'array') THEN ") + named(field) +
             Sql(" || ") + scalar.value;
      scalar.types = (field.types & kOfJson).without(kCompound | kJsonNull);
    }
    const auto text = json_text(scalar, dialect_);
    if (!text) return std::nullopt;
    return sql + Sql(" WHEN ") + type + Sql(" = 'null' THEN ") + named(field) +
           Sql(" || 'null' ELSE ") + named(field) + Sql(" || ") + *text + Sql(" END");
  }

  std::optional<Sql> of_rows(const FieldSchema& field, const Scope& scope) {
    if (!scope.is_root) return std::nullopt;
    const SqliteField& mapping = *field.sqlite;
    const Scope row = rows_of(field, scope, dialect_);
    const Sql rows(" FROM " + dialect_.quoted(mapping.table) + " AS " + row.name() + " WHERE ");
    Sql meant(row.qualifier + dialect_.quoted(mapping.key) + " = ");
    meant += scope.key;
    for (const Expr& term : fixed_columns(mapping, row, dialect_)) meant += Sql(" AND ") + term.sql;
    if (!field.types.contains(BsonType::Array)) {
      if (mapping.column.empty()) return std::nullopt;
      const bool is_told = !mapping.presence.empty();
      const auto text = is_told ? json_text(column_scalar(field, &mapping, row, dialect_), dialect_)
                                : of_column(field, row);
      if (!text) return std::nullopt;
      const Sql selected = Sql("(SELECT ") + *text + rows + meant + Sql(")");
      if (is_told) return by_presence(field, scope, selected);
      return Sql("coalesce(") + selected + Sql(", '')");
    }
    const auto text = element(field, row);
    if (!text) return std::nullopt;
    const bool is_ordered = !mapping.position.empty();
    if (!is_ordered && of_field_.elements) return std::nullopt;
    if (is_ordered) meant += Sql(" ORDER BY " + row.qualifier + dialect_.quoted(mapping.position));
    return of_array(field, scope,
                    Sql("(SELECT '[' || coalesce(") + said(dialect_.joined, {"value"}) +
                        Sql(", '') || ']' FROM (SELECT ") + *text + Sql(" AS value") + rows +
                        meant + Sql("))"));
  }

  Sql of_array(const FieldSchema& field, const Scope& scope, const Sql& text) const {
    if (!field.sqlite->presence.empty()) return by_presence(field, scope, text);
    const Sql found = named(field) + Sql(" || ");
    if (!field.sqlite->empty_is_missing) return found + text;
    return Sql("coalesce(") + found + Sql("nullif(") + text + Sql(", '[]'), '')");
  }

  Sql by_presence(const FieldSchema& field, const Scope& scope, const Sql& text) const {
    const Sql presence(scope.root_qualifier + dialect_.quoted(field.sqlite->presence));
    const Sql found = named(field) + Sql(" || ");
    return Sql("CASE ") + presence + Sql(" WHEN 2 THEN ") + found + text + Sql(" WHEN 1 THEN ") +
           found + Sql("'null' ELSE '' END");
  }

  // The JSON of an element of the array that a row is.
  std::optional<Sql> element(const FieldSchema& field, const Scope& row) {
    const FieldSchema* items = field.items.get();
    if (items == nullptr) return std::nullopt;
    if (items->types.within({BsonType::Object})) {
      if (of_field_.members && items->properties.size() > 1) return std::nullopt;
      std::vector<Sql> members;
      for (const FieldSchema& property : items->properties) {
        std::optional<Sql> text = member(property, row, true);
        if (!text) return std::nullopt;
        members.push_back(*std::move(text));
      }
      return object(members);
    }
    if (field.sqlite->column.empty()) return std::nullopt;
    const Scalar scalar = column_scalar(*items, &*field.sqlite, row, dialect_);
    const auto text = json_text(scalar, dialect_);
    if (!text) return std::nullopt;
    return Sql("CASE WHEN ") + scalar.value + Sql(" IS NULL THEN 'null' ELSE ") + *text +
           Sql(" END");
  }

  static Sql object(const std::vector<Sql>& members) {
    if (members.empty()) return Sql("'{}'");
    return Sql("'{' || substr(") + joined(members) + Sql(", 2) || '}'");
  }

  // In runs, as each operand is a level of the expression's tree.
  static Sql joined(const std::vector<Sql>& texts) {
    constexpr std::size_t kRun = 24;
    if (texts.empty()) return Sql("''");
    std::vector<Sql> runs;
    for (std::size_t i = 0; i < texts.size(); ++i)
      if (i % kRun == 0)
        runs.push_back(texts[i]);
      else
        runs.back() += Sql(" || ") + texts[i];
    if (runs.size() == 1) return std::move(runs.front());
    for (Sql& run : runs) run = Sql("(") + run + Sql(")");
    return joined(runs);
  }

  Sql named(const FieldSchema& field) const {
    const std::string name = to_extended_json(Value(field.name), ExtendedJson::Relaxed);
    return Sql(dialect_.literal("," + name + ":"));
  }

  const Scope& root_;
  const Dialect& dialect_;
  std::map<std::string, Asked, std::less<>> asked_;  // by the field of the root
  Asked of_field_;                                   // that is being made
};

}  // namespace

std::optional<Sql> document_of(const PlanNode& part, const Scope& root, const EmitOptions& options,
                               const Dialect& dialect) {
  if (root.schema == nullptr) return Sql(root.qualifier + dialect.quoted(options.document));
  const std::string& column = root.schema->sqlite()->document;
  if (!column.empty()) return Sql(root.qualifier + dialect.quoted(column));
  return Rebuilder(root, dialect).document(part);
}

bool has_valid_documents(const Scope& root, const EmitOptions& options) {
  if (root.schema == nullptr) return options.valid_documents;
  const SqliteRoot& place = *root.schema->sqlite();
  return place.valid_documents || (options.valid_documents && !place.document.empty());
}

}  // namespace tamis::sqlite
