// SlotCode: what a Code needs to be run over slots, looked up once: the numbers of its keys among
// the names of the documents, its operands in the form that slots have, and what asks each
// instruction of one place.
#pragma once

#include <array>
#include <bit>
#include <span>
#include <vector>

#include "backends/predicate/code.h"
#include "backends/predicate/document/fetcher.h"
#include "backends/predicate/document/member_places.h"
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

  // Whether the slot decides for nearly all values, so that to ask some more costs less than a
  // branch that is not foreseen.
  bool is_cheap() const {
    return way == Way::Same || way == Way::Number || way == Way::Date ||
           (way == Way::Among && only_texts);
  }
};

struct SlotAsking;

// An instruction, with what asks it of one place.
struct SlotStep {
  using Ask = bool (*)(const SlotStep& step, const SlotAsking& asking, const Slot& place);

  bool holds(const SlotAsking& asking, const Slot& place) const {
    return ask(*this, asking, place);
  }
  bool holds_of_any(const SlotAsking& asking, const Slot& array) const {
    return ask_elements(*this, asking, array);
  }
  std::span<const SlotStep> children() const { return {first_child, instr->child_count}; }
  std::span<const MemberPlaces::Number> path() const { return {members, instr->key_count}; }

  const Instr* instr = nullptr;
  const SlotStep* first_child = nullptr;
  const TestCode* code = nullptr;                 // Test
  const SlotTest* test = nullptr;                 // Test
  const Key* key = nullptr;                       // Any: its path
  const MemberPlaces::Number* members = nullptr;  // Any: its path
  bool at_root = false;                           // of roots alone
  bool enter_arrays = false;                      // Any
  Ask ask = nullptr;
  Ask ask_elements = nullptr;  // of an element of the array
};

// Chooses what asks a step whose children have been chosen.
void choose_asks(SlotStep& step);

class SlotCode {
 public:
  SlotCode() = default;
  SlotCode(const SlotCode&) = delete;  // steps point into it
  SlotCode& operator=(const SlotCode&) = delete;

  // Makes it fit documents of these names. `code` is always the same.
  void fit(const Code& code, FieldNames::Data& names) {
    if (&names != names_.get()) look_up(code, names);
  }

  const NameId* ids() const { return ids_.data(); }        // by key
  const SlotStep* steps() const { return steps_.data(); }  // by instruction
  MemberPlaces& places() { return places_; }
  MemberPlaces::Number member_of(const Code& code, const Key& key) const {
    return members_[static_cast<std::size_t>(&key - code.keys.data())];
  }
  void fetch_behind(const Document& document) { fetcher_.fetch_behind(document, places_); }
  // An array stands in a field of a root.
  void meet_array() { fetcher_.meet_array(); }

 private:
  void look_up(const Code& code, FieldNames::Data& names);
  void add_step(const Code& code, std::size_t number, bool at_root);

  std::shared_ptr<FieldNames::Data> names_;
  std::vector<NameId> ids_;
  std::vector<SlotTest> tests_;
  std::vector<SlotStep> steps_;
  MemberPlaces places_;
  std::vector<MemberPlaces::Number> members_;  // by key
  Fetcher fetcher_;
};

}  // namespace tamis::predicate
