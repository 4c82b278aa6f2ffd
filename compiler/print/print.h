// A checked condition as text: canonical MongoDB, English, and dumps of the stages for people.
#pragma once

#include <string>
#include <string_view>

#include <tamis/result.h>

#include "compiler/match_expression.h"
#include "compiler/plan/plan.h"

namespace tamis {

// Condition::canonical_text().
std::string canonical_text(const CheckedExpression& checked);

// A Value in canonical text: relaxed Extended JSON that keeps every type.
std::string canonical_value(const Value& value);

// The condition in the segments API's forms, on one line. B040 for each part that has none.
Result<std::string> segments_text(const CheckedExpression& checked);

// Condition::english().
std::string english(const CheckedExpression& checked);

// One node a line, indented by two blanks.
std::string dump_ast(const CheckedExpression& checked);
std::string dump_plan(const Plan& plan);
// As dumps have them: "any", "bits-all-set".
std::string_view name_of(PlanOp op);
std::string_view name_of(TestOp op);

}  // namespace tamis
