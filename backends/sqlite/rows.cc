// Fields that are rows of a child table, and arrays in JSON: their elements become subqueries.
#include <algorithm>

#include "backends/sqlite/emitter.h"

namespace tamis::sqlite {
namespace {

// Of SQLite's parser, what stands before the test of a subquery's rows: EXISTS, or the key IN.
constexpr int kExists = 7;
constexpr int kKeyIn = 8;

constexpr TypeSet kNull{BsonType::Null};
constexpr TypeSet kObject{BsonType::Object};

bool holds_not(const PlanNode& node) {
  return node.op == PlanOp::Not || std::ranges::any_of(node.children, holds_not);
}

}  // namespace

Scope Emitter::row_scope(const Storage& storage, const Scope& scope) const {
  return rows_of(*storage.field, scope, dialect_);
}

Expr Emitter::rows(const Storage& storage, const Scope& scope, const Scope& row, const Expr& test,
                   Form form) const {
  const SqliteField& mapping = *storage.mapping;
  const Sql key(row.qualifier + dialect_.quoted(mapping.key));
  const std::string from = dialect_.quoted(mapping.table) + " AS " + row.name() + " WHERE ";
  std::vector<Expr> terms;
  if (form != Form::In) terms.push_back(comparison(key + Sql(" = ") + scope.key));
  for (Expr& fixed : fixed_columns(mapping, row, dialect_)) terms.push_back(std::move(fixed));
  terms.push_back(test);
  const Expr of_keys = all_of(terms);
  // A key that is NULL would make the whole IN so.
  if (form == Form::In) terms.push_back(is_there(key));
  Sql head = form == Form::In      ? scope.key + Sql(" IN (SELECT ") + key
             : form == Form::Count ? Sql("(SELECT count(*)")
                                   : Sql("EXISTS (SELECT 1");
  Expr found = wrapped(std::move(head) + Sql(" FROM " + from), all_of(std::move(terms)), Sql(")"),
                       form == Form::In ? kKeyIn : kExists);
  if (form != Form::In) return found;
  found.binding = Binding::Comparison;
  found.keys = Keys{key, Sql(" FROM " + from) + within(of_keys, Binding::And), storage.single};
  return found;
}

Emitter::State Emitter::state_of_rows(const Storage& storage, const Scope& scope) const {
  State state{constant(false), constant(false), constant(true)};
  const Sql& presence = storage.scalar.presence;
  if (!presence.text.empty()) {
    state.missing = comparison(Sql("(") + presence + Sql(" IN (1, 2)) IS NOT TRUE"));
    state.null = same(presence, "1", dialect_);
    state.array = same(presence, "2", dialect_);
  } else if (storage.mapping->empty_is_missing) {
    state.array = rows(storage, scope, row_scope(storage, scope), constant(true), Form::Exists);
    state.missing = complement(state.array);
  }
  return state;
}

Emitter::State Emitter::state_of_json(const Storage& storage) const {
  const Sql& type = storage.scalar.type_name;
  return {is_null(type), same(type, "'null'", dialect_), same(type, "'array'", dialect_)};
}

// The child of `node`, asked of a row: of its value, or as an object of its columns.
std::optional<Expr> Emitter::element_rows(const PlanNode& node, const Storage& storage,
                                          const Scope& row) {
  const FieldSchema* items = storage.field->items.get();
  if (items == nullptr) return std::nullopt;
  if (storage.used < node.path.size()) {
    PlanNode inner = node.clone();
    inner.path = rest_of(node.path, storage.used);
    if (inner.path.components().front().index >= 0) return std::nullopt;
    const FieldFacts facts = row.schema->resolve(inner.path, items);
    inner.facts = &facts;
    return any(inner, row, Form::Exists);
  }
  const PlanNode* child = &node.children.front();
  if (child->op == PlanOp::Element) child = &child->children.front();
  if (items->types.within(kObject)) {
    const Here here{nullptr, constant(true)};
    return this->node(*child, row, &here, Form::Exists);
  }
  if (storage.mapping == nullptr || storage.mapping->column.empty()) return std::nullopt;
  Scalar scalar = column_scalar(*items, storage.mapping, row, dialect_);
  scalar.nullable = items->types.contains(BsonType::Null);
  scalar.null = Scalar::Null::IsNull;
  if (!can_test(scalar, dialect_)) return std::nullopt;
  const Here here{&scalar, {}};
  return this->node(*child, row, &here, Form::Exists);
}

std::optional<Expr> Emitter::at_rows(const PlanNode& node, const Storage& storage,
                                     const Scope& scope, Form form) {
  const PlanNode& child = node.children.front();
  const State state = state_of_rows(storage, scope);
  const bool inside = storage.used < node.path.size();
  const Scope row = row_scope(storage, scope);
  if (!inside && child.op == PlanOp::Test && child.test->op == TestOp::Exists)
    return any_of({state.array, state.null});
  if (!inside && child.op == PlanOp::Test && child.test->op == TestOp::Size) {
    const Expr count = rows(storage, scope, row, constant(true), Form::Count);
    Expr sized = comparison(count.sql + Sql(" = ") + value(Value(child.test->a)));
    sized.stack = count.stack;
    return child.test->a == 0 ? all_of({std::move(sized), state.array}) : sized;
  }
  std::optional<Expr> of_row = element_rows(node, storage, row);
  if (!of_row) return std::nullopt;
  std::vector<Expr> parts;
  if (of_row->constant != false) parts.push_back(rows(storage, scope, row, *of_row, form));
  if (child.op == PlanOp::Element) return any_of(std::move(parts));
  if (inside) {
    // Null, or nothing, in place of the array: what is asked of inside is missing.
    const auto holds = verdict(child, Bare::Missing);
    if (!holds) return std::nullopt;
    if (*holds) parts.push_back(any_of({state.null, state.missing}));
  } else if (node.traverse == Traverse::Whole || !add_bare(child, state, parts)) {
    return std::nullopt;
  }
  return any_of(std::move(parts));
}

std::optional<Expr> Emitter::at_single_row(const PlanNode& node, const Storage& storage,
                                           const Scope& scope, Form form) {
  const PlanNode& child = node.children.front();
  if (child.op == PlanOp::Element) return constant(false);
  if (holds_not(child)) return std::nullopt;
  Scope row = row_scope(storage, scope);
  Scalar scalar = column_scalar(*storage.field, storage.mapping, row, dialect_);
  if (!can_test(scalar, dialect_)) return std::nullopt;
  const Expr is_null = sqlite::is_null(scalar.value);
  const Expr is_there = sqlite::is_there(scalar.value);
  scalar.nullable = false;  // rows without a value are seen to below
  const Here here{&scalar, {}};
  std::optional<Expr> of_value = this->node(child, row, &here, Form::Exists);
  const auto of_missing = verdict(child, Bare::Missing);
  const auto of_null = verdict(child, Bare::Null);
  if (!of_value || !of_missing || !of_null) return std::nullopt;

  const auto some_row = [&](const Expr& test, Form how) {
    return rows(storage, scope, row, test, how);
  };
  std::vector<Expr> parts;
  if (of_value->constant == true) of_value = is_there;
  if (!of_value->constant) parts.push_back(some_row(*of_value, form));
  if (scalar.null == Scalar::Null::Presence) {
    const State state = state_of_rows(storage, scope);
    if (*of_null) parts.push_back(state.null);
    if (*of_missing) parts.push_back(state.missing);
    return any_of(std::move(parts));
  }
  if (scalar.null == Scalar::Null::IsMissing) {
    if (*of_missing) parts.push_back(complement(some_row(is_there, Form::Exists)));
    return any_of(std::move(parts));
  }
  if (*of_null) parts.push_back(some_row(is_null, Form::Exists));
  if (*of_missing) parts.push_back(complement(some_row(any_of({is_there, is_null}), Form::Exists)));
  return any_of(std::move(parts));
}

std::optional<Expr> Emitter::of_rows(const PlanNode& node, const Storage& storage,
                                     const Scope& scope, Form form) {
  return storage.single ? at_single_row(node, storage, scope, form)
                        : at_rows(node, storage, scope, form);
}

std::optional<Expr> Emitter::at_json_array(const PlanNode& node, const Storage& storage,
                                           const Scope& scope) {
  const PlanNode& child = node.children.front();
  const FieldSchema* items = storage.field->items.get();
  // Only arrays and null stand where SQL looks for elements.
  if (items == nullptr || !storage.field->types.without(kNull).within({BsonType::Array}))
    return std::nullopt;
  const State state = state_of_json(storage);
  const bool inside = storage.used < node.path.size();
  if (!inside && child.op == PlanOp::Test && child.test->op == TestOp::Exists)
    return complement(state.missing);
  const Sql path(dialect_.literal(storage.path));
  if (!inside && child.op == PlanOp::Test && child.test->op == TestOp::Size) {
    const Sql length = said(dialect_.json_length, {storage.json, path});
    Expr sized = same(length, value(Value(child.test->a)), dialect_);
    return child.test->a == 0 ? all_of({std::move(sized), state.array}) : sized;
  }

  Scope row = row_scope(storage, scope);
  const std::string name = row.name();
  const Sql element(name + ".value");
  const Sql type(name + ".type");
  std::optional<Expr> of_element;
  if (items->types.within(kObject)) {
    row.json = element;
    of_element = element_rows(node, storage, row);
    // What reads JSON must not meet a text, and the type is dear: of what has no atom, only that of
    // the few that fit is asked.
    if (of_element)
      of_element = all_of({comparison(Sql(name + ".atom IS NULL")), *of_element,
                           comparison(type + Sql(" = 'object'"))});
  } else if (!inside) {
    Scalar scalar = scalar_of(items->types, storage.mapping, row);
    scalar.json = true;
    scalar.value = element;
    scalar.type_name = type;
    scalar.null = Scalar::Null::Json;
    scalar.nullable =
        items->types.contains(BsonType::Null) || storage.field->types.contains(BsonType::Null);
    if (!can_test(scalar, dialect_)) return std::nullopt;
    const Here here{&scalar, {}};
    const bool of_elements = child.op == PlanOp::Element;
    of_element = this->node(of_elements ? child.children.front() : child, row, &here, Form::Exists);
    // An element is never missing, and null in place of the array is no element.
    if (of_element && of_elements && scalar.nullable)
      of_element = all_of({*of_element, state.array});
  }
  if (!of_element) return std::nullopt;
  std::vector<Expr> parts;
  if (of_element->constant != false) {
    const Expr test = of_element->constant ? is_there(type) : *of_element;
    const Sql elements = said(dialect_.json_rows, {storage.json, path});
    parts.push_back(
        wrapped(Sql("EXISTS (SELECT 1 FROM ") + elements + Sql(" AS " + name + " WHERE "), test,
                Sql(")"), kExists));
  }
  if (child.op == PlanOp::Element) return any_of(std::move(parts));
  if (inside) {
    const auto holds = verdict(child, Bare::Missing);
    if (!holds) return std::nullopt;
    if (*holds) parts.push_back(any_of({state.null, state.missing}));
  } else if (node.traverse == Traverse::Whole || !add_bare(child, state, parts)) {
    return std::nullopt;
  }
  return any_of(std::move(parts));
}

}  // namespace tamis::sqlite
