// A part of a Plan becomes a formula over atoms of a level.
#pragma once

#include <span>
#include <string_view>

#include "backends/predicate/set/lanes.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {

// Makes the atoms that are not there yet; each claim made counts as one reference to its atom. If
// that fails, the claims in the formula are those that were made, and nothing else is left behind.
class AtomMaker {
 public:
  AtomMaker(Level& level, const std::string& zone, Formula& formula)
      : level_(level), zone_(zone), formula_(formula) {}

  ~AtomMaker();
  AtomMaker(const AtomMaker&) = delete;

  void make(const PlanNode& node) {
    add(node, false);
    settle();
  }

 private:
  void add(const PlanNode& node, bool negated);
  // The child of an Any, or a node that is asked of the place itself: an empty path.
  void add_at(const FieldPath& path, Traverse traverse, const PlanNode& node, bool negated);
  void add_group(bool any, const std::vector<PlanNode>& nodes, bool negated);
  void add_values(const FieldPath& path, Traverse traverse, std::span<const Operand> values,
                  bool negated);
  void add_lazy(const FieldPath& path, Traverse traverse, const PlanNode& node, bool negated);
  void add_eager(const FieldPath& path, Traverse traverse, const PlanNode& node, bool negated);

  // Claims whose atoms come when all have been sought.
  void seek_value(std::uint32_t field, const Value& value, bool negated);
  void seek_bound(std::uint32_t field, const LaneTest& test, bool negated);
  void seek_mark(std::uint32_t field, const PlanNode& node, bool negated);
  void seek(std::uint32_t field, std::uint64_t hash, const SoughtTest& test, bool negated);
  void settle();
  const void* likely_item(const Sought& sought) const;

  bool is_eager(const PlanNode& node) const;
  AtomRef atom_of(const Sought& sought, const Value* value);
  AtomRef atom_of(const Sought& sought, const LaneTest& test);
  AtomRef atom_of(const Sought& sought, const KeyedTest& test);
  std::uint32_t make_mark(const Sought& sought, const PlanNode& node, std::string_view key);
  void set(std::uint32_t mark, Field& field, const PlanNode& node);
  void set_values(std::uint32_t mark, Field& field, const Test& test);
  void set_value(std::uint32_t mark, Field& field, const Value& value);
  void set_texts(std::uint32_t mark, Field& field, const Operand& pattern);
  void set_text(std::uint32_t mark, Field& field, const LiteralPattern& text);
  AtomRef lazy_atom(const FieldPath& path, Traverse traverse, const PlanNode& node,
                    bool& only_of_what_is_there);
  AtomRef counted(AtomRef atom) noexcept;

  Level& level_;
  const std::string& zone_;
  Formula& formula_;
};

}  // namespace tamis::predicate::set
