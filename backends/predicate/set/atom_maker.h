// A part of a Plan becomes a formula over atoms of a level.
#pragma once

#include <optional>
#include <span>

#include "backends/predicate/set/lanes.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {

// Makes the atoms that are not there yet; each claim made counts as one reference to its atom. If
// that fails, the claims in the formula are those that were made, and nothing else is left behind.
class AtomMaker {
 public:
  AtomMaker(Level& level, const std::string& zone, Formula& formula)
      : level_(level), zone_(zone), formula_(formula) {}

  void add(const PlanNode& node, bool negated = false);

 private:
  // The child of an Any, or a node that is asked of the place itself: an empty path.
  void add_at(const FieldPath& path, Traverse traverse, const PlanNode& node, bool negated);
  void add_group(bool any, const std::vector<PlanNode>& nodes, bool negated);
  void add_values(const FieldPath& path, Traverse traverse, std::span<const Operand> values,
                  bool negated);
  void add_lazy(const FieldPath& path, Traverse traverse, const PlanNode& node, bool negated);
  // Of the atom that `make` gives, counted.
  template <class Make>
  void add_claim(bool negated, Make&& make) {
    make_room(formula_);
    formula_.push_back(Claim(make(), negated).word());
  }

  bool is_eager(const PlanNode& node) const;
  AtomRef eager_atom(const FieldPath& path, Traverse traverse, const PlanNode& node);
  AtomRef bound_atom(std::uint32_t field, const LaneTest& test);
  AtomRef make_mark(std::uint32_t field, const PlanNode& node);
  void set(std::uint32_t mark, Field& field, const PlanNode& node);
  void set_values(std::uint32_t mark, Field& field, const Test& test);
  void set_value(std::uint32_t mark, Field& field, const Value& value);
  void set_texts(std::uint32_t mark, Field& field, const Operand& pattern);
  void set_text(std::uint32_t mark, Field& field, const LiteralPattern& text);
  AtomRef value_atom(std::uint32_t field, const Value& value);
  AtomRef presence_atom(const FieldPath& path, Traverse traverse);
  AtomRef lazy_atom(const FieldPath& path, Traverse traverse, const PlanNode& node,
                    bool& only_of_what_is_there);
  AtomRef counted(AtomRef atom) noexcept;

  Level& level_;
  const std::string& zone_;
  Formula& formula_;
};

}  // namespace tamis::predicate::set
