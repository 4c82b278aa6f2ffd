#pragma once

#include <optional>

#include <tamis/predicate.h>

#include "backends/predicate/code.h"

namespace tamis::predicate {

struct Program::Data {
  std::optional<Condition> condition;  // none when made from a Plan alone
  Plan plan;                           // then this one
  Code code;
};

// A Program without a Condition, for tests of plans made by hand.
Program program_of(Plan plan);

}  // namespace tamis::predicate
