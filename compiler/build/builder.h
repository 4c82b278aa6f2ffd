// Builder: what the spellings share while a MatchExpression is built.
#pragma once

#include <optional>
#include <string_view>

#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/syntax_tree.h>

#include "compiler/match_expression.h"
#include "compiler/report.h"

namespace tamis {

class Builder {
 public:
  Builder(const SyntaxTree& tree, const CompileOptions& options, Diagnostics& diagnostics);

  // An object as a condition: an And of its parts. Reports what is wrong and goes on.
  MatchNode condition(std::uint32_t node, std::uint32_t depth);

  // The operators of one field: `value` is a literal or an object of operators.
  void field(std::uint32_t value, std::uint32_t depth, std::vector<MatchNode>& out);

  // A literal operand; nullopt when it is not one (reported).
  std::optional<Operand> literal(std::uint32_t node);
  // A regex search on `path`, its pattern checked.
  std::optional<MatchNode> regex(Regex regex, std::uint32_t node);
  // The path of a key, its limits checked.
  FieldPath path(std::string_view dotted, SourceSpan span);
  MatchNode leaf(MatchOp op, std::uint32_t node) const;
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
  void field_operators(const SyntaxNode& object, std::uint32_t depth, std::vector<MatchNode>& out);
  void field_operator(const SyntaxNode& object, std::uint32_t node, std::uint32_t depth,
                      std::vector<MatchNode>& out);
  std::optional<MatchNode> compare(MatchOp op, std::uint32_t node);
  std::optional<MatchNode> list(MatchOp op, std::uint32_t node);
  void list_member(std::uint32_t node, std::vector<Operand>& out);
  std::optional<MatchNode> all(std::uint32_t node, std::uint32_t depth);
  std::optional<MatchNode> negation(std::uint32_t node, std::uint32_t depth);
  std::optional<MatchNode> elem_match(std::uint32_t node, std::uint32_t depth);
  std::optional<MatchNode> regex_operator(const SyntaxNode& object, std::uint32_t node);
  std::optional<MatchNode> type(std::uint32_t node);
  std::optional<MatchNode> size(std::uint32_t node);
  std::optional<MatchNode> mod(std::uint32_t node);
  std::optional<MatchNode> bits(MatchOp op, std::uint32_t node);
  void unknown_operator(std::uint32_t node, bool in_field);
  bool is_operator_object(std::uint32_t node) const;

  const SyntaxTree& tree_;
  const CompileOptions& options_;
  Spelling spelling_;
  Reporter report_;
  unsigned forms_ = 0;
};

}  // namespace tamis
