// The values that generators choose from: few, so that equal and nearly equal ones meet.
#pragma once

#include <vector>

#include "tests/support/equivalence/choices.h"

#include <tamis/value.h>

namespace tamis::equivalence {

// Of every type that a condition may name.
const std::vector<Value>& scalars();
// Those that only documents hold: undefined, a DBPointer, code with a scope.
const std::vector<Value>& stored_scalars();
const std::vector<std::string_view>& field_names();
const std::vector<Regex>& regexes();

// Every value inside `document` and the dotted path to it (indexes spelled out), the document
// itself apart.
struct Located {
  std::string path;
  const Value* value = nullptr;
};
std::vector<Located> locate_all(const Value& document);

}  // namespace tamis::equivalence
