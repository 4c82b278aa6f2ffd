#include "backends/predicate/document/slot_step.h"

#include "backends/predicate/document/slot_tests.h"

namespace tamis::predicate {
namespace {

// ── tests ────────────────────────────────────────────────────────────────────────────────────────

template <class Holds>
bool ask_test(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  return Holds()(SlotQuestion{asking, step}, place);
}

template <class Holds>
bool ask_test_of_elements(const SlotStep& step, const SlotAsking& asking, const Slot& array) {
  const SlotQuestion question{asking, step};
  std::span<const Slot> elements = array.elements();
  while (!elements.empty()) {
    const std::size_t last = std::min(elements.size(), kFewElements) - 1;
    bool found = false;
    for (std::size_t i = 0; i < kFewElements; ++i)
      found |= Holds()(question, elements[std::min(i, last)]);
    if (found) return true;
    elements = elements.subspan(last + 1);
  }
  return false;
}

bool ask_elements(const SlotStep& step, const SlotAsking& asking, const Slot& array) {
  for (const Slot& element : array.elements())
    if (step.holds(asking, element)) return true;
  return false;
}

// ── paths ────────────────────────────────────────────────────────────────────────────────────────

// What is rare is not inlined, so that what is frequent needs no frame.

[[gnu::noinline]] bool arrive_at_array(const SlotStep& any, const SlotAsking& asking,
                                       const Slot& array) {
  if (any.at_root) asking.slots.meet_array();
  const SlotStep& question = *any.first_child;
  return question.holds_of_any(asking, array) || question.holds(asking, array);
}

bool arrive(const SlotStep& any, const SlotAsking& asking, const Slot& place) {
  if (any.enter_arrays && place.type == BsonType::Array) return arrive_at_array(any, asking, place);
  return any.first_child->holds(asking, place);
}

// Past the name before `key`, which led to `first`.
bool past_name(const SlotStep& any, const SlotAsking& asking, const Slot& first, const Key* key) {
  const Slot* place = &first;
  for (const Key* const end = any.key + any.instr->key_count; key != end; ++key) {
    if (place->type == BsonType::Array) return leads_on(any, asking, *place, key);
    place = place->type == BsonType::Object ? &asking.member(*place, *key) : &kNothing;
  }
  return arrive(any, asking, *place);
}

bool ask_path_by_all_rules(const SlotStep& any, const SlotAsking& asking, const Slot& place) {
  return asking.by_all_rules(*any.instr, place);
}

[[gnu::noinline]] bool ask_path_by_names(const SlotStep& any, const SlotAsking& asking,
                                         const Slot& place) {
  if (place.type != BsonType::Object) return ask_path_by_all_rules(any, asking, place);
  return past_name(any, asking, asking.member(place, *any.key), any.key + 1);
}

// Where names lead; null: to an array before the last of them, or by a shape that is not known.
const Slot* follow(std::span<const MemberPlaces::Number> names, const SlotAsking& asking,
                   const Slot* place) {
  for (const MemberPlaces::Number name : names) {
    if (place->type == BsonType::Array) return nullptr;
    if (place->type != BsonType::Object) return &kNothing;
    const MemberPlaces::Row members = asking.slots.places().row(place->shape());
    if (members == nullptr) return nullptr;
    place = &value_or_nothing(place->rest(), members[name]);
  }
  return place;
}

// Ways to the end of a path, null where follow() is.

struct FromPlace {
  static const Slot* end(const SlotStep& any, const SlotAsking& asking, const Slot& place) {
    return place.type == BsonType::Object ? follow(any.path(), asking, &place) : nullptr;
  }
};

struct ByNameOfRoot {
  static const Slot* end(const SlotStep& any, const SlotAsking& asking, const Slot& root) {
    if (asking.root_members == nullptr) return nullptr;
    return &value_or_nothing(&root + 1, asking.root_members[*any.members]);
  }
};

struct FromRoot {
  static const Slot* end(const SlotStep& any, const SlotAsking& asking, const Slot& root) {
    const Slot* const first = ByNameOfRoot::end(any, asking, root);
    return first == nullptr ? nullptr : follow(any.path().subspan(1), asking, first);
  }
};

struct Asked {
  bool operator()(const SlotQuestion& ask, const Slot& place) const {
    return ask.step.holds(ask.asking, place);
  }
};

template <class Way, class Holds>
bool ask_path(const SlotStep& any, const SlotAsking& asking, const Slot& place) {
  const Slot* const end = Way::end(any, asking, place);
  if (end == nullptr) return ask_path_by_names(any, asking, place);
  if (any.enter_arrays && end->type == BsonType::Array) return arrive_at_array(any, asking, *end);
  return Holds()(SlotQuestion{asking, *any.first_child}, *end);
}

template <class Way>
SlotStep::Ask ask_for_path_by(const SlotStep& question) {
  if (question.instr->op != PlanOp::Test) return ask_path<Way, Asked>;
  return with_slot_test(*question.test, *question.code,
                        [](auto holds) -> SlotStep::Ask { return ask_path<Way, decltype(holds)>; });
}

SlotStep::Ask ask_for_path(const SlotStep& any) {
  const SlotStep& question = *any.first_child;
  if (any.instr->key_count == 0) return arrive;
  if (!any.instr->by_names) return ask_path_by_all_rules;
  if (!any.at_root) return ask_for_path_by<FromPlace>(question);
  return any.instr->key_count == 1 ? ask_for_path_by<ByNameOfRoot>(question)
                                   : ask_for_path_by<FromRoot>(question);
}

// ── the rest ─────────────────────────────────────────────────────────────────────────────────────

// Loops, since an algorithm takes stack of its own at each level.

bool ask_and(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  for (const SlotStep& child : step.children())
    if (!child.holds(asking, place)) return false;
  return true;
}

bool ask_or(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  for (const SlotStep& child : step.children())
    if (child.holds(asking, place)) return true;
  return false;
}

bool ask_not(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  return !step.first_child->holds(asking, place);
}

bool ask_element(const SlotStep& step, const SlotAsking& asking, const Slot& place) {
  return place.type == BsonType::Array && step.first_child->holds_of_any(asking, place);
}

bool ask_true(const SlotStep&, const SlotAsking&, const Slot&) {
  return true;
}

bool ask_false(const SlotStep&, const SlotAsking&, const Slot&) {
  return false;
}

SlotStep::Ask ask_for(const SlotStep& step) {
  switch (step.instr->op) {
    case PlanOp::Test:
      return with_slot_test(*step.test, *step.code,
                            [](auto holds) -> SlotStep::Ask { return ask_test<decltype(holds)>; });
    case PlanOp::Any:
      return ask_for_path(step);
    case PlanOp::And:
      return ask_and;
    case PlanOp::Or:
      return ask_or;
    case PlanOp::Not:
      return ask_not;
    case PlanOp::Element:
      return ask_element;
    case PlanOp::True:
      return ask_true;
    case PlanOp::False:
      return ask_false;
  }
  return ask_false;
}

SlotStep::Ask ask_elements_for(const SlotStep& step) {
  if (step.instr->op != PlanOp::Test || !step.test->is_cheap()) return ask_elements;
  return with_slot_test(*step.test, *step.code, [](auto holds) -> SlotStep::Ask {
    return ask_test_of_elements<decltype(holds)>;
  });
}

}  // namespace

void choose_asks(SlotStep& step) {
  step.ask = ask_for(step);
  step.ask_elements = ask_elements_for(step);
}

bool SlotAsking::by_all_rules(const Instr& any, const Slot& place) const {
  NumberedSlotForm form = this->form();
  return Evaluator<NumberedSlotForm>(code, bindings, form).holds(any, {&place, form.datum(&place)});
}

bool test_by_all_rules(const SlotStep& step, const SlotAsking& asking, const Slot& slot) {
  if (slot.type == kMissing) return step.code->missing;
  NumberedSlotForm form = asking.form();
  return Evaluator<NumberedSlotForm>(asking.code, asking.bindings, form)
      .test(*step.code, {&slot, form.datum(&slot)});
}

bool leads_on(const SlotStep& any, const SlotAsking& asking, const Slot& array, const Key* key) {
  for (const Slot& element : array.elements())
    if (element.type == BsonType::Object &&
        past_name(any, asking, asking.member(element, *key), key + 1))
      return true;
  return false;
}

}  // namespace tamis::predicate
