// Plan: what a condition means, with MongoDB's spelling gone and array traversal explicit (the IR).
//
//   CheckedExpression --plan()--> Plan --normalize()--> Plan --> backends
//
// A node is asked of a place: a value, or nothing there (missing). It answers true or false.
//
//   True False And Or Not   as they say; And and Or may have any number of children
//   Any      walks `path` from the place as MongoDB does (semantics, paragraphs 1–4). True if the
//            child is true of any place the walk ends at. A walk that ends nowhere (scalars inside
//            an array) is false; a field that is not there is one missing place.
//              Traverse::Elements  an array at the end is entered: its elements, then itself
//              Traverse::Whole     an array at the end is one place
//            An array reached by an index as the last component is not entered again. An empty
//            last component (`a.`) is ignored where the walk has come to an array.
//   Element  true if the place is an array and the child is true of one of its elements, each as a
//            place of its own: arrays among them are not entered
//   Test     a leaf, of the place itself
#pragma once

#include <memory>
#include <vector>

#include "compiler/match_expression.h"
#include "compiler/values/regex.h"

namespace tamis {

enum class PlanOp : std::uint8_t { True, False, And, Or, Not, Any, Element, Test };
enum class Traverse : std::uint8_t { Elements, Whole };

enum class TestOp : std::uint8_t {
  Eq,  // operand; equal to null also matches missing
  Lt,
  Lte,
  Gt,
  Gte,     // operand; within its type family (paragraphs 6, 9–15)
  In,      // list (sorted by compare(), no repeats, no regex); null in it also matches missing
  Exists,  // not missing
  Type,    // types
  Size,    // an array of exactly `a` elements
  Mod,     // a: divisor, b: remainder
  Regex,   // regex: strings and symbols that it finds, and the same regex stored
  BitsAllSet,
  BitsAllClear,
  BitsAnySet,
  BitsAnyClear,  // bits
  Container,     // an object or an array: what an object $elemMatch may look into
  Schema,        // json_schema; asked of the whole document alone
};

struct Test {
  Test() {}  // not defaulted, or make_shared() would zero it first

  TestOp op = TestOp::Exists;
  Operand operand;
  std::vector<Operand> list;  // date math members stand last
  TypeSet types;
  std::int64_t a = 0, b = 0;
  std::vector<std::uint32_t> bits;
  std::shared_ptr<const JsonSchema> json_schema;

  bool is_relative() const {  // in its operand or its list
    return operand.is_relative() || (!list.empty() && list.back().is_relative());
  }
};

struct PlanNode {
  PlanNode() {}  // not defaulted, or emplace_back() would zero it first

  PlanOp op = PlanOp::True;
  Traverse traverse = Traverse::Elements;
  FieldPath path;  // Any
  const FieldFacts* facts =
      nullptr;  // Any: of `path`; owned by the CheckedExpression; null without a schema
  std::shared_ptr<Test> test;      // Test; never null there, and no other node's
  std::vector<PlanNode> children;  // And, Or: any number; Not, Any, Element: one
  SourceSpan span;
  SourceSpan op_span;

  PlanNode clone() const;
};

struct Plan {
  PlanNode root;
};

// By compare(), without repeats; date math behind the values.
void sort_list(std::vector<Operand>& list);

// The plain translation, nothing simplified.
Plan plan(const CheckedExpression& checked);
// Of a part of it, asked of the place that the part is asked of.
PlanNode plan(const CheckedExpression& checked, const MatchNode& part);

}  // namespace tamis
