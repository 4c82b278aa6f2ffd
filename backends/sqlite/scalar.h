// Scalar: one place that holds a single value, and the tests of it in SQL.
//
// What stands there is NULL where the document has null or nothing, else a value of one of `types`.
#pragma once

#include <optional>

#include <tamis/schema.h>

#include "backends/sqlite/expr.h"
#include "compiler/plan/plan.h"

namespace tamis::sqlite {

struct Scalar {
  Sql value;
  TypeSet types;            // what may stand there, null aside
  bool nullable = true;     // the value may be NULL
  bool may_be_null = true;  // of json: null may stand there
  bool json = false;        // of json_extract: `type_name` tells types apart
  Sql type_name;            // json: 'text', 'integer', 'true', 'null' …; NULL where nothing is
  // How null and missing, both NULL, are told apart.
  enum class Null : std::uint8_t { IsMissing, IsNull, Presence, Json } null = Null::IsMissing;
  Sql presence;  // Null::Presence: 0 missing, 1 null, 2 present
  DateEncoding date = DateEncoding::EpochMs;
  BoolEncoding boolean = BoolEncoding::Integer;
  ObjectIdEncoding object_id = ObjectIdEncoding::Text;
  std::string time_zone;
};

// A place whose values the engine could not tell apart (numbers from booleans kept as numbers, say)
// or keep at all has no tests in SQL.
bool can_test(const Scalar& scalar, const Dialect& dialect);

// The test of the place; nullopt where it has no words in SQL. NULL never stands for true.
std::optional<Expr> test(const Test& test, const Scalar& scalar, const Dialect& dialect,
                         bool pure_sql);

// A test's verdict on a place where nothing is, or null is.
bool holds_of_missing(const Test& test);
bool holds_of_null(const Test& test);
// The same on an array as a whole; nullopt where that hangs on what is in it.
std::optional<bool> holds_of_array(const Test& test);

}  // namespace tamis::sqlite
