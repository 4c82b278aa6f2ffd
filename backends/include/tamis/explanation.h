// Explanation: why a document matches, or why not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <tamis/source.h>
#include <tamis/value.h>

namespace tamis::predicate {

// One node of the condition, as it was written: nothing is rewritten or put in another order, and
// every node has its verdict, whether or not the whole depends on it.
//
//   why    a sentence without a full stop: "`country` is \"SE\", not \"FI\""
//   path   where the value that decided stands in the document: "orders.1.sku"; "" when no one
//          value did
//   value  that value; none when nothing is there or no one value decided
//   span   of the condition's source
struct Explanation {
  enum class Kind : std::uint8_t {
    All,      // holds if all children do
    Any,      // holds if a child does
    Not,      // holds if its child does not
    Element,  // of an array; children explain the element that meets it, or comes closest
    Test,     // a leaf
  };

  Kind kind = Kind::Test;
  bool verdict = false;
  std::string why;
  std::string path;
  std::optional<Value> value;
  SourceSpan span;
  std::vector<Explanation> children;
};

// The leaves that made the verdict what it is, in the order of the text: all that hold where all
// had to, those that fail where one was enough to fail.
std::vector<const Explanation*> reasons(const Explanation& explanation);

}  // namespace tamis::predicate
