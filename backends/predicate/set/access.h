// On which axes a rule is, and by which of its claims.
//
// How often an atom holds is guessed from the conditions: values that many of them name are common
// among documents, too.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "backends/predicate/set/atoms.h"
#include "backends/predicate/set/formula.h"

namespace tamis::predicate::set {

// Of one level. Keeps the memory that a choice takes for the next.
class AccessChooser {
 public:
  explicit AccessChooser(const Level& level) : level_(level) {}

  // Says at the claims of a formula how the rule is posted at their atoms. True: the rule holds
  // wherever these say so.
  bool choose(Formula& formula);
  // A group of which each member is a claim that something of one source holds.
  bool is_of_one_source(FormulaView formula) const;

 private:
  // Claims of which one holds whenever a part of the formula does: the last of claims_.
  struct Choice {
    double share = 1;          // of the documents
    std::ptrdiff_t count = 0;  // none: it may hold of any document
    bool is_exact = false;     // the part holds whenever one of them does
    bool is_against = false;   // it does when none of them does, in place of all that
  };

  Choice choose(FormulaView formula, std::uint32_t at);
  Choice choose_any(FormulaView formula, std::uint32_t at);
  Choice choose_best(FormulaView formula, std::uint32_t at);
  void add_part(Formula& formula, std::uint32_t at);
  void add_shared(const Choice& choice);
  void drop(const Choice& choice) { claims_.erase(claims_.end() - choice.count, claims_.end()); }
  std::span<const std::uint32_t> least_of(FormulaView formula,
                                          std::span<const std::uint32_t> claims) const;
  // That the claims are all of, if it has an axis that the rule is not on yet.
  const Source* own_source(FormulaView formula, std::span<const std::uint32_t> claims) const;
  bool has_own_axis(const Source& source) const;
  double share_of(AtomRef atom) const;
  double share_of_mark(const Mark& mark) const;

  const Level& level_;
  std::vector<std::uint32_t> claims_;  // where they stand in the formula
  // Of the parts so far. Those of the shared axis are the first of claims_.
  bool is_exact_ = true;
  std::vector<const Source*> sources_;  // on whose axes the rule is
  std::vector<std::uint32_t> against_;
  Choice shared_;
};

}  // namespace tamis::predicate::set
