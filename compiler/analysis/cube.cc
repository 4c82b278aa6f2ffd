#include "compiler/analysis/cube.h"

#include <algorithm>
#include <utility>

#include "compiler/analysis/holds.h"
#include "compiler/rewrites/rewrites.h"

namespace tamis::analysis {
namespace {

// More are not compared with each other, or listed: the work stays in proportion.
constexpr std::size_t kMostPairs = 32;
constexpr std::size_t kMostValues = 256;

Literal inner(const Literal& literal) {
  return {&literal.node->children.front(), literal.positive};
}

}  // namespace

Traverse Group::traverse() const {
  const bool enters = !positive.empty() && std::ranges::all_of(positive, [](const Literal& any) {
    return any.node->traverse == Traverse::Elements;
  });
  return enters ? Traverse::Elements : Traverse::Whole;
}

bool Group::always_ends() const {
  if (path->size() == 1) return true;
  return facts != nullptr && (facts->known || facts->forbidden) && !facts->through_array;
}

std::vector<Literal> Group::all() const {
  std::vector<Literal> inside;
  for (const Literal& any : positive) inside.push_back(inner(any));
  for (const Literal& any : negative) inside.push_back(inner(any));
  return inside;
}

std::vector<Literal> Group::one(const Literal& positive_any) const {
  std::vector<Literal> inside{inner(positive_any)};
  const bool whole = positive_any.node->traverse == Traverse::Whole;
  for (const Literal& any : negative)
    if (whole || any.node->traverse == Traverse::Elements) inside.push_back(inner(any));
  return inside;
}

std::vector<Literal> Group::whole() const {
  std::vector<Literal> inside;
  for (const Literal& any : positive)
    if (any.node->traverse == Traverse::Whole) inside.push_back(inner(any));
  for (const Literal& any : negative) inside.push_back(inner(any));
  return inside;
}

bool Cube::note(const Literal& literal) {
  // What two tests of one place do to each other their places tell.
  if (literal.node->op == PlanOp::Test) return true;
  const std::size_t hash = rewrite::hash(*literal.node);
  const auto [begin, end] = by_hash_.equal_range(hash);
  for (auto it = begin; it != end; ++it)
    if (it->second.positive != literal.positive && rewrite::same(*it->second.node, *literal.node))
      return false;
  by_hash_.emplace(hash, literal);
  noted_.emplace_back(hash, literal);
  return true;
}

bool Cube::add(const Literal& literal) {
  unexamined_ = true;
  switch (literal.node->op) {
    case PlanOp::Test:
      add_test(literal);
      break;
    case PlanOp::Any:
      add_any(literal);
      break;
    case PlanOp::Element:
      if (literal.positive) set = intersection(set, PlaceSet::of_types({BsonType::Array}));
      elements.push_back(literal);
      break;
    default:
      break;
  }
  return !set.empty();
}

void Cube::add_test(const Literal& literal) {
  const TestPlaces places = places_of(*literal.node->test);
  set = intersection(set, literal.positive ? places.may : complement(places.must));
  if (!places.exact) opaque.push_back(literal);
}

void Cube::add_any(const Literal& literal) {
  const PlanNode& any = *literal.node;
  Group*& group = by_path_[any.path.text()];
  if (group == nullptr) {
    group = all_groups_.emplace_back(std::make_unique<Group>()).get();
    group->path = &any.path;
    group->facts = any.facts;
    group->single = is_single(any.facts);
  }
  (literal.positive ? group->positive : group->negative).push_back(literal);
  added_.push_back({group, literal.positive});
}

Cube::Mark Cube::mark() const {
  return {noted_.size(), opaque.size(), elements.size(), added_.size(), set};
}

void Cube::rewind(const Mark& mark) {
  for (; noted_.size() > mark.noted; noted_.pop_back()) {
    const auto& [hash, literal] = noted_.back();
    const auto [begin, end] = by_hash_.equal_range(hash);
    for (auto it = begin; it != end; ++it) {
      if (it->second.node != literal.node || it->second.positive != literal.positive) continue;
      by_hash_.erase(it);
      break;
    }
  }
  for (; added_.size() > mark.any; added_.pop_back()) {
    const Added& added = added_.back();
    (added.positive ? added.group->positive : added.group->negative).pop_back();
  }
  examined_ = std::min(examined_, added_.size());
  opaque.resize(mark.opaque);
  elements.resize(mark.elements);
  set = mark.set;
}

std::vector<Group*> Cube::take_unexamined() {
  unexamined_ = false;
  std::vector<Group*> taken;
  for (; examined_ < added_.size(); ++examined_) {
    Group* group = added_[examined_].group;
    if (!std::exchange(group->taken, true)) taken.push_back(group);
  }
  for (Group* group : taken) group->taken = false;
  return taken;
}

std::vector<const Group*> Cube::groups() const {
  std::vector<const Group*> all;
  for (const auto& group : all_groups_)
    if (!group->positive.empty() || !group->negative.empty()) all.push_back(group.get());
  return all;
}

bool Cube::tests_exclude(const Domain& domain, const Context& context) {
  exclude_by_pairs();
  exclude_by_lengths(domain);
  return set.empty() || exclude_listed(domain, context);
}

void Cube::exclude_by_pairs() {
  if (opaque.size() > kMostPairs) return;
  for (const Literal& first : opaque) {
    if (!first.positive) continue;
    for (const Literal& second : opaque)
      if (first.node != second.node)
        set.erase_types(excluded(*first.node->test, *second.node->test, second.positive));
  }
}

void Cube::exclude_by_lengths(const Domain& domain) {
  const auto most = domain.max_length();
  for (const Literal& literal : opaque) {
    if (!literal.positive) continue;
    const Test& test = *literal.node->test;
    if (test.op == TestOp::Size && !domain.has_room_for(test.a)) set.erase_types({BsonType::Array});
    if (test.op == TestOp::Regex && most &&
        test.operand.regex->least_length() > static_cast<std::uint64_t>(*most))
      set.erase_types({BsonType::String});
    if (test.op == TestOp::Size && test.a == 0 &&
        std::ranges::any_of(elements, [](const Literal& element) { return element.positive; }))
      set.erase_types({BsonType::Array});
  }
}

// Where the values that are left can be listed, each is asked.
bool Cube::exclude_listed(const Domain& domain, const Context& context) const {
  if (set.has_missing() || (opaque.empty() && domain.fields.empty())) return false;
  const auto values = set.values(kMostValues);
  if (!values) return false;
  return std::ranges::none_of(*values, [&](const Value& value) {
    return domain.fits(value) && std::ranges::all_of(opaque, [&](const Literal& literal) {
             const Test& test = *literal.node->test;
             return test.is_relative() || holds(test, &value, context) == literal.positive;
           });
  });
}

std::vector<Literal> Cube::one_element(const Literal& positive) const {
  std::vector<Literal> inside{inner(positive)};
  for (const Literal& element : elements)
    if (!element.positive) inside.push_back(inner(element));
  return inside;
}

}  // namespace tamis::analysis
