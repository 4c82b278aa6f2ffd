// The evaluator of a row group's chunks: every question is asked of all slots at once, of which it
// keeps those that it is true of. What is kept as it is, and what a column has no words for, is
// asked of the evaluator of documents, slot by slot.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <utility>

#include "backends/predicate/evaluate.h"
#include "backends/predicate/table/kernels.h"
#include "backends/predicate/table/table_form.h"

namespace tamis::predicate::table {

// What a test says of each string of a dictionary, found out when it is first asked.
struct TextVerdicts {
  static constexpr std::uint8_t kUnknown = 2;
  std::vector<std::uint8_t> of_code;  // 0, kWanted or kUnknown
  bool complete = false;
};

// What a test says of all values of a kind, where that is one verdict.
using KindVerdicts = std::array<std::optional<bool>, kKinds>;

// For one call, and one thread. What it learns of one group it uses for the next.
class Filter {
 public:
  explicit Filter(const Code& code, const Bindings& bindings, Machine machine)
      : code_(code),
        bindings_(bindings),
        machine_(machine),
        evaluator_(code, bindings, form_),
        members_(code.keys.size()),
        kind_verdicts_(code.tests.size()) {}

  // Of the slots of a settled group, which are rows.
  void keep_matches(const Chunk& root, Bits& rows) { keep(code_.instrs.front(), &root, rows); }
  bool matches(const TableForm::Node& root) { return evaluator_.matches(root); }

 private:
  using Place = predicate::Place<TableForm>;

  // The slots where a walk finds what it looks for; `undecided` are those, beside them, where it
  // has met what a column has no words for.
  struct Found {
    Bits slots;
    Bits undecided;
  };
  // A walk below an Any.
  struct Way {
    const Instr& any;
    const Instr& question;
    const Key* end;
  };

  const Chunk* member(const Chunk& chunk, const Key& key);
  std::optional<const Chunk*> end_of_plain_way(const Chunk& chunk, const Key* key, const Key* end);

  // Each keeps of the slots those that its question is true of. No chunk: nothing is there.
  void keep(const Instr& instr, const Chunk* chunk, Bits& slots);
  void keep_all_of(const Instr& instr, const Chunk* chunk, Bits& slots);
  void keep_any_of(const Instr& instr, const Chunk* chunk, Bits& slots);
  void keep_walks(const Instr& any, const Chunk* chunk, Bits& slots);
  void keep_elements(const Instr& element, const Chunk* chunk, Bits& slots);
  void keep_test(const TestCode& test, const Chunk& chunk, Bits& slots);
  bool keep_range(const Instr& a, const Instr& b, const Chunk* chunk, Bits& slots);
  bool keep_between(const TestCode& a, const TestCode& b, const Chunk& chunk, Bits& slots);
  void keep_kinds(const TestCode& test, const Chunk& chunk, Bits& slots);
  void keep_of_each_kind(const TestCode& test, const Chunk& chunk, Bits& slots);
  void keep_one_by_one(const Instr& instr, const Chunk& chunk, Bits& slots);

  Found in_objects(const Way& way, const Chunk& chunk, const Key* key, Bits slots);
  Found in_arrays(const Way& way, const Chunk& chunk, const Key* key, Bits slots);
  Found arrive(const Way& way, const Chunk& chunk, Bits slots);

  const TestCode* bound_of(const Instr& instr) const;
  const Chunk* plain_end(const Instr& instr, const Chunk& chunk);
  const KindSlots* kind_asked(const TestCode& test, const Chunk& chunk);
  const Interval<std::int64_t>& ints_for(TestOp op, const Literal& literal, std::int64_t scale);
  const Interval<double>& doubles_for(TestOp op, const Literal& literal);

  // Of a test, by the kind that slots have.
  void keep_kind(const TestCode& test, const Chunk& chunk, Kind kind, Bits& slots);
  void keep_numbers(const TestCode& test, const Chunk& chunk, Bits& slots);
  void keep_dates(const TestCode& test, const Chunk& chunk, Bits& slots);
  void keep_texts(const TestCode& test, const Chunk& chunk, Bits& slots);
  void keep_bools(const TestCode& test, const Chunk& chunk, Bits& slots);
  void keep_each(const TestCode& test, const Chunk& chunk, Kind kind, Bits& slots);
  void keep_by_text(const TestCode& test, const Chunk& chunk, Bits& slots);
  std::optional<bool> verdict_on_kind(const TestCode& test, Kind kind);
  const KindVerdicts& verdicts_on_kinds(const TestCode& test);
  bool verdict_on_scalar(const TestCode& test, const Datum& datum) {
    return evaluator_.test(test, Place{{}, datum});
  }
  bool verdict_on_missing(const Instr& instr) { return evaluator_.holds(instr, Place{}); }
  std::uint8_t verdict_on_text(const TestCode& test, std::string_view text);
  void find_verdicts(const TestCode& test, const Dictionary& dictionary, TextVerdicts& verdicts);
  TextVerdicts& verdicts_of(const TestCode& test, const Column& column, bool most_are_asked);
  const std::vector<std::int64_t>& codes_of(const TestCode& test, const Column& column);

  const Code& code_;
  const Bindings& bindings_;
  Machine machine_;
  TableForm form_;
  Evaluator<TableForm> evaluator_;
  // By key: the column that it was last looked up in, and what was found.
  std::vector<std::pair<const Column*, Column::Number>> members_;
  std::vector<std::optional<KindVerdicts>> kind_verdicts_;  // by test
  std::map<std::pair<const TestCode*, const Column*>, TextVerdicts> verdicts_;
  std::map<std::pair<const TestCode*, const Column*>, std::vector<std::int64_t>> codes_;
  // By the literal, and the scale.
  std::map<std::pair<const Literal*, std::int64_t>, Interval<std::int64_t>> intervals_;
  std::map<const Literal*, Interval<double>> double_intervals_;
};

}  // namespace tamis::predicate::table
