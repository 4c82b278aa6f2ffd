// Cube: all that one branch says of one place, sorted by what it is about.
#pragma once

#include <memory>
#include <unordered_map>
#include <vector>

#include "compiler/analysis/domain.h"
#include "compiler/analysis/solver.h"
#include "compiler/analysis/tests.h"

namespace tamis::analysis {

// What is said of one path from the place.
struct Group {
  const FieldPath* path = nullptr;
  const FieldFacts* facts = nullptr;
  bool single = false;                      // the path has one place
  bool taken = false;                       // by take_unexamined(), while it runs
  std::vector<Literal> positive, negative;  // Any nodes

  Traverse traverse() const;
  // Whether the walk ends at one value or at nothing, whatever the document.
  bool always_ends() const;
  // What is said of the places themselves: of a place that meets everything at once; of the one
  // that a positive Any asks for; of the value at the end of the path as a whole.
  std::vector<Literal> all() const;
  std::vector<Literal> one(const Literal& positive_any) const;
  std::vector<Literal> whole() const;
};

class Cube {
 public:
  PlaceSet set;
  std::vector<Literal> opaque;    // Test nodes whose places are not exactly known
  std::vector<Literal> elements;  // Element nodes

  // False if the complement of the literal was noted before.
  bool note(const Literal& literal);
  // Of Test, Any and Element. False if `set` runs empty.
  bool add(const Literal& literal);

  struct Mark {
    std::size_t noted, opaque, elements, any;
    PlaceSet set;
  };
  Mark mark() const;
  void rewind(const Mark& mark);

  // Whether something was added since take_unexamined().
  bool unexamined() const { return unexamined_; }
  std::vector<Group*> take_unexamined();
  std::vector<const Group*> groups() const;  // in the order of their first appearance

  // Whether the tests leave nothing of the place.
  bool tests_exclude(const Domain& domain, const Context& context);
  // What an element must meet that `positive` asks for.
  std::vector<Literal> one_element(const Literal& positive) const;

 private:
  void add_test(const Literal& literal);
  void add_any(const Literal& literal);
  void exclude_by_pairs();
  void exclude_by_lengths(const Domain& domain);
  bool exclude_listed(const Domain& domain, const Context& context) const;

  struct Added {
    Group* group;
    bool positive;
  };
  std::vector<std::pair<std::size_t, Literal>> noted_;
  std::unordered_multimap<std::size_t, Literal> by_hash_;
  std::vector<std::unique_ptr<Group>> all_groups_;  // by_path_ points to them
  std::unordered_map<std::string_view, Group*> by_path_;
  std::vector<Added> added_;
  std::size_t examined_ = 0;  // of added_
  bool unexamined_ = true;
};

}  // namespace tamis::analysis
