// Which rules of a level hold at many places together, rows of a table or elements of its arrays:
// every atom becomes a bit for each place, and every rule is its formula over those bits.
#pragma once

#include "backends/predicate/evaluate.h"
#include "backends/predicate/set/batch_scratch.h"

namespace tamis::predicate::set {

class BatchRun {
 public:
  BatchRun(const Level& level, BatchScratch& scratch, const Context& context)
      : level_(level), scratch_(scratch), context_(context) {}

  // Calls matched(payload, bits of the places) for each rule that holds somewhere.
  template <class Matched>
  void run(const Places& places, Matched&& matched) {
    if (places.count == 0) return;
    places_ = &places;
    collect();
    for (std::size_t i = 0; i < level_.heads().size(); ++i)
      table::for_each_bit(level_.heads()[i], i * table::kWordBits, [&](std::size_t rule) {
        level_.prefetch_behind(rule);
        if (keep_rule(rule)) matched(level_.payload(rule), rows_);
      });
  }

 private:
  struct FieldTaker;
  class ColumnTaker;

  void collect();
  void walk(std::uint32_t number, const Field& field);
  // From a node, with what is left of the field's path behind it.
  void walk_from(std::uint32_t number, const Field& field, std::uint32_t place,
                 const TableForm::Node& node, const Key* key);
  void ask_elements(const Field& field, BatchElements& elements);
  void set_bounds(std::uint32_t first_lane);
  void set_bounds(const LaneBounds& bounds, std::uint32_t lane);
  double lane_of(std::uint32_t place, std::uint32_t lane) const {
    return scratch_.lanes[std::size_t{kLanes} * place + lane];
  }

  // Of all places asked, in rows_; false: none.
  bool keep_rule(std::size_t number);
  bool keep_formula(std::size_t rule, table::Bits& rows);
  // Each keeps of the rows those that a part of a formula is true of, and says whether any is left.
  bool keep(FormulaView formula, std::uint32_t at, std::size_t depth, table::Bits& rows);
  bool keep_all_of(FormulaView formula, std::uint32_t at, std::size_t depth, table::Bits& rows);
  bool keep_any_of(FormulaView formula, std::uint32_t at, std::size_t depth, table::Bits& rows);
  bool keep_claim(Claim claim, table::Bits& rows);
  bool keep_lazy(Claim claim, table::Bits& rows);
  bool lazy_holds(std::uint32_t lazy, std::size_t place);
  std::span<Word> bits_of(AtomRef atom) {
    return atom.kind() == AtomKind::Mark ? scratch_.marks[atom.index()]
                                         : scratch_.bounds[atom.index()];
  }
  table::Bits& spare(std::size_t depth);

  const Level& level_;
  BatchScratch& scratch_;
  const Context& context_;
  TableForm form_;
  const Places* places_ = nullptr;
  table::Bits rows_, alternative_;
  std::vector<const Word*> wanted_;
};

}  // namespace tamis::predicate::set
