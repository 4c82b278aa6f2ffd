#include "backends/predicate/set/access.h"

#include <algorithm>
#include <utility>

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
void each_part(const Formula& formula, std::uint32_t at, Use& use) {
  const std::uint32_t word = formula[at];
  if (!is_group(word) || is_or(word)) return use(at);
  for (++at; at < (word & kEndMask); at = part_end(formula, at)) each_part(formula, at, use);
}

}  // namespace

// The choices for the parts of one rule. An axis takes one of them.
class AccessChooser::Chosen {
 public:
  explicit Chosen(const AccessChooser& chooser) : chooser_(chooser) {
    constexpr std::size_t kMostOften = 8;
    accesses_.list.reserve(kMostOften);
    sources_.reserve(kMostOften);
  }

  void add(Choice choice) {
    accesses_.is_exact = accesses_.is_exact && choice.is_exact;
    if (choice.atoms.empty()) return;
    if (choice.is_against) return post(choice, Way::Against);
    if (const Source* own = own_source(choice.atoms)) {
      sources_.push_back(own);
      return post(choice, Way::Own);
    }
    accesses_.is_exact = accesses_.is_exact && shared_.atoms.empty();
    if (shared_.atoms.empty() || choice.share < shared_.share) shared_ = std::move(choice);
  }

  Accesses take() {
    post(shared_, Way::Shared);
    return std::move(accesses_);
  }

 private:
  void post(const Choice& choice, Way way) {
    for (const AtomRef atom : choice.atoms) accesses_.list.push_back({atom, way});
  }

  // That all of them are of, if it has an axis that the rule is not on yet.
  const Source* own_source(const std::vector<AtomRef>& atoms) const {
    if (!chooser_.are_of_one_source(atoms)) return nullptr;
    const Source& source = chooser_.level_.source_of(atoms.front());
    const bool is_free = std::find(sources_.begin(), sources_.end(), &source) == sources_.end();
    return is_free && chooser_.has_own_axis(source) ? &source : nullptr;
  }

  const AccessChooser& chooser_;
  Accesses accesses_;
  std::vector<const Source*> sources_;
  Choice shared_;
};

Accesses AccessChooser::choose(const Formula& formula) const {
  Chosen chosen(*this);
  const auto use = [&](std::uint32_t at) { chosen.add(choose(formula, at)); };
  each_part(formula, 0, use);
  return chosen.take();
}

bool AccessChooser::is_of_one_source(const Formula& formula) const {
  std::vector<AtomRef> atoms;
  for (std::size_t at = 1; at < formula.size(); ++at) {
    const Claim claim(formula[at]);
    if (is_group(formula[at]) || claim.negated() || claim.atom().kind() == AtomKind::Lazy)
      return false;
    atoms.push_back(claim.atom());
  }
  return are_of_one_source(atoms);
}

bool AccessChooser::are_of_one_source(const std::vector<AtomRef>& atoms) const {
  return std::all_of(atoms.begin(), atoms.end(), [&](AtomRef atom) {
    return &level_.source_of(atom) == &level_.source_of(atoms.front());
  });
}

bool AccessChooser::has_own_axis(const Source& source) const {
  return source.claims * (source.axis.count == 0 ? kOpens : kKeeps) >= level_.rules_taken();
}

AccessChooser::Choice AccessChooser::choose(const Formula& formula, std::uint32_t at) const {
  const std::uint32_t word = formula[at];
  if (is_group(word)) return is_or(word) ? choose_any(formula, at) : choose_best(formula, at);
  // Not by a claim that is costly to ask.
  const Claim claim(word);
  if (claim.atom().kind() == AtomKind::Lazy) return {};
  if (claim.negated()) return {1, {claim.atom()}, true, true};
  return {share_of(claim.atom()), {claim.atom()}, true, false};
}

AccessChooser::Choice AccessChooser::choose_any(const Formula& formula, std::uint32_t at) const {
  const std::uint32_t end = formula[at] & kEndMask;
  Choice all{0, {}, true, false};
  for (++at; at < end; at = part_end(formula, at)) {
    const Choice one = choose(formula, at);
    if (one.atoms.empty() || one.is_against) return {};
    all.share += one.share;
    all.is_exact = all.is_exact && one.is_exact;
    all.atoms.insert(all.atoms.end(), one.atoms.begin(), one.atoms.end());
  }
  std::sort(all.atoms.begin(), all.atoms.end());
  all.atoms.erase(std::unique(all.atoms.begin(), all.atoms.end()), all.atoms.end());
  return all.atoms.empty() ? Choice() : all;
}

AccessChooser::Choice AccessChooser::choose_best(const Formula& formula, std::uint32_t at) const {
  const std::uint32_t end = formula[at] & kEndMask;
  Choice best;
  for (++at; at < end; at = part_end(formula, at)) {
    Choice one = choose(formula, at);
    if (!one.is_against && (best.atoms.empty() || one.share < best.share)) best = std::move(one);
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
