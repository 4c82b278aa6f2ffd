// The numbers of a code's keys among the field names of the document last asked.
#pragma once

#include <vector>

#include "backends/predicate/code.h"
#include "backends/predicate/document/names.h"

namespace tamis::predicate {

class KeyNumbers {
 public:
  // By key. `code` is always the same.
  const NameId* of(const Code& code, const std::shared_ptr<FieldNames::Data>& names) {
    if (names != names_) look_up(code, names);
    return ids_.data();
  }

 private:
  void look_up(const Code& code, const std::shared_ptr<FieldNames::Data>& names);

  std::shared_ptr<FieldNames::Data> names_;
  std::vector<NameId> ids_;
};

}  // namespace tamis::predicate
