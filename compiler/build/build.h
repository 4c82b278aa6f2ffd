// build(): a SyntaxTree becomes a MatchExpression, whatever the spelling.
#pragma once

#include <tamis/compile.h>
#include <tamis/syntax_tree.h>

#include "compiler/match_expression.h"

namespace tamis {

// Adds every mistake to `diagnostics`; the expression is whole only if none is an error.
MatchExpression build(const SyntaxTree& tree, const CompileOptions& options,
                      Diagnostics& diagnostics);

}  // namespace tamis
