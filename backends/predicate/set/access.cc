#include "backends/predicate/set/access.h"

#include <algorithm>
#include <functional>

#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {
namespace {

constexpr double kPresence = 0.9;
constexpr double kTypes = 0.8;
constexpr double kBound = 0.5;
constexpr double kElement = 0.4;
constexpr double kText = 0.05;
// A source has an axis of its own when rules make as many claims of it as one in so many of them
// would, and keeps it until they make fewer than that.
constexpr std::size_t kOpens = 16;
constexpr std::size_t kKeeps = 64;

// Calls use(at) for each part of which all must hold.
template <class Use>
void each_part(FormulaView formula, std::uint32_t at, Use& use) {
  const std::uint32_t word = formula[at];
  if (!is_group(word) || is_or(word)) return use(at);
  for (++at; at < (word & kEndMask); at = part_end(formula, at)) each_part(formula, at, use);
}

// Leaves, of the claims from `first` on, one for each atom.
void leave_one_of_each(FormulaView formula, std::vector<std::uint32_t>& claims,
                       std::ptrdiff_t first) {
  const auto atom_at = [&](std::uint32_t at) { return Claim(formula[at]).atom(); };
  const auto rest = std::ranges::subrange(claims.begin() + first, claims.end());
  std::ranges::sort(rest, {}, atom_at);
  const auto repeats = std::ranges::unique(rest, {}, atom_at);
  claims.erase(repeats.begin(), repeats.end());
}

void post(Formula& formula, std::span<const std::uint32_t> claims, Way way) {
  for (const std::uint32_t at : claims) formula[at] = posted(formula[at], way);
}

}  // namespace

bool AccessChooser::choose(Formula& formula) {
  claims_.clear();
  is_exact_ = true;
  sources_.clear();
  against_.clear();
  shared_ = {};
  const auto use = [&](std::uint32_t at) { add_part(formula, at); };
  each_part(formula, 0, use);
  leave_one_of_each(formula, against_, 0);
  post(formula, against_, Way::Against);
  post(formula, claims_, Way::Shared);
  return is_exact_;
}

void AccessChooser::add_part(Formula& formula, std::uint32_t at) {
  const Choice choice = choose(formula, at);
  is_exact_ = is_exact_ && choice.is_exact;
  const std::span last(claims_.end() - choice.count, claims_.end());
  if (choice.is_against) {
    against_.insert(against_.end(), last.begin(), last.end());
  } else if (const Source* own = own_source(formula, last)) {
    sources_.push_back(own);
    post(formula, least_of(formula, last), Way::Own);
  } else {
    return add_shared(choice);
  }
  drop(choice);
}

// One of them at most.
void AccessChooser::add_shared(const Choice& choice) {
  if (choice.count == 0) return;
  is_exact_ = is_exact_ && shared_.count == 0;
  if (shared_.count > 0 && shared_.share <= choice.share) return drop(choice);
  claims_.erase(claims_.begin(), claims_.end() - choice.count);
  shared_ = choice;
}

// Of bounds of one lane, of which the least is below it if any is; or all of what are no bounds.
std::span<const std::uint32_t> AccessChooser::least_of(
    FormulaView formula, std::span<const std::uint32_t> claims) const {
  const auto atom_at = [&](std::uint32_t at) { return Claim(formula[at]).atom(); };
  if (atom_at(claims.front()).kind() != AtomKind::Bound) return claims;
  const auto bound_at = [&](std::uint32_t at) {
    return level_.bounds()[atom_at(at).index()].bound;
  };
  return {&*std::ranges::min_element(claims, {}, bound_at), 1};
}

const Source* AccessChooser::own_source(FormulaView formula,
                                        std::span<const std::uint32_t> claims) const {
  if (claims.empty()) return nullptr;
  const auto source_at = [&](std::uint32_t at) {
    return &level_.source_of(Claim(formula[at]).atom());
  };
  const Source* const source = source_at(claims.front());
  const auto is_other = [&](std::uint32_t at) { return source_at(at) != source; };
  if (!has_own_axis(*source) || std::ranges::any_of(claims.subspan(1), is_other)) return nullptr;
  const bool is_free = std::ranges::find(sources_, source) == sources_.end();
  return is_free ? source : nullptr;
}

bool AccessChooser::is_of_one_source(FormulaView formula) const {
  const Source* source = nullptr;
  for (const std::uint32_t word : formula.subspan(1)) {
    const Claim claim(word);
    if (is_group(word) || claim.negated() || claim.atom().kind() == AtomKind::Lazy) return false;
    const Source* const one = &level_.source_of(claim.atom());
    if (source != nullptr && one != source) return false;
    source = one;
  }
  return true;
}

bool AccessChooser::has_own_axis(const Source& source) const {
  return source.claims * (source.axis.count() == 0 ? kOpens : kKeeps) >= level_.rules_taken();
}

AccessChooser::Choice AccessChooser::choose(FormulaView formula, std::uint32_t at) {
  const std::uint32_t word = formula[at];
  if (is_group(word)) return is_or(word) ? choose_any(formula, at) : choose_best(formula, at);
  // Not by a claim that is costly to ask.
  const Claim claim(word);
  if (claim.atom().kind() == AtomKind::Lazy) return {};
  claims_.push_back(at);
  if (claim.negated()) return {1, 1, true, true};
  return {share_of(claim.atom()), 1, true, false};
}

AccessChooser::Choice AccessChooser::choose_any(FormulaView formula, std::uint32_t at) {
  const std::uint32_t end = formula[at] & kEndMask;
  const auto first = std::ssize(claims_);
  Choice all{0, 0, true, false};
  for (++at; at < end; at = part_end(formula, at)) {
    const Choice one = choose(formula, at);
    if (one.count == 0 || one.is_against) {
      claims_.erase(claims_.begin() + first, claims_.end());
      return {};
    }
    all.share += one.share;
    all.is_exact = all.is_exact && one.is_exact;
  }
  leave_one_of_each(formula, claims_, first);
  all.count = std::ssize(claims_) - first;
  return all.count == 0 ? Choice() : all;
}

AccessChooser::Choice AccessChooser::choose_best(FormulaView formula, std::uint32_t at) {
  const std::uint32_t end = formula[at] & kEndMask;
  const auto first = std::ssize(claims_);
  Choice best;
  for (++at; at < end; at = part_end(formula, at)) {
    const Choice one = choose(formula, at);
    if (one.count == 0) continue;
    if (one.is_against || (best.count > 0 && best.share <= one.share)) {
      drop(one);
      continue;
    }
    claims_.erase(claims_.begin() + first, claims_.end() - one.count);
    best = one;
  }
  best.is_exact = false;
  return best;
}

double AccessChooser::share_of(AtomRef atom) const {
  return atom.kind() == AtomKind::Bound ? kBound : share_of_mark(level_.marks()[atom.index()]);
}

double AccessChooser::share_of_mark(const Mark& mark) const {
  const Field& field = level_.fields()[mark.field];
  switch (mark.source) {
    case MarkSource::Presence:
      return kPresence;
    case MarkSource::Types:
      return kTypes;
    case MarkSource::Texts:
      return kText;
    case MarkSource::Element:
      return kElement *
             std::min(1.0, 4.0 / static_cast<double>(field.elements->rules_taken()) + 0.1);
    case MarkSource::Value:
    case MarkSource::Values:
      break;
  }
  double uses = 0;
  for (const std::uint32_t entry : mark.values()) uses += field.values[entry].uses;
  // A path that few conditions name tells little of how common its values are.
  constexpr double kUnknown = 2;
  return std::min(kPresence, (uses + kUnknown / 2) / (field.value_uses + kUnknown));
}

}  // namespace tamis::predicate::set
