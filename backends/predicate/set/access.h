// On which axes a rule is, and by which atoms.
//
// How often an atom holds is guessed from the conditions: values that many of them name are common
// among documents, too.
#pragma once

#include <vector>

#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {

class AccessChooser {
 public:
  explicit AccessChooser(const Level& level) : level_(level) {}

  Accesses choose(const Formula& formula) const;
  // A group of which each member is a claim that something of one source holds.
  bool is_of_one_source(const Formula& formula) const;

 private:
  // Of which one holds whenever a part of the formula does.
  struct Choice {
    double share = 1;            // of the documents
    std::vector<AtomRef> atoms;  // none: it may hold of any document
    bool is_exact = false;       // the part holds whenever one of them does
    bool is_against = false;     // it does when none of them does, in place of all that
  };
  class Chosen;

  Choice choose(const Formula& formula, std::uint32_t at) const;
  Choice choose_any(const Formula& formula, std::uint32_t at) const;
  Choice choose_best(const Formula& formula, std::uint32_t at) const;
  double share_of(AtomRef atom) const;
  double share_of_mark(const Mark& mark) const;
  bool has_own_axis(const Source& source) const;
  bool are_of_one_source(const std::vector<AtomRef>& atoms) const;

  const Level& level_;
};

}  // namespace tamis::predicate::set
