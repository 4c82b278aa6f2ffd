// What select() asks of the emitter beyond emit().
#pragma once

#include <tamis/sqlite.h>

namespace tamis::sqlite {

// As emit(), for a WHERE, which does not tell NULL from 0: columns that may be NULL need no word.
Result<SqlFilter> emit_open(const Condition& condition, const EmitOptions& options);

// As emit(), as if SQL had no words for any condition: one call of tamis_match.
Result<SqlFilter> emit_match(const Condition& condition, const EmitOptions& options);

// A whole SELECT of the keys of the root's rows that match, from child tables alone; nothing where
// that cannot be. A child row whose root row is gone counts.
std::optional<SqlFilter> emit_keys(const Condition& condition, const EmitOptions& options);

}  // namespace tamis::sqlite
