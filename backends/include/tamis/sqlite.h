// SQLite backend: a Plan becomes one boolean expression with bound values.
//
//   Condition --emit()--> SqlFilter{text, params} --bind(context)--> values of this moment
//
// Two promises, each with the fuzz target that holds it:
//   two-valued  `text` is 0 or 1 for every row, never NULL   (fuzz_sql_total)
//   closed      no byte of `text` comes from a user's value  (fuzz_sql_text)
//
// The keys of mapped tables must not be NULL, which SQLite itself allows in a PRIMARY KEY of text.
//
// Where a field lives is said by the schema's `x-tamis` (docs/schema). A property without a mapping
// lives in the whole document if the root has one, else, when it holds no object or array, in a
// column of its own name. Without a schema a condition runs on whole documents only.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include <tamis/condition.h>
#include <tamis/context.h>
#include <tamis/schema.h>
#include <tamis/sqlite_dialect.h>

namespace tamis {
class RegexProgram;
struct DateMath;
}  // namespace tamis

namespace tamis::sqlite {

class Statistics;  // <tamis/sqlite_query.h>

// A date that moves with the clock, as the column that it is compared with keeps dates.
struct RelativeDate {
  std::shared_ptr<const DateMath> math;
  DateEncoding encoding = DateEncoding::EpochMs;
  std::string time_zone;  // for a Context that names none
};

// What `tamis_match(document, ?)` runs: the part of a condition that plain SQL does not carry.
struct Residual {
  Condition condition;
  std::shared_ptr<const Plan> plan;  // null: the whole condition's
  bool valid_document = false;       // the document is known to be NULL or a JSON object
};

// What `tamis_regex(subject, ?)` searches with.
struct Pattern {
  std::shared_ptr<const RegexProgram> program;
  std::string pattern, options;  // as written, for inlined text
};

// A Value is one that SQLite has a type for: null, int32, int64, double, string (UTF-8) or binary.
using SqlParam = std::variant<Value, RelativeDate, Residual, Pattern>;

// A filter ready to follow WHERE.
//
//   text    one expression, UTF-8, no semicolon; holds params.size() marks. It may stand between
//           ANDs as it is, and in parentheses anywhere
//   params  params[i] belongs to the i-th mark from the left, i from 0
//           (sqlite3_bind_* counts from 1)
struct SqlFilter {
  std::string text;
  std::vector<SqlParam> params;
};

// How a bound value is marked in the text.
struct Marks {
  enum class Kind : std::uint8_t { Anonymous, Numbered, Named } kind = Kind::Anonymous;
  int first = 1;              // Numbered: ?first, ?first+1 …; Named: prefix and number
  std::string prefix = ":p";  // Named; begins with `:`, `@` or `$`
};

struct EmitOptions {
  Dialect dialect = {};
  Marks marks = {};
  // The name that the root table has in the statement; "" is its own.
  std::string alias = {};
  // The column of the whole document for a condition without a schema, or whose schema maps none.
  std::string document = "doc";
  // No text in the column of documents is malformed, as `CHECK (json_valid(doc))` ensures, be the
  // column this one or the schema's, which can say so itself. `tamis_match` then reads only what
  // the condition needs, and text that is malformed nevertheless may have any verdict.
  bool valid_documents = false;
  // Only what SQLite can do by itself: what needs a function of ours is refused (B001).
  bool pure_sql = false;
  // Values as quoted literals in place of marks, for a person's shell; `params` stays empty.
  // A relative date is then the moment of `now`.
  bool inline_values = false;
  Context now = {};
  // How selective terms are; null: the schema's hints.
  std::shared_ptr<const Statistics> statistics = nullptr;
};

// Codes: B0xx; a refusal points at the operator. With the extension's functions registered every
// condition on whole documents runs. Equal Plans and options give equal text. Thread-safe.
Result<SqlFilter> emit(const Condition& condition, const EmitOptions& options = {});

// The params as they are at the context's moment, for another engine than SQLite to bind (for that
// there is bind() in <tamis/sqlite_query.h>). nullopt where a function of ours takes one, which a
// Dialect without those functions never asks for.
std::optional<std::vector<Value>> values_at(std::span<const SqlParam> params,
                                            const Context& context);

}  // namespace tamis::sqlite
