// What a Condition holds. Texts that not every caller wants are made when first asked for.
#pragma once

#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include <tamis/compile.h>

#include "compiler/match_expression.h"
#include "compiler/plan/plan.h"

namespace tamis {

struct Condition::Data {
  Data(const CompileOptions& asked, CheckedExpression&& expression)
      : options(asked), checked(std::move(expression)) {}

  CompileOptions options;
  CheckedExpression checked;
  Plan plan;
  mutable std::once_flag canonical_once, fields_once;
  mutable std::string canonical;
  mutable std::vector<std::string> fields;
};

}  // namespace tamis
