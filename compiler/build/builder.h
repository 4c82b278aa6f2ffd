// Builder: what the spellings share while a MatchExpression is built.
#pragma once

#include <array>
#include <string_view>

#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/syntax_tree.h>

#include "compiler/match_expression.h"
#include "compiler/report.h"
#include "compiler/values/value_reader.h"

namespace tamis {

class Builder {
 public:
  Builder(const SyntaxTree& tree, const CompileOptions& options, Diagnostics& diagnostics);

  // Makes `result` an object's condition: an And of its parts. Reports what is wrong and goes on.
  void condition(std::uint32_t node, std::uint32_t depth, MatchNode& result);

  // The operators of one field: `value` is a literal or an object of operators.
  void field(std::uint32_t value, std::uint32_t depth, std::vector<MatchNode>& out);

  // A literal operand; false when it is not one (reported).
  bool literal(std::uint32_t node, Operand& operand);
  // A search for a regex, its pattern checked; false when it is not one (reported).
  bool regex(Regex regex, std::uint32_t node, Operand& operand);
  // The path of a key, its limits checked.
  const FieldPath& path(std::string_view dotted, SourceSpan span);
  // Adds a test to `out`, with the spans of `node`.
  MatchNode& add(MatchOp op, std::uint32_t node, std::vector<MatchNode>& out) const;
  bool within_depth(std::uint32_t depth, SourceSpan span);
  // An array of at least one condition: the operand of $and and its like.
  void conditions(std::string_view name, std::uint32_t node, std::uint32_t depth,
                  std::vector<MatchNode>& out);
  // Reports every key of `object` that stands twice.
  void duplicate_keys(const SyntaxNode& object);

  const SyntaxTree& tree() const { return tree_; }
  const CompileOptions& options() const { return options_; }
  Spelling spelling() const { return spelling_; }
  Reporter& report() { return report_; }
  void uses(ConditionForm form) { forms_ |= static_cast<unsigned>(form); }
  unsigned forms() const { return forms_; }

 private:
  void member(std::uint32_t node, std::uint32_t depth, std::vector<MatchNode>& out);
  void pathless(const struct OperatorInfo& info, std::uint32_t node, std::uint32_t depth,
                std::vector<MatchNode>& out);
  void json_schema(std::uint32_t node, std::uint32_t depth, MatchNode& test);
  void field_operators(const SyntaxNode& object, std::uint32_t depth, std::vector<MatchNode>& out);
  void field_operator(const SyntaxNode& object, std::uint32_t node, std::uint32_t depth,
                      std::vector<MatchNode>& out);
  // Each completes the test of one operator; false when it is none (reported).
  bool operand_of(const SyntaxNode& object, std::uint32_t node, std::uint32_t depth,
                  MatchNode& test);
  bool compare(std::uint32_t node, MatchNode& test);
  bool exists(std::uint32_t node, MatchNode& test);
  bool list(std::uint32_t node, MatchNode& test);
  void list_member(std::uint32_t node, std::vector<Operand>& out);
  bool all(std::uint32_t node, std::uint32_t depth, MatchNode& test);
  bool negation(std::uint32_t node, std::uint32_t depth, MatchNode& test);
  bool elem_match(std::uint32_t node, std::uint32_t depth, MatchNode& test);
  bool regex_operator(const SyntaxNode& object, std::uint32_t node, MatchNode& test);
  bool type(std::uint32_t node, MatchNode& test);
  bool size(std::uint32_t node, MatchNode& test);
  bool mod(std::uint32_t node, MatchNode& test);
  bool bits(std::uint32_t node, MatchNode& test);
  void unknown_operator(std::uint32_t node, bool in_field);
  bool is_operator_object(std::uint32_t node) const;

  const SyntaxTree& tree_;
  const CompileOptions& options_;
  Spelling spelling_;
  Reporter report_;
  values::ValueReader values_;
  unsigned forms_ = 0;
  bool in_element_ = false;         // of an array, by `$elemMatch`
  std::array<FieldPath, 6> paths_;  // read before, by slot: a text asks for a few, and often
};

}  // namespace tamis
