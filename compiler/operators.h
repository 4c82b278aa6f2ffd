// The table made from operators.def.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "compiler/match_expression.h"

namespace tamis {

enum class OperatorKind : std::uint8_t { Logical, Pathless, Field, Refused };

struct OperatorInfo {
  std::string_view name;
  MatchOp op;
  OperatorKind kind;
  std::string_view summary;
};

std::span<const OperatorInfo> operators();
const OperatorInfo* find_operator(std::string_view name);
// "$eq" for MatchOp::Eq; "$elemMatch" for both of its forms; "" for And and Not made by grouping.
std::string_view operator_name(MatchOp op);
// Whether `key` is most likely the name of a field's operator whose `$` was forgotten; not where it
// is a word that objects have as keys too, such as `type` or `size`.
bool lacks_dollar(std::string_view key);
// Names for "did you mean": those of `kind`.
std::vector<std::string_view> operator_names(OperatorKind kind);

}  // namespace tamis
