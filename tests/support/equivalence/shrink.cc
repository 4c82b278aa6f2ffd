#include "tests/support/equivalence/shrink.h"

#include <tamis/extended_json.h>

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
  for (const Member& member : object) {
    found.push_back(member.value);
    if (const auto* list = member.value.get_if<Array>())  // as of `{"$or": [{…}]}`
      found.insert(found.end(), list->begin(), list->end());
  }
  for (std::size_t i = 0; i < object.size(); ++i) found.push_back(without(object, i));
  for (std::size_t i = 0; i < object.size(); ++i)
    for (Value& value : simpler(object[i].value)) {
      Object changed = object;
      changed[i].value = std::move(value);
      found.push_back(std::move(changed));
    }
}

// The end of the first half, between two characters.
std::size_t middle_of(const std::string& text) {
  std::size_t middle = text.size() / 2;
  while (middle > 0 && (static_cast<unsigned char>(text[middle]) & 0xC0U) == 0x80U) --middle;
  return middle;
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
    const std::size_t middle = middle_of(*text);
    found.push_back(middle == 0 ? Value("a") : Value(text->substr(0, middle)));
    if (middle > 0) found.push_back(text->substr(middle));
  } else if (!value.is(BsonType::Null) && !identical(value, 1)) {
    found.push_back(1);
  }
  return found;
}

Trial shrink(Trial trial, const std::function<bool(const Trial&)>& fails) {
  // Whether `trial` still fails with `part` in place of one of its parts.
  const auto with = [&](auto Trial::* member, auto part) {
    Trial changed = trial;
    changed.*member = std::move(part);
    return fails(changed);
  };
  for (const Value& document : trial.documents) {
    if (!with(&Trial::documents, std::vector<Value>{document})) continue;
    trial.documents = {document};
    break;
  }
  const auto with_condition = [&](const Value& condition) {
    return with(&Trial::condition, condition);
  };
  const auto with_document = [&](const Value& document) {
    return with(&Trial::documents, std::vector<Value>{document});
  };
  const auto with_schema = [&](const Value& schema) {
    return with(&Trial::schema, to_extended_json(schema, ExtendedJson::Relaxed));
  };
  Value schema;
  if (!trial.schema.empty())
    if (Result<Value> read = parse_extended_json(Source("schema", trial.schema)))
      schema = *std::move(read);
  constexpr int kSteps = 2'000;  // every step is smaller; this only bounds the time
  for (int i = 0; i < kSteps; ++i) {
    if (step(trial.condition, with_condition)) continue;
    if (trial.documents.size() == 1 && step(trial.documents.front(), with_document)) continue;
    if (!schema.is(BsonType::Object) || !step(schema, with_schema)) break;
    trial.schema = to_extended_json(schema, ExtendedJson::Relaxed);
  }
  return trial;
}

}  // namespace tamis::equivalence
