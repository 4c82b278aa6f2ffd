// Formulas that are conjunctions of claims and of alternatives, of atoms whose bits are known: what
// most rules are, decided for many places at once.
#pragma once

#include <cstddef>

#include "backends/predicate/set/bits.h"
#include "backends/predicate/set/formula.h"

namespace tamis::predicate::set {

bool is_flat(FormulaView formula);

// The bits of atoms, so many words of each, by their number.
struct AtomWords {
  const std::uint64_t* marks;
  const std::uint64_t* bounds;
  std::size_t words;

  const std::uint64_t* of(AtomRef atom) const {
    return (atom.kind() == AtomKind::Mark ? marks : bounds) + atom.index() * words;
  }
};

// Keeps of the places those that a flat formula is true of, and says whether any is left.
bool keep_flat(std::uint64_t* places, FormulaView formula, const AtomWords& atoms);

}  // namespace tamis::predicate::set
