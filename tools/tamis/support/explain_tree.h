// An explanation as a tree for people.
#pragma once

#include <tamis/explanation.h>
#include <tamis/source.h>

#include <string>

#include "tools/tamis/support/style.h"

namespace tamis::cli {

// A line per node: verdict, clause as written, and why. Each line begins with `indent` blanks.
std::string explain_tree(const predicate::Explanation& explanation, const Source& condition,
                         const Style& style, std::size_t width, std::size_t indent = 0);

// The text of a clause on one line, shortened to `limit` columns.
std::string clause_text(const Source& condition, SourceSpan span, std::size_t limit,
                        const Style& style);

// The reasons for a verdict in one sentence.
std::string reasons_in_words(const predicate::Explanation& explanation);

}  // namespace tamis::cli
