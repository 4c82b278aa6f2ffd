#include "tests/support/equivalence/shrink.h"

namespace tamis::equivalence {
namespace {

template <class List>
List without(const List& list, std::size_t index) {
  List rest = list;
  rest.erase(rest.begin() + static_cast<std::ptrdiff_t>(index));
  return rest;
}

void simpler_arrays(const Array& array, std::vector<Value>& found) {
  for (const Value& element : array) found.push_back(element);
  for (std::size_t i = 0; i < array.size(); ++i) found.push_back(without(array, i));
  for (std::size_t i = 0; i < array.size(); ++i)
    for (Value& value : simpler(array[i])) {
      Array changed = array;
      changed[i] = std::move(value);
      found.push_back(std::move(changed));
    }
}

void simpler_objects(const Object& object, std::vector<Value>& found) {
  for (const Member& member : object) found.push_back(member.value);
  for (std::size_t i = 0; i < object.size(); ++i) found.push_back(without(object, i));
  for (std::size_t i = 0; i < object.size(); ++i)
    for (Value& value : simpler(object[i].value)) {
      Object changed = object;
      changed[i].value = std::move(value);
      found.push_back(std::move(changed));
    }
}

// Replaces `whole` by the first simpler one that `fails` still holds for; false if none does.
bool step(Value& whole, const std::function<bool(const Value&)>& fails) {
  for (Value& value : simpler(whole)) {
    if (!value.is(BsonType::Object) || !fails(value)) continue;
    whole = std::move(value);
    return true;
  }
  return false;
}

}  // namespace

std::vector<Value> simpler(const Value& value) {
  std::vector<Value> found;
  if (const auto* array = value.get_if<Array>()) {
    simpler_arrays(*array, found);
  } else if (const auto* object = value.get_if<Object>()) {
    simpler_objects(*object, found);
  } else if (const auto* text = value.get_if<std::string>(); text != nullptr && text->size() > 1) {
    found.push_back(text->substr(0, text->size() / 2));
    found.push_back(text->substr(text->size() / 2));
  } else if (!value.is(BsonType::Null) && !identical(value, 1)) {
    found.push_back(1);
  }
  return found;
}

Trial shrink(Trial trial, const std::function<bool(const Trial&)>& fails) {
  for (const Value& document : trial.documents) {
    const Trial alone{trial.schema, trial.condition, {document}};
    if (!fails(alone)) continue;
    trial = alone;
    break;
  }
  constexpr int kSteps = 2'000;  // every step is smaller; this only bounds the time
  const auto with_condition = [&](const Value& condition) {
    return fails({trial.schema, condition, trial.documents});
  };
  const auto with_document = [&](const Value& document) {
    return fails({trial.schema, trial.condition, {document}});
  };
  for (int i = 0; i < kSteps; ++i) {
    if (step(trial.condition, with_condition)) continue;
    if (trial.documents.size() == 1 && step(trial.documents.front(), with_document)) continue;
    break;
  }
  return trial;
}

}  // namespace tamis::equivalence
