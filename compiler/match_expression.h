// MatchExpression: a condition as MongoDB's matcher sees it (the AST).
//
//   SyntaxTree --build()--> MatchExpression --check()--> CheckedExpression
//
// All spellings end here. check() keeps the tree and only replaces literals that the schema
// coerces; facts[node.id] then says what the schema knows of the node's path.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <tamis/field_path.h>
#include <tamis/schema.h>
#include <tamis/type_set.h>
#include <tamis/value.h>

namespace tamis {

struct DateMath;     // compiler/values/date_math.h
class RegexProgram;  // compiler/values/regex.h
struct JsonSchema;   // compiler/json_schema/json_schema.h

enum class MatchOp : std::uint8_t {
  And,
  Or,
  Nor,  // children; an And without children is true
  Not,  // one child; the complement of it
  AlwaysTrue,
  AlwaysFalse,
  Comment,     // true; operand as written
  JsonSchema,  // json_schema, of the document; operand as written
  Eq,
  Ne,
  Gt,
  Gte,
  Lt,
  Lte,  // operand
  In,
  Nin,
  All,              // list; a Regex in it searches. All: plain members only
  Exists,           // flag
  Type,             // types
  Size,             // a
  Mod,              // a: divisor, b: remainder
  Regex,            // operand: Value of type Regex; a search
  ElemMatchObject,  // one child, a condition on an element's fields
  ElemMatchValue,   // one child, tests of the element itself (their `self` is set)
  BitsAllSet,
  BitsAllClear,
  BitsAnySet,
  BitsAnyClear,  // bits
};

// A literal, or date math that becomes a date when the condition runs.
struct Operand {
  Operand() {}  // not defaulted, or emplace_back() would zero it first

  Value value;
  std::shared_ptr<const DateMath> date_math;  // set: `value` is its text
  std::shared_ptr<const RegexProgram> regex;  // set: `value` is a Regex that searches
  SourceSpan span;

  bool is_relative() const { return date_math != nullptr; }
};

struct MatchNode {
  MatchNode() {}  // not defaulted, or emplace_back() would zero it first

  MatchOp op = MatchOp::And;
  bool self = false;     // tests the current value itself: no path (inside a value `$elemMatch`)
  bool flag = true;      // Exists
  std::uint32_t id = 0;  // pre-order number in its expression
  TypeSet types;
  std::int64_t a = 0, b = 0;
  FieldPath path;  // of leaves and $elemMatch, from the root or the enclosing element
  Operand operand;
  std::vector<Operand> list;
  std::shared_ptr<const JsonSchema> json_schema;
  std::vector<std::uint32_t> bits;  // positions, ascending, no repeats; counted from 0
  std::vector<MatchNode> children;
  SourceSpan span;       // the whole test, key included
  SourceSpan path_span;  // the key that names the path
  SourceSpan op_span;    // the operator, or the value of an implicit `$eq`

  bool is_leaf() const { return op >= MatchOp::Eq; }
};

// Which forms a text used; what `tamis format` and lint want to know.
enum class ConditionForm : std::uint8_t { MongoDb = 1, FieldCondition = 2, Topic = 4, Alias = 8 };

struct MatchExpression {
  Source source;
  MatchNode root;  // And
  std::uint32_t node_count = 0;
  unsigned forms = 0;  // of ConditionForm
};

struct CheckedExpression {
  CheckedExpression(MatchExpression&& built, const std::optional<Schema>& against)
      : expression(std::move(built)), schema(against) {}

  MatchExpression expression;
  std::optional<Schema> schema;
  std::vector<FieldFacts> facts;  // by node id; none without a schema

  // Unknown ones without a schema.
  const FieldFacts& facts_of(const MatchNode& node) const;
};

}  // namespace tamis
