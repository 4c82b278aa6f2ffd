// Condition: a compiled condition, the handle that users keep.
//
//   Result<Condition> c = compile(Source("vip", R"({"country": "FI"})"), {.schema = schema});
//   if (!c) show(render(c.diagnostics(), ReportFormat::Human));
//   predicate::Program program = predicate::compile(*c);
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include <tamis/relative_date.h>
#include <tamis/schema.h>

namespace tamis {

struct CheckedExpression;
struct Plan;
struct CompileOptions;

// Grows by one whenever a text may change its meaning or become invalid.
constexpr int kLanguageVersion = 1;

// Immutable, cheap to copy (copies share), safe to use from several threads.
class Condition {
 public:
  const Source& source() const;
  const std::optional<Schema>& schema() const;
  const CompileOptions& options() const;
  int language_version() const { return kLanguageVersion; }

  // The condition as MongoDB text in strict JSON: one spelling for all that means the same syntax
  // tree; literals as coerced, relative dates symbolic. Compiles to an equal Condition under the
  // same schema and options.
  const std::string& canonical_text() const;
  // "v1:" and the SHA-256 of canonical_text() in hex. Stable within a major version. A cache keys
  // on the canonical text, schema, dialect and options, never on the hash alone.
  std::string hash() const;
  // Dotted paths that the condition reads, sorted, no repeats; inside $elemMatch from the root.
  const std::vector<std::string>& fields() const;
  // An estimate of the work per document; 1 is one comparison of a field. Grows with tests, lists,
  // regexes and arrays; for capping, not for timing.
  double cost() const;
  // "country is FI and lifetime_value is at least 100".
  std::string english() const;
  // Whether any literal is a relative date, so that the verdict moves with time.
  bool depends_on_now() const;
  // Those dates, in text order.
  std::vector<RelativeDate> relative_dates() const;

  // The conjunction or disjunction. Schemas and options must be those of the first condition; an
  // empty list is true for all_of and false for any_of. The source is the canonical text made.
  static Result<Condition> all_of(const std::vector<Condition>& conditions);
  static Result<Condition> any_of(const std::vector<Condition>& conditions);

  // For backends.
  const CheckedExpression& checked() const;
  const Plan& plan() const;

  struct Data;
  explicit Condition(std::shared_ptr<const Data> data) : data_(std::move(data)) {}

 private:
  std::shared_ptr<const Data> data_;
};

}  // namespace tamis
