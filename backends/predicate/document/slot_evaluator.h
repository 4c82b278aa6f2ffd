// Code asked of up to N Documents at once. A question is asked of all of them before the next, and
// what it looks at is fetched for all before it looks: so documents that no cache holds are waited
// for together. Paths through objects and lists of them are here; those that need every rule there
// is are left to the Evaluator.
#pragma once

#include <algorithm>
#include <span>

#include "backends/predicate/document/slot_tests.h"

namespace tamis::predicate {

// A path, and what is asked of what it leads to.
struct Way {
  const Instr& any;
  const Instr& question;
  const Key* end;
};

template <std::size_t N>
class SlotEvaluator {
 public:
  SlotEvaluator(const Code& code, const SlotCode& slots, const Bindings& bindings)
      : code_(code), slots_(slots), bindings_(bindings), tests_(code, slots, bindings) {}

  // Bit i: documents[i] matches. There are one to N, of the names that `slots` fits; `next` are
  // those that will be asked after them.
  Bits matches(std::span<const Document> documents, std::span<const Document> next = {}) {
    documents_ = documents;
    names_ = &documents.front().names();
    next_ = are_indexed(next) ? next : std::span<const Document>();
    Places<N> roots;
    for (std::size_t i = 0; i < documents.size(); ++i) roots[i] = documents[i].root();
    indexed_roots_ = are_indexed(documents) ? &roots : nullptr;
    return holds(code_.instrs.front(), roots, first_bits(documents.size()));
  }

 private:
  template <std::size_t>
  friend class SlotEvaluator;

  Bits holds(const Instr& instr, const Places<N>& places, Bits asked) {
    if (asked == 0) return 0;
    switch (instr.op) {
      case PlanOp::Test:
        return tests_.ask(instr.test, places, asked, *names_);
      case PlanOp::Any:
        return any(instr, places, asked);
      case PlanOp::And:
        for (const Instr& child : children_of(instr)) {
          asked = holds(child, places, asked);
          if (asked == 0) break;
        }
        return asked;
      case PlanOp::Or: {
        Bits found = 0;
        for (const Instr& child : children_of(instr)) {
          found |= holds(child, places, asked & ~found);
          if (found == asked) break;
        }
        return found;
      }
      case PlanOp::Not:
        return asked & ~holds(children_of(instr).front(), places, asked);
      case PlanOp::Element:
        return any_element(places, asked, [&](auto& evaluator, auto& elements, Bits these) {
          return evaluator.holds(children_of(instr).front(), elements, these);
        });
      case PlanOp::True:
        return asked;
      case PlanOp::False:
        return 0;
    }
    return 0;
  }

  std::span<const Instr> children_of(const Instr& instr) const {
    return {code_.instrs.data() + instr.first, instr.child_count};
  }

  // Those that are arrays of which ask(evaluator, elements, those asked) holds of an element.
  template <class Ask>
  Bits any_element(const Places<N>& places, Bits asked, Ask ask) {
    asked = those_of_type(BsonType::Array, places, asked);
    if (asked == 0) return 0;
    if constexpr (N > 1)
      if (lists_ == kMostLists) return any_element_alone(places, asked, ask);
    ++lists_;
    const Bits found = any_element_of(places, asked, ask);
    --lists_;
    return found;
  }

  // One after another, which takes little stack.
  template <class Ask>
  Bits any_element_alone(const Places<N>& places, Bits arrays, Ask ask) const {
    SlotEvaluator<1> alone(code_, slots_, bindings_);
    alone.names_ = names_;
    return those_of(places, arrays, [&](const Slot& array) {
      return alone.any_element({&array}, first_bits(1), ask) != 0;
    });
  }

  template <class Ask>
  Bits any_element_of(const Places<N>& places, Bits asked, Ask ask) {
    prefetch_rests(places, asked);
    Bits found = 0;
    Places<N> elements;
    std::array<std::uint8_t, N> arrays;  // that of an element
    std::size_t count = 0;
    const auto ask_them = [&] {
      each_of<N>(ask(*this, elements, first_bits(count)),
                 [&](std::size_t i) { found |= bit(arrays[i]); });
      count = 0;
    };
    each_of<N>(asked, [&](std::size_t i) {
      for (const Slot& element : std::span(places[i]->rest(), places[i]->count)) {
        if (count == N) ask_them();
        if ((found & bit(i)) != 0) break;
        arrays[count] = static_cast<std::uint8_t>(i);
        elements[count++] = &element;
      }
    });
    if (count != 0) ask_them();
    return found;
  }

  // ── paths ──────────────────────────────────────────────────────────────────────────────────────

  Bits any(const Instr& instr, const Places<N>& places, Bits asked) {
    const Key* const key = code_.keys.data() + instr.key;
    const Way way{instr, code_.instrs[instr.first], key + instr.key_count};
    if (key == way.end) return arrive(way, places, asked);
    if (std::any_of(key + 1, way.end, may_be_index)) return rest(instr, places, asked);
    Places<N> children;
    if (&places == indexed_roots_) {
      find_members_of_roots(way, *key, children, asked);
      return past_name(way, children, key + 1, asked);
    }
    const Bits objects = those_of_type(BsonType::Object, places, asked);
    each_of<N>(objects, [&](std::size_t i) { children[i] = places[i]; });
    find_members(way, *key, children, objects);
    return past_name(way, children, key + 1, objects) | rest(instr, places, asked & ~objects);
  }

  // Past the name before `key`, which led to `places`.
  Bits past_name(const Way& way, Places<N>& places, const Key* key, Bits asked) {
    Bits found = 0;
    for (; key != way.end; ++key) {
      const auto in_objects = [&](auto& evaluator, auto& elements, Bits these) {
        return evaluator.past_name(way, elements, key,
                                   those_of_type(BsonType::Object, elements, these));
      };
      const Bits arrays = find_members(way, *key, places, asked);
      found |= any_element(places, arrays, in_objects);
      asked &= ~arrays;
    }
    return found | arrive(way, places, asked);
  }

  Bits arrive(const Way& way, const Places<N>& places, Bits asked) {
    Bits found = 0;
    if (way.any.enter_arrays)
      found = any_element(places, asked, [&](auto& evaluator, auto& elements, Bits these) {
        return evaluator.holds(way.question, elements, these);
      });
    return found | holds(way.question, places, asked & ~found);
  }

  // A key that arrays may take for an index, or that ends at them.
  static bool may_be_index(const Key& key) { return key.index >= 0 || key.name.empty(); }

  // What needs every rule there is for paths.
  Bits rest(const Instr& any, const Places<N>& places, Bits asked) {
    NumberedSlotForm form = this->form();
    return those_of(places, asked, [&](const Slot& slot) {
      return Evaluator<NumberedSlotForm>(code_, bindings_, form)
          .holds(any, {&slot, form.datum(&slot)});
    });
  }

  // ── members ────────────────────────────────────────────────────────────────────────────────────

  void find_members_of_roots(const Way& way, const Key& key, Places<N>& children, Bits asked) {
    const NameId id = id_of(key);
    const bool looks = is_looked_at(way, key);
    if (ahead_.key == &key && ahead_.documents == documents_.data()) {
      children = ahead_.members;
    } else {
      each_of<N>(asked, [&](std::size_t i) {
        children[i] = member_of_root(documents_[i], id);
        if (looks) prefetch(children[i]);
      });
    }
    // What all of these are asked, the next are asked as well.
    if (looks && asked == first_bits(documents_.size())) look_ahead(key, id);
  }

  void look_ahead(const Key& key, NameId id) {
    Places<N> members;
    for (std::size_t i = 0; i < next_.size(); ++i) {
      members[i] = member_of_root(next_[i], id);
      prefetch(members[i]);
    }
    if (ahead_.documents != next_.data()) ahead_ = {&key, next_.data(), members};
  }

  // Whether their roots are found without looking at them, by the names that `slots_` fits.
  bool are_indexed(std::span<const Document> documents) const {
    return std::ranges::all_of(documents, [&](const Document& each) {
      return each.root_shape() != kNoShape && &each.names() == names_;
    });
  }

  // Whether more is asked of the member than whether it is there; only then is it worth fetching.
  bool is_looked_at(const Way& way, const Key& key) const {
    if (N == 1) return false;
    return &key + 1 != way.end || way.question.op != PlanOp::Test ||
           code_.tests[way.question.test].op != TestOp::Exists;
  }

  // Without looking at the root.
  const Slot* member_of_root(const Document& document, NameId id) const {
    const std::size_t place = place_in(names_->shapes[document.root_shape()], id);
    return place < Shape::kMost ? document.root() + 1 + place : &kNothing;
  }

  // Gives those that are arrays, which stay where they are; what else is no object has no member.
  Bits find_members(const Way& way, const Key& key, Places<N>& places, Bits asked) const {
    const NameId id = id_of(key);
    const bool looks = is_looked_at(way, key);
    Bits arrays = 0;
    Bits listed = 0;
    each_of<N>(asked, [&](std::size_t i) {
      const Slot& slot = *places[i];
      if (slot.type == BsonType::Array) {
        arrays |= bit(i);
      } else if (slot.type != BsonType::Object) {
        places[i] = &kNothing;
      } else if (slot.has_shape()) {
        places[i] = in_shape(slot, id);
        if (looks) prefetch(places[i]);
      } else {
        if (N > 1) prefetch_rest(slot);
        listed |= bit(i);
      }
    });
    each_of<N>(listed, [&](std::size_t i) {
      const Slot* const child = member(places[i], key, id);
      places[i] = child == nullptr ? &kNothing : child;
    });
    return arrays;
  }

  const Slot* in_shape(const Slot& object, NameId id) const {
    const std::size_t place = place_in(names_->shapes[object.shape()], id);
    return place < Shape::kMost ? object.rest() + place : &kNothing;
  }

  const Slot* member(const Slot* object, const Key& key, NameId id) const {
    if (id != kSpelled) return object->member(id, *names_);
    const Slot* found = nullptr;
    return form().member(object, key, found) ? found : nullptr;
  }

  NameId id_of(const Key& key) const { return slots_.ids()[&key - code_.keys.data()]; }

  NumberedSlotForm form() const { return {*names_, code_, slots_.ids()}; }

  const Code& code_;
  const SlotCode& slots_;
  const Bindings& bindings_;
  SlotTests<N> tests_;
  std::span<const Document> documents_, next_;
  const FieldNames::Data* names_ = nullptr;
  // The lists of elements that stand on the stack, which so takes no more than they do.
  static constexpr int kMostLists = 16;
  int lists_ = 0;
  const Places<N>* indexed_roots_ = nullptr;  // null: not all of them are

  // Members of the roots that are asked next, for the first key that all of these were asked.
  struct Ahead {
    const Key* key = nullptr;
    const Document* documents = nullptr;
    Places<N> members;
  };
  Ahead ahead_;
};

}  // namespace tamis::predicate
