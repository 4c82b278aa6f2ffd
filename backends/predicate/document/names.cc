#include "backends/predicate/document/names.h"

#include <algorithm>

namespace tamis::predicate {

FieldNames::FieldNames(std::size_t most) : data_(std::make_shared<Data>(std::min(most, kMost))) {}

std::size_t FieldNames::size() const {
  return data_->names.size();
}

}  // namespace tamis::predicate
