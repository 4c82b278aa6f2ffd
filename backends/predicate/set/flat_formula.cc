#include "backends/predicate/set/flat_formula.h"

#include <algorithm>

#include "backends/predicate/clones.h"

namespace tamis::predicate::set {
namespace {

// Words at a time.
constexpr std::size_t kTogether = 64;

// Where the members of the conjunction begin.
std::size_t first_part(FormulaView formula) {
  return is_group(formula[0]) && !is_or(formula[0]) ? 1 : 0;
}

}  // namespace

bool is_flat(FormulaView formula) {
  std::size_t group_end = 0;
  for (std::size_t at = first_part(formula); at < formula.size(); ++at) {
    const std::uint32_t word = formula[at];
    if (is_group(word)) {
      if (at < group_end || !is_or(word)) return false;
      group_end = word & kEndMask;
    } else if (Claim(word).atom().kind() == AtomKind::Lazy) {
      return false;
    }
  }
  return true;
}

// A claim is turned round by bits that are all clear or all set.
TAMIS_CLONES bool keep_flat(std::uint64_t* places, FormulaView formula, const AtomWords& atoms) {
  std::uint64_t left = 0;
  for (std::size_t first = 0; first < atoms.words; first += kTogether) {
    const std::size_t words = std::min(kTogether, atoms.words - first);
    std::uint64_t* const kept = places + first;
    std::uint64_t any[kTogether];
    for (std::size_t at = first_part(formula); at < formula.size();) {
      if (!is_group(formula[at])) {
        const Claim claim(formula[at++]);
        const std::uint64_t turned = std::uint64_t{0} - std::uint64_t{claim.negated()};
        const std::uint64_t* const bits = atoms.of(claim.atom()) + first;
        for (std::size_t i = 0; i < words; ++i) kept[i] &= bits[i] ^ turned;
        continue;
      }
      const std::size_t end = formula[at++] & kEndMask;
      for (std::size_t i = 0; i < words; ++i) any[i] = 0;
      for (; at < end; ++at) {
        const Claim claim(formula[at]);
        const std::uint64_t turned = std::uint64_t{0} - std::uint64_t{claim.negated()};
        const std::uint64_t* const bits = atoms.of(claim.atom()) + first;
        for (std::size_t i = 0; i < words; ++i) any[i] |= bits[i] ^ turned;
      }
      for (std::size_t i = 0; i < words; ++i) kept[i] &= any[i];
    }
    for (std::size_t i = 0; i < words; ++i) left |= kept[i];
  }
  return left != 0;
}

}  // namespace tamis::predicate::set
