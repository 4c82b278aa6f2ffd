#include "backends/predicate/set/access.h"

#include <algorithm>

namespace tamis::predicate::set {
namespace {

constexpr double kPresence = 0.9;
constexpr double kTypes = 0.8;
constexpr double kBound = 0.5;
constexpr double kElement = 0.4;
// Not by a claim that is costly to ask, and not by one that something is not there.
constexpr double kUseless = 1.0;

}  // namespace

AccessChooser::Choice AccessChooser::choose(const Formula& formula) const {
  Choice choice = choose(formula, 0);
  std::sort(choice.atoms.begin(), choice.atoms.end());
  choice.atoms.erase(std::unique(choice.atoms.begin(), choice.atoms.end()), choice.atoms.end());
  return choice;
}

AccessChooser::Choice AccessChooser::choose(const Formula& formula, std::uint32_t at) const {
  const std::uint32_t word = formula[at];
  if (!is_group(word)) {
    const Claim claim(word);
    if (claim.negated() || claim.atom().kind() == AtomKind::Lazy)
      return {kUseless, {AtomRef(AtomKind::Mark, kAlways)}};
    return {share_of(claim), {claim.atom()}};
  }
  const std::uint32_t end = word & kEndMask;
  if (is_or(word)) {
    Choice all{0, {}};
    for (++at; at < end; at = part_end(formula, at)) {
      Choice one = choose(formula, at);
      all.share += one.share;
      if (all.share >= kUseless) return {kUseless, {AtomRef(AtomKind::Mark, kAlways)}};
      all.atoms.insert(all.atoms.end(), one.atoms.begin(), one.atoms.end());
    }
    return all;
  }
  Choice best{kUseless, {AtomRef(AtomKind::Mark, kAlways)}};
  for (++at; at < end; at = part_end(formula, at))
    if (Choice one = choose(formula, at); one.share < best.share) best = std::move(one);
  return best;
}

double AccessChooser::share_of(Claim claim) const {
  double share = kUseless;
  if (claim.atom().kind() == AtomKind::Bound) share = kBound;
  if (claim.atom().kind() == AtomKind::Mark)
    share = share_of_mark(level_.marks()[claim.atom().index()]);
  return claim.negated() ? 1 - share : share;
}

double AccessChooser::share_of_mark(const Mark& mark) const {
  const Field& field = level_.fields()[mark.field];
  switch (mark.source) {
    case MarkSource::Presence:
      return kPresence;
    case MarkSource::Types:
      return kTypes;
    case MarkSource::Element:
      return kElement *
             std::min(1.0, 4.0 / static_cast<double>(field.elements->rules_taken()) + 0.1);
    case MarkSource::Values:
      break;
  }
  double uses = 0;
  for (const std::uint32_t entry : mark.values) uses += field.values[entry].uses;
  // A path that few conditions name tells little of how common its values are.
  constexpr double kUnknown = 2;
  return std::min(kPresence, (uses + kUnknown / 2) / (field.value_uses + kUnknown));
}

}  // namespace tamis::predicate::set
