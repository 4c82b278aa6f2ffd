// SlotCode: what a Code needs to be run over slots, looked up once: the numbers of its keys among
// the names of the documents, its operands in the form that slots have, and what asks each
// instruction of one place.
#pragma once

#include <array>
#include <bit>
#include <span>
#include <vector>

#include "backends/predicate/code.h"
#include "backends/predicate/document/slot.h"
#include "backends/predicate/hash_bytes.h"

namespace tamis::predicate {

// The texts of a `$in`.
class TextSlots {
 public:
  TextSlots() = default;
  explicit TextSlots(std::span<const Literal> literals);

  // False for lists that were made to collide.
  bool usable() const { return usable_; }
  // Without a branch, since a guess of what comes out is often wrong.
  bool has_short(const Slot& text) const {
    const auto [first, second] = places_of(text);
    const bool is_first = text.is_same(short_[first]);
    const bool is_second = text.is_same(short_[second]);
    return is_first | is_second;
  }
  // False: no text that is too long for a slot is the same. True: one may be.
  bool may_have_long(const Slot& text) const;

 private:
  // A text stands in one of two places, or nowhere.
  std::array<std::size_t, 2> places_of(const Slot& text) const {
    const auto [low, high] = text.words();
    const std::uint64_t hash = mix_hash(low, std::rotl(high, 29));
    const std::size_t mask = short_.size() - 1;
    return {hash & mask, mix_hash(hash, 1) & mask};
  }
  bool place(std::span<const Slot> texts);
  bool insert(Slot text);

  std::vector<Slot> short_;          // a power of two of them; missing: free
  std::vector<std::uint64_t> long_;  // bit by mark, a power of two of them
  bool usable_ = true;
};

struct SlotTest {
  // What decides for nearly all values; the Evaluator is asked about the rest.
  enum class Way : std::uint8_t {
    General,
    Same,    // Eq: the slots are the same, bit by bit
    Text,    // Eq: a text that is too long for a slot
    Number,  // an order: a number that a double holds exactly
    Date,    // an order: milliseconds
    Among,   // In
  };

  Way way = Way::General;
  bool only_texts = false;  // Among: nothing else is in the list
  Slot operand;             // Same; Text: its mark and length
  double number = 0;        // Number
  TextSlots texts;          // Among
};

struct SlotAsking;

// An instruction, with what asks it of one place.
struct SlotStep {
  using Ask = bool (*)(const SlotStep& step, const SlotAsking& asking, const Slot& place);

  bool holds(const SlotAsking& asking, const Slot& place) const {
    return ask(*this, asking, place);
  }
  std::span<const SlotStep> children() const { return {first_child, instr->child_count}; }

  const Instr* instr;
  const SlotStep* first_child;
  const TestCode* code;  // Test
  const SlotTest* test;  // Test
  const Key* key;        // Any: its path
  const NameId* id;      // Any: of each key
  Ask ask;
};

// What asks a step that is complete but for it; `at_root`: of roots alone.
SlotStep::Ask ask_for(const SlotStep& step, bool at_root);

class SlotCode {
 public:
  SlotCode() = default;
  SlotCode(const SlotCode&) = delete;  // steps point into it
  SlotCode& operator=(const SlotCode&) = delete;

  // Makes it fit documents of these names. `code` is always the same.
  void fit(const Code& code, FieldNames::Data& names) {
    if (&names != names_.get()) look_up(code, names);
  }

  // Whether more is asked than which fields the root has.
  bool look_at_values() const { return look_at_values_; }
  const NameId* ids() const { return ids_.data(); }        // by key
  const SlotTest* tests() const { return tests_.data(); }  // by test
  const SlotStep* steps() const { return steps_.data(); }  // by instruction

 private:
  void look_up(const Code& code, FieldNames::Data& names);
  void add_step(const Code& code, std::size_t number, bool at_root);

  std::shared_ptr<FieldNames::Data> names_;
  std::vector<NameId> ids_;
  std::vector<SlotTest> tests_;
  std::vector<SlotStep> steps_;
  bool look_at_values_ = false;
};

}  // namespace tamis::predicate
