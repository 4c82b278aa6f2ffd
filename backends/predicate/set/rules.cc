#include <algorithm>

#include "backends/predicate/set/access.h"
#include "backends/predicate/set/atom_maker.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {

std::uint32_t Level::add(const PlanNode& node, std::uint64_t payload, const std::string& zone) {
  Formula formula;
  AtomMaker(*this, zone, formula).add(node);
  formula.shrink_to_fit();
  const std::uint32_t number = take(rules_, free_rules_);
  Rule& rule = rules_[number];
  rule.payload = payload;
  rule.taken = true;
  rule.formula = std::move(formula);
  post(number, AccessChooser(*this).choose(rule.formula).atoms);
  review_some();
  return number;
}

void Level::remove(std::uint32_t number) {
  unpost(number);
  const Formula formula = std::move(rules_[number].formula);
  rules_[number] = {};
  free_rules_.push_back(number);
  for (const std::uint32_t word : formula)
    if (!is_group(word)) release(Claim(word).atom());
}

Level::Postings& Level::postings_of(AtomRef atom) {
  return atom.kind() == AtomKind::Bound ? bound_postings_[atom.index()]
                                        : mark_postings_[atom.index()];
}

void Level::post(std::uint32_t number, const std::vector<AtomRef>& atoms) {
  Rule& rule = rules_[number];
  rule.access.reserve(atoms.size());
  const Posting posting = posting_of(number, atoms);
  for (const AtomRef atom : atoms) {
    Postings& postings = postings_of(atom);
    rule.access.push_back({atom, static_cast<std::uint32_t>(postings.size())});
    postings.push_back(posting);
    if (postings.size() > 1) continue;
    const std::uint32_t index = atom.index();
    if (atom.kind() == AtomKind::Mark)
      posted_[index / 64] |= std::uint64_t{1} << (index % 64);
    else
      bound_lists_[bounds_[index].lane].insert(bounds_[index].bound, index);
  }
}

void Level::unpost(std::uint32_t number) {
  for (const Rule::Access& access : rules_[number].access) {
    Postings& postings = postings_of(access.atom);
    postings[access.at] = postings.back();
    postings.pop_back();
    if (access.at < postings.size()) {
      auto& moved = rules_[postings[access.at].rule].access;
      std::find_if(moved.begin(), moved.end(), [&](const Rule::Access& each) {
        return each.atom == access.atom;
      })->at = access.at;
    }
    if (!postings.empty()) continue;
    const std::uint32_t index = access.atom.index();
    if (access.atom.kind() == AtomKind::Mark)
      posted_[index / 64] &= ~(std::uint64_t{1} << (index % 64));
    else
      bound_lists_[bounds_[index].lane].erase(bounds_[index].bound, index);
  }
  rules_[number].access.clear();
}

// What is left to ask once the rule was found. A conjunction of a few claims goes with the posting,
// the rarest and cheapest first, so that most rules are refused without a look at them.
Posting Level::posting_of(std::uint32_t number, const std::vector<AtomRef>& atoms) const {
  Posting posting;
  posting.rule = number;
  const Formula& formula = rules_[number].formula;
  std::vector<std::uint32_t> claims;
  for (std::size_t at = 0; at < formula.size(); ++at) {
    const std::uint32_t word = formula[at];
    if (is_group(word) ? is_or(word) : false) {
      posting.claims[0] = Posting::kFormula;
      return posting;
    }
    if (!is_group(word) && !(atoms.size() == 1 && word == Claim(atoms[0], false).word()))
      claims.push_back(word);
  }
  if (claims.size() > posting.claims.size() || atoms.size() > 1) {
    posting.claims[0] = Posting::kFormula;
    return posting;
  }
  const AccessChooser chooser(*this);
  const auto rank = [&](std::uint32_t word) {
    const Claim claim(word);
    return std::make_pair(claim.atom().kind(), chooser.share_of(claim));
  };
  std::sort(claims.begin(), claims.end(),
            [&](std::uint32_t a, std::uint32_t b) { return rank(a) < rank(b); });
  std::copy(claims.begin(), claims.end(), posting.claims.begin());
  return posting;
}

// The first rules of a set are added before anything is known of which values are common.
void Level::review(std::uint32_t number) {
  constexpr double kWorthIt = 0.7;
  Rule& rule = rules_[number];
  const AccessChooser chooser(*this);
  AccessChooser::Choice best = chooser.choose(rule.formula);
  double now = 0;
  for (const Rule::Access& access : rule.access)
    now += access.atom == AtomRef(AtomKind::Mark, kAlways)
               ? 1
               : chooser.share_of(Claim(access.atom, false));
  if (best.share >= kWorthIt * now) return;
  unpost(number);
  post(number, best.atoms);
}

void Level::review_some() {
  for (int i = 0; i < 2; ++i) {
    if (next_review_ >= rules_.size()) next_review_ = 0;
    if (rules_[next_review_].taken) review(next_review_);
    ++next_review_;
  }
}

}  // namespace tamis::predicate::set
