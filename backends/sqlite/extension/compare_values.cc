// tamis_compare(a, b): how MongoDB orders two values.
#include <optional>

#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "backends/sqlite/extension/functions.h"

namespace tamis::sqlite {
namespace {

// Of Extended JSON text, as `->` gives it, or of a number. Nothing after an error has become the
// call's result.
std::optional<Value> value_of(sqlite3_context* call, sqlite3_value* value) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      return Value(static_cast<std::int64_t>(sqlite3_value_int64(value)));
    case SQLITE_FLOAT:
      return Value(sqlite3_value_double(value));
    case SQLITE_TEXT: {
      const Result<Value> read = parse_extended_json(Source("", std::string(bytes_of(value))));
      if (read) return *read;
      fail(call, fmt::format("tamis_compare: {}", read.diagnostics().front().message));
      return std::nullopt;
    }
    default:
      fail(call, "tamis_compare: a value is a number or Extended JSON text");
      return std::nullopt;
  }
}

bool is_null(sqlite3_value* value) {
  return sqlite3_value_type(value) == SQLITE_NULL;
}

}  // namespace

void tamis_compare(sqlite3_context* call, int /*count*/, sqlite3_value** values) {
  guarded(call, [&] {
    if (is_null(values[0]) || is_null(values[1])) return sqlite3_result_null(call);
    const std::optional<Value> a = value_of(call, values[0]);
    if (!a) return;
    const std::optional<Value> b = value_of(call, values[1]);
    if (!b) return;
    const int order = compare(*a, *b);
    sqlite3_result_int(call, (order > 0) - (order < 0));
  });
}

}  // namespace tamis::sqlite
