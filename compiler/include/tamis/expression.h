// Conditions made by code, without writing text.
//
//   Expression vip = field("country").in({"FI", "SE"}) && field("lifetime_value").gte(100);
//   Result<Condition> condition = compile(vip, {.schema = schema});
//
// An Expression is MongoDB's own form as a Value, so nothing needs quoting and nothing can be
// injected; compile() checks it like any text, and diagnostics point into the text it stands for.
#pragma once

#include <string>
#include <vector>

#include <tamis/compile.h>
#include <tamis/value.h>

namespace tamis {

// One condition. Cheap to move; a copy is deep.
class Expression {
 public:
  // Matches every document.
  Expression();

  // The MongoDB filter that this stands for, as strict JSON.
  std::string text() const;

  friend Expression operator&&(Expression a, Expression b);
  friend Expression operator||(Expression a, Expression b);
  friend Expression operator!(Expression a);
  static Expression all_of(std::vector<Expression> parts);
  static Expression any_of(std::vector<Expression> parts);

 private:
  friend class Field;
  explicit Expression(Value filter);
  static Expression joined(const char* op, std::vector<Expression> parts);
  Value filter_;
};

// A field by its dotted path. A `Value` is any BSON value; on a date field of a schema, text such
// as "2024-01-31" or "now-30d" is read as a date.
class Field {
 public:
  explicit Field(std::string path) : path_(std::move(path)) {}

  Expression eq(Value value) const;
  Expression ne(Value value) const;
  Expression gt(Value value) const;
  Expression gte(Value value) const;
  Expression lt(Value value) const;
  Expression lte(Value value) const;
  Expression in(std::vector<Value> values) const;
  Expression nin(std::vector<Value> values) const;
  Expression all(std::vector<Value> values) const;
  Expression exists(bool there = true) const;
  Expression size(std::int32_t count) const;
  // Literal text, not patterns.
  Expression contains(std::string_view text) const;
  Expression starts_with(std::string_view text) const;
  Expression ends_with(std::string_view text) const;
  Expression matches(std::string pattern, std::string options = "") const;
  // One element of an array of objects meets the condition on its fields.
  Expression any_element(const Expression& element) const;

 private:
  Expression test(const char* op, Value operand) const;
  std::string path_;
};

inline Field field(std::string path) {
  return Field(std::move(path));
}

// As compile() of the expression's text. An object value whose first key begins with `$` and names
// an Extended JSON wrapper is read as that wrapper.
Result<Condition> compile(const Expression& expression, const CompileOptions& options = {});

}  // namespace tamis
