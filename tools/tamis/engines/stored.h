// Documents as MongoDB would hold them.
#pragma once

#include <vector>

#include <tamis/schema.h>
#include <tamis/value.h>

namespace tamis::engines {

// Members under the names that the schema's `x-tamis.mongodb` gives them; a dotted name is a
// member of a member, which is made where it is missing.
Value as_stored(const Value& document, const Schema& schema);
std::vector<Value> as_stored(const std::vector<Value>& documents, const Schema& schema);

}  // namespace tamis::engines
