#include "backends/predicate/set/batch_run.h"

#include "backends/predicate/set/bits.h"
#include "backends/predicate/set/flat_formula.h"

namespace tamis::predicate::set {

using table::Bits;

namespace {

bool is_lazy(std::uint32_t word) {
  return !is_group(word) && Claim(word).atom().kind() == AtomKind::Lazy;
}

// A claim that bits say of an atom which holds.
bool is_wanted(std::uint32_t word) {
  return !is_group(word) && !is_lazy(word) && !Claim(word).negated();
}

}  // namespace

Bits& BatchRun::spare(std::size_t depth) {
  if (scratch_.spare.size() < depth + 1) scratch_.spare.resize(depth + 1);
  return scratch_.spare[depth];
}

bool BatchRun::keep_rule(std::size_t number) {
  rows_ = places_->asked;
  bool any = keep_formula(number, rows_);
  for (std::uint32_t next = level_.rule(number).next; next != kNoRule;
       next = level_.rule(next).next) {
    alternative_ = places_->asked;
    table::take_out(alternative_, rows_);
    if (!keep_formula(next, alternative_)) continue;
    table::put_in(rows_, alternative_);
    any = true;
  }
  return any;
}

bool BatchRun::keep_formula(std::size_t rule, Bits& rows) {
  const FormulaView formula = level_.formula(rule);
  return level_.rule(rule).is_flat ? keep_flat(rows.data(), formula, scratch_.atom_words())
                                   : keep(formula, 0, 0, rows);
}

bool BatchRun::keep(FormulaView formula, std::uint32_t at, std::size_t depth, Bits& rows) {
  const std::uint32_t word = formula[at];
  if (!is_group(word)) return keep_claim(Claim(word), rows);
  return is_or(word) ? keep_any_of(formula, at, depth, rows)
                     : keep_all_of(formula, at, depth, rows);
}

// What is costly last.
bool BatchRun::keep_all_of(FormulaView formula, std::uint32_t at, std::size_t depth, Bits& rows) {
  const std::uint32_t end = formula[at] & kEndMask;
  wanted_.clear();
  for (std::uint32_t part = at + 1; part < end; part = part_end(formula, part))
    if (is_wanted(formula[part])) wanted_.push_back(bits_of(Claim(formula[part]).atom()).data());
  if (!keep_with(rows.data(), wanted_, rows.size())) return false;
  for (const bool lazy : {false, true})
    for (std::uint32_t part = at + 1; part < end; part = part_end(formula, part))
      if (!is_wanted(formula[part]) && is_lazy(formula[part]) == lazy &&
          !keep(formula, part, depth, rows))
        return false;
  return true;
}

bool BatchRun::keep_any_of(FormulaView formula, std::uint32_t at, std::size_t depth, Bits& rows) {
  const std::uint32_t end = formula[at] & kEndMask;
  Bits& held = spare(2 * depth);
  Bits& asked = spare(2 * depth + 1);
  held.assign(rows.size(), 0);
  for (++at; at < end; at = part_end(formula, at)) {
    if (is_wanted(formula[at])) {
      table::put_in(held, bits_of(Claim(formula[at]).atom()));
      continue;
    }
    asked = rows;
    table::take_out(asked, held);
    if (keep(formula, at, depth + 1, asked)) table::put_in(held, asked);
  }
  return keep_with(rows.data(), held.data(), rows.size());
}

bool BatchRun::keep_claim(Claim claim, Bits& rows) {
  if (claim.atom().kind() == AtomKind::Lazy) return keep_lazy(claim, rows);
  const std::span<const Word> bits = bits_of(claim.atom());
  return claim.negated() ? keep_without(rows.data(), bits.data(), rows.size())
                         : keep_with(rows.data(), bits.data(), rows.size());
}

bool BatchRun::keep_lazy(Claim claim, Bits& rows) {
  const std::uint32_t lazy = claim.atom().index();
  for (std::size_t i = 0; i < rows.size(); ++i)
    table::for_each_bit(rows[i], i * table::kWordBits, [&](std::size_t place) {
      if (lazy_holds(lazy, place) == claim.negated()) table::clear_bit(rows.data(), place);
    });
  return !table::none(rows);
}

bool BatchRun::lazy_holds(std::uint32_t lazy, std::size_t place) {
  Word* known = scratch_.lazy_known[lazy].data();
  Word* held = scratch_.lazy_held[lazy].data();
  if (table::test_bit(known, place)) return table::test_bit(held, place);
  table::set_bit(known, place);
  const LazyTest& test = *level_.lazies()[lazy].test;
  const Bindings& bindings = scratch_.moments.bind(lazy, test, context_);
  const TableForm::Node node = places_->node(place);
  Evaluator<TableForm> evaluator(test.code, bindings, form_);
  if (!evaluator.holds(test.code.instrs.front(), {node, form_.datum(node)})) return false;
  table::set_bit(held, place);
  return true;
}

}  // namespace tamis::predicate::set
