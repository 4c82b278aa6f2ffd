// A formula over claims, flat, in pre-order:
//
//   word   a Claim, and how its rule is posted at its atom; or the head of a group: kGroup, perhaps
//          kOr, and where the group ends
//
// Negation stands at the claims alone. An And of nothing is true, an Or of nothing false.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "backends/predicate/set/claim.h"

namespace tamis::predicate::set {

using Formula = std::vector<std::uint32_t>;
using FormulaView = std::span<const std::uint32_t>;

constexpr std::uint32_t kGroup = 0x80000000;
constexpr std::uint32_t kOr = 0x40000000;
constexpr std::uint32_t kEndMask = 0x3fffffff;

inline bool is_group(std::uint32_t word) {
  return (word & kGroup) != 0;
}
inline bool is_or(std::uint32_t word) {
  return (word & kOr) != 0;
}

// How a rule is posted at an atom: on the axis of its source, or on the one that sources share, or
// as a rule that holds nowhere where the atom does.
enum class Way : std::uint8_t { Own, Shared, Against };
constexpr std::size_t kWays = 3;

inline std::uint32_t posted(std::uint32_t claim, Way way) {
  return Claim(claim).word() | (static_cast<std::uint32_t>(way) + 1) << Claim::kBits;
}

// Calls use(atom, way) for each claim that is posted.
template <class Use>
void each_access(FormulaView formula, Use&& use) {
  for (const std::uint32_t word : formula)
    if (!is_group(word) && word >> Claim::kBits != 0)
      use(Claim(word).atom(), static_cast<Way>((word >> Claim::kBits) - 1));
}
// As if none were.
inline void forget_accesses(std::span<std::uint32_t> formula) {
  for (std::uint32_t& word : formula)
    if (!is_group(word)) word = Claim(word).word();
}

// Appends a group whose members `fill` appends.
template <class Fill>
void add_group(Formula& formula, bool any, Fill&& fill) {
  const std::size_t head = formula.size();
  formula.push_back(kGroup);
  fill();
  formula[head] = kGroup | (any ? kOr : 0U) | static_cast<std::uint32_t>(formula.size());
}

// The word after the part of the formula that begins at `at`.
inline std::uint32_t part_end(FormulaView formula, std::uint32_t at) {
  return is_group(formula[at]) ? formula[at] & kEndMask : at + 1;
}

// The part that begins at `at`, by itself.
inline Formula part_of(FormulaView formula, std::uint32_t at) {
  Formula part(formula.begin() + at, formula.begin() + part_end(formula, at));
  for (std::uint32_t& word : part)
    if (is_group(word)) word -= at;
  return part;
}

// `holds` is asked of claims, no more of them than needed.
template <class Holds>
bool formula_holds(FormulaView formula, std::uint32_t at, Holds& holds) {
  const std::uint32_t word = formula[at];
  if (!is_group(word)) return holds(Claim(word));
  const bool any = is_or(word);
  const std::uint32_t end = word & kEndMask;
  for (++at; at < end; at = part_end(formula, at))
    if (formula_holds(formula, at, holds) == any) return any;
  return !any;
}

}  // namespace tamis::predicate::set
