// What is the same for one document and for many that are asked together.
#pragma once

#include "backends/predicate/document/places.h"
#include "backends/predicate/document/slot_code.h"
#include "backends/predicate/document/slot_form.h"
#include "backends/predicate/evaluate.h"

namespace tamis::predicate {

struct SlotAsking {
  const Code& code;
  const SlotCode& slots;
  const Bindings& bindings;
  const FieldNames::Data* names = nullptr;  // those that `slots` fits
  // The document that is asked by itself, if its root has a shape, and so need not be looked at.
  const Document* indexed = nullptr;

  NumberedSlotForm form() const { return {*names, code, slots.ids()}; }
  NameId id_of(const Key& key) const { return slots.ids()[&key - code.keys.data()]; }

  const SlotStep& step_of(const Instr& instr) const {
    return slots.steps()[&instr - code.instrs.data()];
  }
  std::span<const Instr> children_of(const Instr& instr) const {
    return {code.instrs.data() + instr.first, instr.child_count};
  }
  const Key* first_key(const Instr& any) const { return code.keys.data() + any.key; }
  const Key* end_of_keys(const Instr& any) const { return first_key(any) + any.key_count; }

  // By every rule there is for paths, which indexes need, and a path without a name at its end.
  bool by_all_rules(const Instr& any, const Slot& place) const {
    NumberedSlotForm form = this->form();
    return Evaluator<NumberedSlotForm>(code, bindings, form)
        .holds(any, {&place, form.datum(&place)});
  }

  // Of a root that has a shape, without looking at it; kNothing where it has none.
  const Slot& member_of_root(const Document& document, NameId id) const {
    const std::size_t place = place_in(names->shapes[document.root_shape()], id);
    return place < Shape::kMost ? document.root()[1 + place] : kNothing;
  }

  // Of an object; kNothing where it has none.
  const Slot& member(const Slot& object, const Key& key) const {
    const Slot* found = nullptr;
    return form().member(&object, key, found) ? *found : kNothing;
  }
};

}  // namespace tamis::predicate
