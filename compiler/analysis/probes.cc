#include "compiler/analysis/probes.h"

#include <algorithm>

#include "compiler/analysis/candidates.h"
#include "compiler/analysis/holds.h"
#include "compiler/analysis/sample.h"
#include "compiler/analysis/tests.h"
#include "compiler/values/date_math.h"

namespace tamis::analysis {
namespace {

constexpr std::size_t kMostOfList = 4;  // of `$in`, and of an enum

const PlanNode* first_path(const PlanNode& node) {
  if (node.op == PlanOp::Any) return &node;
  if (node.op == PlanOp::Element) return nullptr;
  for (const PlanNode& child : node.children)
    if (const PlanNode* found = first_path(child)) return found;
  return nullptr;
}

Value named_by(const Operand& operand) {
  if (operand.regex) return sample_text(operand.value.as<Regex>());
  if (operand.date_math) return Date{resolve(*operand.date_math, 0, "")};
  return operand.value;
}

void add_beside(const Value& value, std::vector<Value>& named) {
  const std::vector<Value> near = neighbours(value);
  named.insert(named.end(), near.begin(), near.end());
}

void name_values(const PlanNode& node, std::vector<Value>& named) {
  for (const PlanNode& child : node.children) name_values(child, named);
  if (node.op != PlanOp::Test) return;
  switch (node.test->op) {
    case TestOp::Eq:
    case TestOp::Regex:
      named.push_back(named_by(node.test->operand));
      break;
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
      named.push_back(named_by(node.test->operand));
      add_beside(Value(named.back()), named);
      break;
    case TestOp::In:
      for (std::size_t i = 0; i < std::min(node.test->list.size(), kMostOfList); ++i)
        named.push_back(named_by(node.test->list[i]));
      break;
    default:
      break;
  }
}

// A value of the place that is equal to `value`.
std::optional<Value> in_domain(const Domain& domain, const Value& value) {
  auto fitting = as_one_of(value, domain.set.types());
  const bool fits = fitting && domain.set.contains(&*fitting) && domain.fits(*fitting);
  return fits ? std::move(fitting) : std::nullopt;
}

}  // namespace

Probes::Probes(const std::vector<const PlanNode*>& tests, const Domain& scope, std::size_t most) {
  std::vector<Value> named;
  for (const PlanNode* test : tests) {
    if (path_ == nullptr) path_ = first_path(*test);
    if (named.size() < most) name_values(*test, named);
  }
  if (!named.empty()) add_beside(Value(named.front()), named);
  named.emplace_back();
  if (path_ != nullptr && !scope.set.types().contains(BsonType::Object)) return;
  const Domain domain =
      path_ == nullptr ? scope : Domain::at(path_->path, path_->facts, Traverse::Whole);
  for (const FieldSchema* field : domain.fields) {
    for (std::size_t i = 0; i < std::min(field->enum_values.size(), kMostOfList); ++i)
      named.push_back(field->enum_values[i]);
    if (auto value = sample_value(*field)) named.push_back(std::move(*value));
  }
  if (domain.set.has_missing()) add(std::nullopt, alone_);
  add_values(domain, named, most);
  if (elements_ != 0) add_array(domain);
}

void Probes::add(std::optional<Value> place, ProbeSet& kind) {
  kind |= ProbeSet{1} << places_.size();
  places_.push_back(std::move(place));
}

void Probes::add_values(const Domain& domain, const std::vector<Value>& named, std::size_t most) {
  const bool has_arrays = path_ != nullptr && domain.set.types().contains(BsonType::Array);
  const Domain inside = has_arrays ? domain.elements() : Domain{};
  for (const Value& value : named) {
    if (places_.size() + 3 >= most) break;
    if (auto alone = in_domain(domain, value)) add(std::move(alone), alone_);
    if (!has_arrays) continue;
    if (auto element = in_domain(inside, value)) {
      const Value array(Array{*element});
      add(std::move(element), elements_);
      if (domain.fits(array))
        add(array, alone_);
      else
        places_.emplace_back();  // of no kind
    }
  }
}

void Probes::add_array(const Domain& domain) {
  Array all;
  for (std::size_t i = 0; i < places_.size(); ++i)
    if (((elements_ >> i) & 1U) != 0) all.push_back(*places_[i]);
  Value array(std::move(all));
  if (!domain.fits(array)) return;
  all_ = ProbeSet{1} << places_.size();
  add(std::move(array), alone_);
}

std::optional<ProbeSet> Probes::that_meet(const PlanNode& test) const {
  const auto met = that_meet(test, path_ == nullptr);
  return met ? std::optional(*met & alone_) : std::nullopt;
}

// `at_end`: asked of the probes themselves; else of what holds one at the path.
std::optional<ProbeSet> Probes::that_meet(const PlanNode& node, bool at_end) const {
  switch (node.op) {
    case PlanOp::True:
      return ~ProbeSet{0};
    case PlanOp::False:
      return 0;
    case PlanOp::Not: {
      const auto met = that_meet(node.children.front(), at_end);
      return met ? std::optional(~*met) : std::nullopt;
    }
    case PlanOp::And:
    case PlanOp::Or: {
      ProbeSet all = node.op == PlanOp::And ? ~ProbeSet{0} : 0;
      for (const PlanNode& child : node.children) {
        const auto met = that_meet(child, at_end);
        if (!met) return std::nullopt;
        all = node.op == PlanOp::And ? all & *met : all | *met;
      }
      return all;
    }
    case PlanOp::Any:
      return at_end ? std::nullopt : that_reach(node);
    case PlanOp::Element:
      return at_end ? std::optional(
                          where([&](const Value* place) { return holds(node, place, Context{}); }))
                    : std::nullopt;
    case PlanOp::Test:
      return at_end ? std::optional(that_pass(*node.test)) : std::nullopt;
  }
  return std::nullopt;
}

std::optional<ProbeSet> Probes::that_reach(const PlanNode& any) const {
  if (any.path != path_->path) return std::nullopt;
  const auto met = that_meet(any.children.front(), true);
  if (!met || any.traverse == Traverse::Whole) return met;
  const ProbeSet inside = *met & elements_;
  return *met | (inside << 1U) | (inside != 0 ? all_ : 0);
}

ProbeSet Probes::that_pass(const Test& test) const {
  const TestPlaces places = places_of(test);
  return where([&](const Value* place) {
    return places.exact ? places.must.contains(place) : holds(test, place, Context{});
  });
}

template <typename Holds>
ProbeSet Probes::where(const Holds& holds) const {
  ProbeSet met = 0;
  for (std::size_t i = 0; i < places_.size(); ++i)
    if (holds(places_[i] ? &*places_[i] : nullptr)) met |= ProbeSet{1} << i;
  return met;
}

}  // namespace tamis::analysis
