#include <tamis/sqlite.h>

#include <fmt/format.h>

#include "backends/sqlite/emitter.h"
#include "backends/sqlite/finish.h"
#include "backends/sqlite/open_filter.h"
#include "compiler/operators.h"
#include "compiler/report.h"

namespace tamis::sqlite {
namespace {

// The operator as it was written, for a message.
std::string_view written(const Condition& condition, const Refusal& refusal) {
  const bool has_operator = refusal.op_span.begin != refusal.op_span.end;
  return condition.source().text(has_operator ? refusal.op_span : refusal.span);
}

std::string_view help_for_functions(const Dialect& dialect) {
  return dialect.match.empty()
             ? "ask an engine that can be given functions, or match documents in memory"
             : "register the functions of `tamis_sqlite` and leave out `pure_sql`";
}

void report(const Condition& condition, const Refusal& refusal, const Dialect& dialect,
            Reporter& reporter) {
  if (refusal.levels > 0) {
    reporter
        .error(refusal.code, refusal.span, "this nests deeper than the database's parser bears",
               fmt::format("{} levels deep", refusal.levels))
        .help(fmt::format("nest less deep, or {}",
                          refusal.code == "B001" ? help_for_functions(dialect)
                                                 : "keep whole documents in a `document` column"));
    return;
  }
  if (refusal.code == "B001") {
    reporter
        .error("B001", refusal.span, "plain SQL cannot say this without changing what it selects",
               "needs `tamis_match` or `tamis_regex`")
        .help(std::string(help_for_functions(dialect)));
    return;
  }
  reporter
      .error(refusal.code, refusal.span,
             fmt::format("the schema keeps nothing in SQLite that this can be asked of: `{}`",
                         written(condition, refusal)),
             "not answered by the columns and tables of `x-tamis`")
      .help("map the field with `x-tamis`, or keep whole documents in a `document` column");
}

Result<SqlFilter> emit_by(const Condition& condition, const EmitOptions& options,
                          std::optional<Expr> (Emitter::*run)()) {
  Emitter emitter(condition, options, options.dialect);
  const std::optional<Expr> expr = (emitter.*run)();
  if (!expr) {
    Diagnostics diagnostics;
    Reporter reporter(condition.source(), diagnostics);
    for (const Refusal& refusal : emitter.refusals())
      report(condition, refusal, options.dialect, reporter);
    return diagnostics;
  }
  if (expr->constant)
    return finish(*expr->constant ? options.dialect.yes : options.dialect.no, condition, options);
  return finish(within(*expr, Binding::And), condition, options);
}

}  // namespace

Result<SqlFilter> emit(const Condition& condition, const EmitOptions& options) {
  return emit_by(condition, options, &Emitter::run);
}

Result<SqlFilter> emit_open(const Condition& condition, const EmitOptions& options) {
  return emit_by(condition, options, &Emitter::run_open);
}

Result<SqlFilter> emit_match(const Condition& condition, const EmitOptions& options) {
  return emit_by(condition, options, &Emitter::run_match);
}

std::optional<SqlFilter> emit_keys(const Condition& condition, const EmitOptions& options) {
  const std::optional<Sql> keys = Emitter(condition, options, options.dialect).keys();
  if (!keys) return std::nullopt;
  Result<SqlFilter> filter = finish(*keys, condition, options);
  return filter ? std::optional(*std::move(filter)) : std::nullopt;
}

}  // namespace tamis::sqlite
