#pragma once

#include <mutex>
#include <optional>
#include <string>

#include <tamis/predicate.h>

#include "backends/predicate/code.h"

namespace tamis::predicate {

struct Program::Data {
  Data() {}  // not defaulted, or make_shared() would zero it first

  std::optional<Condition> condition;  // none when made from a Plan alone
  Plan plan;                           // the code's own, where it is not the condition's
  Code code;
  std::string time_zone;  // for a Context that names none

  // The plan as it was before the normaliser, in the order of the text.
  struct Plain {
    Plan plan;
    Code code;
  };
  // Made when first asked for.
  const Plain& plain() const;

  mutable std::once_flag plain_once;
  mutable Plain plain_made;
};

// A Program of a part of the condition's Plan, or of another that means the same.
Program program_of(const Condition& condition, const Plan& plan);
// A Program without a Condition, for tests of plans made by hand.
Program program_of(Plan plan);

}  // namespace tamis::predicate
