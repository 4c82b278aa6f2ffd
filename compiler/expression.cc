#include <tamis/expression.h>

#include "compiler/print/print.h"
#include "compiler/values/regex.h"

namespace tamis {

Expression::Expression() : filter_(Object{}) {}
Expression::Expression(Value filter) : filter_(std::move(filter)) {}

std::string Expression::text() const {
  return canonical_value(filter_);
}

Expression Expression::joined(const char* op, std::vector<Expression> parts) {
  Array members;
  members.reserve(parts.size());
  for (Expression& part : parts) members.push_back(std::move(part.filter_));
  return Expression(Value::object({{op, Value(std::move(members))}}));
}

Expression Expression::all_of(std::vector<Expression> parts) {
  return parts.empty() ? Expression() : joined("$and", std::move(parts));
}

Expression Expression::any_of(std::vector<Expression> parts) {
  return parts.empty() ? Expression(Value::object({{"$alwaysFalse", 1}}))
                       : joined("$or", std::move(parts));
}

Expression operator&&(Expression a, Expression b) {
  return Expression::all_of({std::move(a), std::move(b)});
}

Expression operator||(Expression a, Expression b) {
  return Expression::any_of({std::move(a), std::move(b)});
}

Expression operator!(Expression a) {
  return Expression::joined("$nor", {std::move(a)});
}

Expression Field::test(const char* op, Value operand) const {
  return Expression(Value::object({{path_, Value::object({{op, std::move(operand)}})}}));
}

Expression Field::eq(Value value) const {
  return test("$eq", std::move(value));
}
Expression Field::ne(Value value) const {
  return test("$ne", std::move(value));
}
Expression Field::gt(Value value) const {
  return test("$gt", std::move(value));
}
Expression Field::gte(Value value) const {
  return test("$gte", std::move(value));
}
Expression Field::lt(Value value) const {
  return test("$lt", std::move(value));
}
Expression Field::lte(Value value) const {
  return test("$lte", std::move(value));
}
Expression Field::in(std::vector<Value> values) const {
  return test("$in", std::move(values));
}
Expression Field::nin(std::vector<Value> values) const {
  return test("$nin", std::move(values));
}
Expression Field::all(std::vector<Value> values) const {
  return test("$all", std::move(values));
}
Expression Field::exists(bool there) const {
  return test("$exists", there);
}
Expression Field::size(std::int32_t count) const {
  return test("$size", count);
}

Expression Field::contains(std::string_view text) const {
  return matches(escape_regex(text));
}
Expression Field::starts_with(std::string_view text) const {
  return matches("^" + escape_regex(text));
}
Expression Field::ends_with(std::string_view text) const {
  return matches(escape_regex(text) + "\\z");
}

Expression Field::matches(std::string pattern, std::string options) const {
  std::vector<std::pair<std::string, Value>> operators{{"$regex", Value(std::move(pattern))}};
  if (!options.empty()) operators.emplace_back("$options", Value(std::move(options)));
  return Expression(Value::object({{path_, Value::object(std::move(operators))}}));
}

Expression Field::any_element(const Expression& element) const {
  return test("$elemMatch", Expression::joined("$and", {element}).filter_);
}

Result<Condition> compile(const Expression& expression, const CompileOptions& options) {
  CompileOptions as_mongodb = options;
  as_mongodb.spelling = Spelling::MongoDb;
  return compile(Source("<expression>", expression.text()), as_mongodb);
}

}  // namespace tamis
