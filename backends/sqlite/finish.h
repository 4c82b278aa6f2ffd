// The last step: marks, or quoted literals, where the values stand.
#pragma once

#include <tamis/result.h>

#include "backends/sqlite/expr.h"

namespace tamis::sqlite {

// Codes: B003, a value that has no literal.
Result<SqlFilter> finish(const Sql& sql, const Condition& condition, const EmitOptions& options);

}  // namespace tamis::sqlite
