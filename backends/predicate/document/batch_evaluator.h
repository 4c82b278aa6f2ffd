// Code asked of up to kMostPlaces Documents at once. A question is asked of all of them before the
// next, and what it looks at is fetched for all before it looks: so documents that no cache holds
// are waited for together.
#pragma once

#include <algorithm>
#include <span>

#include "backends/predicate/document/prefetch.h"
#include "backends/predicate/document/slot_step.h"
#include "backends/predicate/document/slot_tests.h"

namespace tamis::predicate {

class BatchEvaluator {
  using Batch = Places;

 public:
  BatchEvaluator(const Code& code, SlotCode& slots, const Bindings& bindings)
      : asking_{code, slots, bindings} {}
  BatchEvaluator(const BatchEvaluator&) = delete;
  BatchEvaluator& operator=(const BatchEvaluator&) = delete;

  // Bit i: documents[i] matches. There are one to kMostPlaces, of the names that `slots` fits;
  // `next` are those that will be asked after them.
  Bits matches(std::span<const Document> documents, std::span<const Document> next = {}) {
    documents_ = documents;
    asking_.names = &documents.front().names();
    next_ = are_indexed(next) ? next : std::span<const Document>();
    Batch roots;
    for (std::size_t i = 0; i < documents.size(); ++i) roots[i] = documents[i].root();
    indexed_roots_ = are_indexed(documents) ? &roots : nullptr;
    return holds(asking_.code.instrs.front(), roots, first_bits(documents.size()));
  }

 private:
  Bits holds(const Instr& instr, const Batch& places, Bits asked) {
    if (asked == 0) return 0;
    switch (instr.op) {
      case PlanOp::Test:
        return test(instr, places, asked);
      case PlanOp::Any:
        return any(instr, places, asked);
      case PlanOp::And:
        for (const Instr& child : asking_.children_of(instr)) {
          asked = holds(child, places, asked);
          if (asked == 0) break;
        }
        return asked;
      case PlanOp::Or: {
        Bits found = 0;
        for (const Instr& child : asking_.children_of(instr)) {
          found |= holds(child, places, asked & ~found);
          if (found == asked) break;
        }
        return found;
      }
      case PlanOp::Not:
        return asked & ~holds(asking_.children_of(instr).front(), places, asked);
      case PlanOp::Element:
        return any_holds(asking_.children_of(instr).front(), places, asked);
      case PlanOp::True:
        return asked;
      case PlanOp::False:
        return 0;
    }
    return 0;
  }

  Bits test(const Instr& instr, const Batch& places, Bits asked) const {
    const SlotQuestion question{asking_, asking_.step_of(instr)};
    if (question.code().op == TestOp::Regex) prefetch_rests(places, asked);
    return with_slot_test(question.test(), question.code(), [&](auto holds) {
      return those_of(places, asked, [&](const Slot& slot) { return holds(question, slot); });
    });
  }

  // Those that are arrays of which it holds of an element.
  Bits any_holds(const Instr& instr, const Batch& places, Bits asked) {
    return any_element(
        places, asked, [&](Batch& elements, Bits these) { return holds(instr, elements, these); },
        [&](const Slot& array) { return asking_.step_of(instr).holds_of_any(asking_, array); });
  }

  // Those that are arrays of which ask(elements, those asked) holds of an element, or of which
  // ask_alone(array) is true, which is the same.
  template <class Ask, class AskAlone>
  Bits any_element(const Batch& places, Bits asked, Ask ask, AskAlone ask_alone) {
    asked = those_of_type(BsonType::Array, places, asked);
    if (asked == 0) return 0;
    if (lists_ == kMostLists) return those_of(places, asked, ask_alone);
    ++lists_;
    const Bits found = any_element_of(places, asked, ask);
    --lists_;
    return found;
  }

  template <class Ask>
  Bits any_element_of(const Batch& places, Bits asked, Ask ask) {
    prefetch_rests(places, asked);
    Bits found = 0;
    Batch elements;
    std::array<std::uint8_t, kMostPlaces> arrays;  // that of an element
    std::size_t count = 0;
    const auto ask_them = [&] {
      each_of(ask(elements, first_bits(count)), [&](std::size_t i) { found |= bit(arrays[i]); });
      count = 0;
    };
    each_of(asked, [&](std::size_t i) {
      auto rest = places[i]->elements();
      do {
        if (count > kMostPlaces - kFewElements) ask_them();
        for (std::size_t at = 0; at < kFewElements; ++at) {
          elements[count + at] = rest.data() + std::min(at, rest.size());
          arrays[count + at] = static_cast<std::uint8_t>(i);
        }
        const std::size_t taken = std::min(rest.size(), kFewElements);
        count += taken;
        rest = rest.subspan(taken);
      } while (!rest.empty() && (found & bit(i)) == 0);
    });
    if (count != 0) ask_them();
    return found;
  }

  // ── paths ──────────────────────────────────────────────────────────────────────────────────────

  Bits any(const Instr& instr, const Batch& places, Bits asked) {
    if (instr.key_count == 0) return arrive(instr, places, asked);
    if (!instr.by_names) return by_all_rules(instr, places, asked);
    const Key* const key = asking_.first_key(instr);
    Batch children;
    if (&places == indexed_roots_) {
      find_members_of_roots(instr, *key, children, asked);
      return past_name(instr, children, key + 1, asked);
    }
    const Bits objects = those_of_type(BsonType::Object, places, asked);
    each_of(objects, [&](std::size_t i) { children[i] = places[i]; });
    find_members(instr, *key, children, objects);
    return past_name(instr, children, key + 1, objects) |
           by_all_rules(instr, places, asked & ~objects);
  }

  // Past the name before `key`, which led to `places`.
  Bits past_name(const Instr& any, Batch& places, const Key* key, Bits asked) {
    Bits found = 0;
    for (; key != asking_.end_of_keys(any); ++key) {
      const Bits arrays = find_members(any, *key, places, asked);
      found |= any_element(
          places, arrays,
          [&](Batch& elements, Bits these) {
            return past_name(any, elements, key, those_of_type(BsonType::Object, elements, these));
          },
          [&](const Slot& array) { return leads_on(asking_.step_of(any), asking_, array, key); });
      asked &= ~arrays;
    }
    return found | arrive(any, places, asked);
  }

  Bits arrive(const Instr& any, const Batch& places, Bits asked) {
    const Instr& question = asking_.code.instrs[any.first];
    const Bits found = any.enter_arrays ? any_holds(question, places, asked) : 0;
    return found | holds(question, places, asked & ~found);
  }

  Bits by_all_rules(const Instr& any, const Batch& places, Bits asked) const {
    return those_of(places, asked,
                    [&](const Slot& slot) { return asking_.by_all_rules(any, slot); });
  }

  // ── members ────────────────────────────────────────────────────────────────────────────────────

  void find_members_of_roots(const Instr& any, const Key& key, Batch& children, Bits asked) {
    const MemberPlaces::Number member = *asking_.step_of(any).members;
    const bool looks = is_looked_at(any, key);
    if (ahead_.key == &key && ahead_.documents == documents_.data()) {
      children = ahead_.members;
    } else {
      each_of(asked, [&](std::size_t i) {
        children[i] = &member_of(documents_[i], member);
        if (looks) prefetch(children[i]);
      });
    }
    // What all of these are asked, the next are asked as well.
    if (looks && asked == first_bits(documents_.size())) look_ahead(key, member);
  }

  void look_ahead(const Key& key, MemberPlaces::Number member) {
    Batch members;
    for (std::size_t i = 0; i < next_.size(); ++i) {
      members[i] = &member_of(next_[i], member);
      prefetch(members[i]);
    }
    if (ahead_.documents != next_.data()) ahead_ = {&key, next_.data(), members};
  }

  const Slot& member_of(const Document& document, MemberPlaces::Number member) const {
    const MemberPlaces::Row members = asking_.slots.places().row(document.root_shape());
    return value_or_nothing(document.root() + 1, members[member]);
  }

  // Whether their roots are found without looking at them, by the names that `slots_` fits.
  bool are_indexed(std::span<const Document> documents) const {
    return std::ranges::all_of(documents, [&](const Document& each) {
      return &each.names() == asking_.names &&
             asking_.slots.places().learn(each.root_shape()) != nullptr;
    });
  }

  // Whether more is asked of the member than whether it is there; only then is it worth fetching.
  bool is_looked_at(const Instr& any, const Key& key) const {
    const Instr& question = asking_.code.instrs[any.first];
    return &key + 1 != asking_.end_of_keys(any) || question.op != PlanOp::Test ||
           asking_.code.tests[question.test].op != TestOp::Exists;
  }

  // Gives those that are arrays, which stay where they are; what else is no object has no member.
  Bits find_members(const Instr& any, const Key& key, Batch& places, Bits asked) const {
    const bool looks = is_looked_at(any, key);
    Bits arrays = 0;
    Bits listed = 0;
    each_of(asked, [&](std::size_t i) {
      const Slot& slot = *places[i];
      if (slot.type == BsonType::Array) {
        arrays |= bit(i);
      } else if (slot.type != BsonType::Object) {
        places[i] = &kNothing;
      } else if (slot.has_shape()) {
        places[i] = &asking_.member(slot, key);
        if (looks) prefetch(places[i]);
      } else {
        prefetch_rest(slot);
        listed |= bit(i);
      }
    });
    each_of(listed, [&](std::size_t i) { places[i] = &asking_.member(*places[i], key); });
    return arrays;
  }

  SlotAsking asking_;
  std::span<const Document> documents_, next_;
  // The lists of elements that stand on the stack, which so takes no more than they do.
  static constexpr int kMostLists = 16;
  int lists_ = 0;
  const Batch* indexed_roots_ = nullptr;  // null: not all of them are

  // Members of the roots that are asked next, for the first key that all of these were asked.
  struct Ahead {
    const Key* key = nullptr;
    const Document* documents = nullptr;
    Batch members;
  };
  Ahead ahead_;
};

}  // namespace tamis::predicate
