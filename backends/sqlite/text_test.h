// Regular expressions over text: plain text in disguise becomes SQL that an index can serve.
#pragma once

#include <optional>
#include <vector>

#include "backends/sqlite/expr.h"
#include "compiler/match_expression.h"

namespace tamis::sqlite {

struct TextPlace {
  Sql value;  // text, or NULL
  std::vector<std::string> null_sources;
  const Dialect& dialect;
  bool pure_sql;
};

// nullopt: only an engine can say, and none may be called.
std::optional<Expr> text_test(const Operand& pattern, const TextPlace& place);

// The array that `json_each` gives the values of again, if it can: numbers and text without NUL.
std::optional<std::string> as_json_array(const std::vector<SqlParam>& values);

}  // namespace tamis::sqlite
