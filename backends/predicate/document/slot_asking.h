// What is the same for one document and for many that are asked together.
#pragma once

#include "backends/predicate/document/slot_code.h"
#include "backends/predicate/document/slot_form.h"
#include "backends/predicate/evaluate.h"

namespace tamis::predicate {

struct SlotAsking {
  const Code& code;
  SlotCode& slots;
  const Bindings& bindings;
  const FieldNames::Data* names = nullptr;  // those that `slots` fits
  // Of the root of the document that is asked by itself, which so need not be looked at; null: it
  // is not known.
  MemberPlaces::Row root_members = nullptr;

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
  bool by_all_rules(const Instr& any, const Slot& place) const;

  // Of an object; kNothing where it has none.
  const Slot& member(const Slot& object, const Key& key) const {
    if (!object.has_shape()) {
      const Slot* found = nullptr;
      return form().member(&object, key, found) ? *found : kNothing;
    }
    const MemberPlaces::Row members = slots.places().learn(object.shape());
    const std::size_t place = members != nullptr
                                  ? members[slots.member_of(code, key)]
                                  : place_in(names->shapes[object.shape()], id_of(key));
    return value_or_nothing(object.rest(), place);
  }
};

}  // namespace tamis::predicate
