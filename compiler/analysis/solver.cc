#include "compiler/analysis/solver.h"

#include <algorithm>
#include <utility>

#include "compiler/analysis/candidates.h"
#include "compiler/analysis/cube.h"
#include "compiler/analysis/holds.h"
#include "compiler/rewrites/rewrites.h"

namespace tamis::analysis {
namespace {

// How many disjunctions one branch may leave open, and how deep places may nest in places: bounds
// of the recursion.
constexpr std::size_t kMostChoices = 100;
constexpr std::size_t kMostDepth = 64;
constexpr std::size_t kMostSaid = 8;

bool is_conjunction(const Literal& literal) {
  return literal.node->op == (literal.positive ? PlanOp::And : PlanOp::Or);
}

bool is_disjunction(const Literal& literal) {
  return literal.node->op == (literal.positive ? PlanOp::Or : PlanOp::And);
}

}  // namespace

std::optional<PlaceSet> exact_places(const PlanNode& node) {
  switch (node.op) {
    case PlanOp::True:
      return PlaceSet::all();
    case PlanOp::False:
      return PlaceSet();
    case PlanOp::Not: {
      const auto inner = exact_places(node.children.front());
      return inner ? std::optional(complement(*inner)) : std::nullopt;
    }
    case PlanOp::And:
    case PlanOp::Or: {
      PlaceSet set = node.op == PlanOp::And ? PlaceSet::all() : PlaceSet();
      for (const PlanNode& child : node.children) {
        const auto inner = exact_places(child);
        if (!inner) return std::nullopt;
        set = node.op == PlanOp::And ? intersection(set, *inner) : united(set, *inner);
      }
      return set;
    }
    case PlanOp::Test: {
      TestPlaces places = places_of(*node.test);
      return places.exact ? std::optional(std::move(places.may)) : std::nullopt;
    }
    default:
      return std::nullopt;
  }
}

// One place under examination: the cube so far, and what is still to be chosen.
class Solver::Place {
 public:
  Place(Solver& solver, const Domain& domain, const std::vector<Literal>& literals)
      : solver_(solver), domain_(domain), literals_(literals) {
    cube_.set = domain.set;
  }

  Outcome run() { return branch(literals_); }

 private:
  using Kind = Outcome::Kind;

  // Takes `pending` apart into the cube, tries what has to be tried, and puts the cube back.
  Outcome branch(std::vector<Literal> pending) {
    const Cube::Mark mark = cube_.mark();
    const std::size_t choices = choices_.size();
    Outcome outcome = take_apart(std::move(pending)) ? go_on() : closed();
    choices_.resize(choices);
    cube_.rewind(mark);
    return outcome;
  }

  Outcome closed() const {
    return {solver_.spent_ <= solver_.budget_ ? Kind::Closed : Kind::Spent, std::nullopt};
  }

  // False if the branch is closed, or the budget spent.
  bool take_apart(std::vector<Literal> pending) {
    while (!pending.empty()) {
      Literal literal = pending.back();
      pending.pop_back();
      if (!solver_.spend(1)) return false;
      const PlanNode& node = *literal.node;
      if (node.op == PlanOp::Not) {
        pending.push_back({&node.children.front(), !literal.positive});
      } else if (node.op == PlanOp::True || node.op == PlanOp::False) {
        if ((node.op == PlanOp::True) != literal.positive) return false;
      } else if (is_conjunction(literal)) {
        if (!cube_.note(literal)) return false;
        // Backwards, so that they come off in text order.
        for (auto child = node.children.rbegin(); child != node.children.rend(); ++child)
          pending.push_back({&*child, literal.positive});
      } else if (is_disjunction(literal)) {
        if (!cube_.note(literal)) return false;
        choose_later(literal);
      } else if (!cube_.note(literal) || !cube_.add(literal)) {
        solver_.closed_at_.insert(solver_.prefix_);
        return false;
      }
      if (cube_.set.empty()) {
        solver_.closed_at_.insert(solver_.prefix_);
        return false;
      }
    }
    return true;
  }

  void choose_later(const Literal& literal) {
    if (const auto places = exact_places(*literal.node))
      cube_.set = intersection(cube_.set, literal.positive ? *places : complement(*places));
    else
      choices_.push_back(literal);
  }

  Outcome go_on() {
    if (is_closed()) return closed();
    if (chosen_ == choices_.size())
      return solver_.wants_ ? Outcome{Kind::Open, candidate()} : Outcome{Kind::Open, std::nullopt};
    if (chosen_ >= kMostChoices) return {Kind::Spent, std::nullopt};
    const Literal choice = choices_[chosen_++];
    Outcome all{Kind::Closed, std::nullopt};
    for (const PlanNode& child : choice.node->children) {
      Outcome one = branch({{&child, choice.positive}});
      if (one.kind == Kind::Closed) continue;
      const bool ends = one.kind == Kind::Spent || one.candidate || !solver_.wants_;
      all = std::move(one);
      if (ends) break;
    }
    --chosen_;
    return all;
  }

  // Whether nothing can meet the cube. Looks only at paths to which something was added.
  bool is_closed() {
    if (!cube_.unexamined()) return false;
    if (cube_.tests_exclude(domain_, solver_.context_)) {
      solver_.closed_at_.insert(solver_.prefix_);
      return true;
    }
    const std::vector<Group*> taken = cube_.take_unexamined();
    for (const Group* group : taken)
      if (is_closed(*group)) return true;
    // What a path can end at has changed with the place.
    if (!cube_.set.types().contains(BsonType::Object))
      for (const Group* group : cube_.groups())
        if (is_closed(*group)) return true;
    return closed_by_longer(taken) || elements_closed();
  }

  // Whether a complement that was added says something of the elements of a shorter path.
  bool closed_by_longer(const std::vector<Group*>& added) {
    for (const Group* group : cube_.groups()) {
      if (!solver_.spend(1)) return false;
      if (std::ranges::none_of(group->positive, asks_for_element)) continue;
      const std::string prefix = group->path->text() + ".";
      if (std::ranges::any_of(added, [&](const Group* longer) {
            return !longer->negative.empty() && longer->path->text().starts_with(prefix);
          }))
        if (is_closed(*group)) return true;
    }
    return false;
  }

  // What the complements at longer paths say of the elements here: not Any(orders.qty, x) is also
  // not Element(Any(qty, x)) of an array at `orders`.
  std::vector<Literal> said_of_elements(const Group& group) {
    std::vector<Literal> said;
    if (std::ranges::none_of(group.positive, asks_for_element)) return said;
    const std::string prefix = group.path->text() + ".";
    for (const Group* longer : cube_.groups()) {
      if (!longer->path->text().starts_with(prefix)) continue;
      for (const Literal& any : longer->negative) {
        if (said.size() >= kMostSaid || !solver_.spend(8)) return said;
        solver_.made_.push_back(
            element_with(*any.node, longer->path->text().substr(prefix.size())));
        said.push_back({&solver_.made_.back(), false});
      }
    }
    return said;
  }

  // Where a path can end, from what this place can be: of no object a name is there, of an array
  // an index may be.
  Domain domain_of(const Group& group, Traverse traverse) const {
    const TypeSet types = cube_.set.types();
    const bool by_index = group.path->components().front().index >= 0;
    if (!types.contains(BsonType::Object) && (!by_index || !types.contains(BsonType::Array)))
      return {PlaceSet::missing(), {}};
    return Domain::at(*group.path, group.facts, traverse);
  }

  static bool asks_for_element(const Literal& any) {
    return any.node->children.front().op == PlanOp::Element;
  }

  static PlanNode element_with(const PlanNode& any, const std::string& rest) {
    PlanNode inner;
    inner.op = PlanOp::Any;
    inner.traverse = any.traverse;
    inner.path = FieldPath(rest);
    inner.children.push_back(any.children.front().clone());
    PlanNode object;
    object.op = PlanOp::Test;
    object.test = std::make_unique<Test>();
    object.test->op = TestOp::Type;
    object.test->types = {BsonType::Object};
    PlanNode both;
    both.op = PlanOp::And;
    both.children.push_back(std::move(object));
    both.children.push_back(std::move(inner));
    PlanNode element;
    element.op = PlanOp::Element;
    element.children.push_back(std::move(both));
    return element;
  }

  bool is_closed(const Group& group) {
    const std::vector<Literal> said = said_of_elements(group);
    const auto with_said = [&](std::vector<Literal> literals) {
      literals.insert(literals.end(), said.begin(), said.end());
      return literals;
    };
    if (group.single) {
      const Outcome outcome = below(group, domain_of(group, group.traverse()), group.all(), false);
      return outcome.kind == Kind::Closed;
    }
    const bool one_whole = group.always_ends();
    for (const Literal& literal : group.positive) {
      const Traverse traverse = literal.node->traverse;
      if (one_whole && traverse == Traverse::Whole) continue;
      const Outcome outcome = below(
          group, domain_of(group, traverse),
          traverse == Traverse::Whole ? with_said(group.one(literal)) : group.one(literal), false);
      if (outcome.kind == Kind::Closed) return true;
    }
    if (!one_whole) return false;
    // The path ends at one value or at nothing, which meets all that is asked of the whole, and is
    // what a positive Any asks for, or an array around it.
    Domain domain = domain_of(group, Traverse::Whole);
    for (const Literal& literal : group.positive)
      if (literal.node->traverse == Traverse::Elements)
        domain.set = intersection(domain.set, united(PlaceSet::of_types({BsonType::Array}),
                                                     possible(literal.node->children.front())));
    return below(group, domain, with_said(group.whole()), false).kind == Kind::Closed;
  }

  // No fewer places than those of which the node can be true.
  static PlaceSet possible(const PlanNode& node) {
    if (node.op == PlanOp::Test) return places_of(*node.test).may;
    return exact_places(node).value_or(PlaceSet::all());
  }

  bool elements_closed() {
    for (const Literal& element : cube_.elements) {
      if (!element.positive) continue;
      if (solve_in(domain_.elements(), cube_.one_element(element), false).kind == Kind::Closed)
        return true;
    }
    return false;
  }

  Outcome below(const Group& group, const Domain& domain, const std::vector<Literal>& literals,
                bool wants) {
    const std::size_t size = solver_.prefix_.size();
    if (size > 0) solver_.prefix_ += '.';
    solver_.prefix_ += group.path->text();
    Outcome outcome = solve_in(domain, literals, wants);
    solver_.prefix_.resize(size);
    return outcome;
  }

  Outcome solve_in(const Domain& domain, const std::vector<Literal>& literals, bool wants) {
    if (solver_.depth_ >= kMostDepth || !solver_.spend(literals.size()))
      return {Kind::Spent, std::nullopt};
    const bool wanted = std::exchange(solver_.wants_, wants);
    ++solver_.depth_;
    Outcome outcome = Place(solver_, domain, literals).run();
    --solver_.depth_;
    solver_.wants_ = wanted;
    return outcome;
  }

  // A value of this place that meets all literals, confirmed; none if none is found.
  std::optional<Candidate> candidate() {
    for (Candidate& made : proposals())
      if (is_confirmed(made)) return std::move(made);
    return std::nullopt;
  }

  bool is_confirmed(const Candidate& made) const {
    if (!domain_.set.contains(made.place())) return false;
    if (made.value && !domain_.fits(*made.value)) return false;
    return std::ranges::all_of(literals_, [&](const Literal& literal) {
      return holds(*literal.node, made.place(), solver_.context_) == literal.positive;
    });
  }

  std::vector<Candidate> proposals() {
    std::vector<Candidate> made;
    if (!cube_.groups().empty() && cube_.set.types().contains(BsonType::Object))
      made = objects(domain_, assignments());
    if (cube_.set.types().contains(BsonType::Array))
      for (Value& array : arrays(domain_, cube_, element_values()))
        made.push_back({std::move(array)});
    for (Candidate& scalar : scalars(cube_, domain_, solver_.context_))
      made.push_back(std::move(scalar));
    return made;
  }

  std::vector<Value> element_values() {
    std::vector<Value> values;
    for (const Literal& element : cube_.elements) {
      if (!element.positive) continue;
      Outcome one = solve_in(domain_.elements(), cube_.one_element(element), true);
      if (one.candidate && one.candidate->value) values.push_back(std::move(*one.candidate->value));
    }
    return values;
  }

  std::vector<Assignment> assignments() {
    std::vector<Assignment> all;
    for (const Group* group : cube_.groups()) {
      Assignment assignment{group->path, {}};
      if (auto one = together(*group)) {
        assignment.values.push_back(std::move(*one));
      } else {
        for (const Literal& literal : group->positive) {
          const Domain domain = domain_of(*group, literal.node->traverse);
          Outcome each = below(*group, domain, group->one(literal), true);
          if (each.candidate) assignment.values.push_back(std::move(*each.candidate));
        }
      }
      all.push_back(std::move(assignment));
    }
    // What stands inside is written into what stands around it.
    std::ranges::stable_sort(all, {}, [](const Assignment& each) { return each.path->size(); });
    return all;
  }

  // One place that meets everything said of the path.
  std::optional<Candidate> together(const Group& group) {
    const Domain domain = domain_of(group, group.traverse());
    return below(group, domain, group.all(), true).candidate;
  }

  Solver& solver_;
  const Domain& domain_;
  const std::vector<Literal>& literals_;
  Cube cube_;
  std::vector<Literal> choices_;
  std::size_t chosen_ = 0;
};

Outcome Solver::solve(const Domain& domain, const std::vector<Literal>& literals) {
  closed_at_.clear();
  made_.clear();
  return Place(*this, domain, literals).run();
}

}  // namespace tamis::analysis
