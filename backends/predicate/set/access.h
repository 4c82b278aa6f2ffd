// By which atoms a rule is found: those of which one must hold whenever the rule does, and that
// hold of the fewest documents.
//
// How often an atom holds is guessed from the conditions: values that many of them name are common
// among documents, too.
#pragma once

#include <optional>
#include <vector>

#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {

class AccessChooser {
 public:
  explicit AccessChooser(const Level& level) : level_(level) {}

  struct Choice {
    double share = 1;  // of the documents
    std::vector<AtomRef> atoms;
  };
  // Every rule has one: at worst the mark that every document has.
  Choice choose(const Formula& formula) const;
  // Of documents for which the claim holds.
  double share_of(Claim claim) const;

 private:
  Choice choose(const Formula& formula, std::uint32_t at) const;
  double share_of_mark(const Mark& mark) const;

  const Level& level_;
};

}  // namespace tamis::predicate::set
