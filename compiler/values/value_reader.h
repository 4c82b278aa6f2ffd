// Values from a syntax tree, with a diagnostic for each thing that is none.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include <tamis/syntax_tree.h>
#include <tamis/value.h>

#include "compiler/report.h"
#include "compiler/values/syntax_view.h"

namespace tamis::values {

// One text's reader. A call that gives nullopt has reported why.
class ValueReader {
 public:
  // `nesting` is how deep arrays and objects may stand in one another.
  ValueReader(const SyntaxTree& tree, std::uint32_t nesting, Diagnostics& diagnostics)
      : tree_(tree), nesting_(nesting), report_(tree.source(), diagnostics) {}

  // `depth` counts the arrays and objects around the node.
  std::optional<Value> read(std::uint32_t node, std::uint32_t depth);

  const SyntaxTree& tree() const { return tree_; }
  Reporter& report() { return report_; }

 private:
  std::optional<Value> read_number(const SyntaxNode& syntax);
  std::optional<Value> read_regex(const SyntaxNode& syntax);
  std::optional<Value> read_array(const SyntaxNode& syntax, std::uint32_t depth);
  std::optional<Value> read_object(std::uint32_t node, std::uint32_t depth);
  std::optional<Object> read_members(const SyntaxNode& syntax, std::uint32_t depth);
  std::optional<Value> read_wrapper(Wrapper wrapper, std::uint32_t node, std::uint32_t depth);
  void complain(Wrapper wrapper, const WrapperProblem<SyntaxView>& problem);
  bool within_nesting(const SyntaxNode& syntax, std::uint32_t depth);

  const SyntaxTree& tree_;
  std::uint32_t nesting_;
  Reporter report_;
  std::string scratch_;
};

// "a string", "an object", "a call of `ObjectId`": for labels.
std::string kind_in_words(const SyntaxNode& syntax);

// The letters of a regular expression literal in alphabetical order; nullopt when one is not of
// "imsux" or stands twice, and then `wrong` is it.
std::optional<std::string> regex_options(std::string_view flags, char& wrong);
void complain_of_flag(Reporter& report, SourceSpan span, char wrong);

}  // namespace tamis::values
