// Code: a Plan laid out flat for evaluation. Children of an instruction stand side by side, first
// those that decide at the least cost; every test is pure, so their order never shows in a verdict.
//
//   Plan --lower()--> Code
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

#include "backends/predicate/in_list.h"
#include "compiler/plan/plan.h"

namespace tamis::predicate {

struct Key {
  std::string_view name;
  std::int64_t index = -1;  // the array position that `name` spells, or -1
  std::int32_t root = -1;   // its place among those that are asked of the root, or -1
};

struct TestCode {
  explicit TestCode(const Test& test)
      : op(test.op),
        literal(test.operand.value),
        types(test.types),
        a(test.a),
        b(test.b),
        regex(test.operand.regex.get()),
        json_schema(test.json_schema.get()) {}

  TestOp op;
  Literal literal;
  std::unique_ptr<const InList> list;  // In: all but relative dates
  std::vector<Literal> bindings;       // In: the relative dates
  bool missing = false;                // the verdict on a missing place
  TypeSet types;
  std::int64_t a, b;
  std::uint64_t mask = 0;             // Bits: positions below 64
  std::vector<std::uint32_t> beyond;  // Bits: the others
  const RegexProgram* regex;
  const JsonSchema* json_schema;

  // Of the list; elsewhere none.
  std::span<const Literal> literals() const {
    return list ? std::span(list->literals()) : std::span<const Literal>();
  }
};

struct Instr {
  PlanOp op = PlanOp::True;
  bool enter_arrays = false;                 // Any: Traverse::Elements
  bool by_names = true;                      // Any: no key behind the first is an index or empty
  std::uint32_t first = 0, child_count = 0;  // children in `instrs`
  std::uint32_t key = 0, key_count = 0;      // Any: its path in `keys`
  std::uint32_t test = 0;                    // Test: in `tests`
  float cost = 0;                            // of asking it
  float share = 0;                           // of the places of which it holds
  const PlanNode* node = nullptr;            // where it came from
};

// Points into the Plan it was made from, which must outlive it. instrs[0] is the root.
struct Code {
  std::vector<Instr> instrs;
  std::vector<Key> keys;
  std::vector<TestCode> tests;
  std::vector<const Operand*> relative_dates;  // by binding
};

// Children in the plan's order, or the quickest to decide first.
enum class ChildOrder : std::uint8_t { AsWritten, QuickestFirst };

Code lower(const Plan& plan, ChildOrder order = ChildOrder::QuickestFirst);

}  // namespace tamis::predicate
