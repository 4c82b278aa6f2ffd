// Relative dates: bound to a moment, or as expressions over `$$NOW`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include <tamis/mongodb.h>

#include "compiler/plan/plan.h"

namespace tamis {
struct DateMath;
}

namespace tamis::mongodb {

// Every relative date of the Plan becomes the date that it is at `now`, in `zone`.
void bind_dates(Plan& plan, std::int64_t now_ms, std::string_view zone);

// Why a relative date cannot be an expression. `code` is B030 or B031.
struct NoExpression {
  std::string_view code;
  std::string why;
};

// The aggregation expression with the value that date math has at `$$NOW`.
std::variant<Value, NoExpression> expression_of(const DateMath& math, std::string_view zone,
                                                Version version);

// `$expr` compares across types, and an array as a whole. What makes it say what a test of the
// field says, if anything does.
struct FieldInExpression {
  std::string path;         // "$createdAt"
  bool needs_type = false;  // only together with `{field: {$type: "date"}}`
};
std::variant<FieldInExpression, NoExpression> field_in_expression(const std::string& stored_path,
                                                                  const FieldFacts* facts,
                                                                  TestOp op);

}  // namespace tamis::mongodb
