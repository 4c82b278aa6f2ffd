#include <tamis/sqlite.h>

#include <fmt/format.h>

#include "backends/sqlite/emitter.h"
#include "backends/sqlite/finish.h"
#include "compiler/operators.h"
#include "compiler/report.h"

namespace tamis::sqlite {
namespace {

// The operator as it was written, for a message.
std::string_view written(const Condition& condition, const PlanNode& node) {
  const SourceSpan span = node.op_span.begin == node.op_span.end ? node.span : node.op_span;
  return condition.source().text(span);
}

void report(const Condition& condition, const Refusal& refusal, Reporter& reporter) {
  const PlanNode& node = *refusal.node;
  const SourceSpan span = node.span;
  if (refusal.code == "B001") {
    reporter
        .error("B001", span, "plain SQL cannot say this without changing what it selects",
               "needs `tamis_match` or `tamis_regex`")
        .help("register the functions of `tamis_sqlite` and leave out `pure_sql`");
    return;
  }
  reporter
      .error(refusal.code, span,
             fmt::format("the schema keeps nothing in SQLite that this can be asked of: `{}`",
                         written(condition, node)),
             "not answered by the columns and tables of `x-tamis`")
      .help("map the field with `x-tamis`, or keep whole documents in a `document` column");
}

}  // namespace

Result<SqlFilter> emit(const Condition& condition, const EmitOptions& options) {
  Emitter emitter(condition, options, kSqlite);
  const std::optional<Expr> expr = emitter.run();
  if (!expr) {
    Diagnostics diagnostics;
    Reporter reporter(condition.source(), diagnostics);
    for (const Refusal& refusal : emitter.refusals()) report(condition, refusal, reporter);
    return diagnostics;
  }
  return finish(expr->sql, condition, options);
}

}  // namespace tamis::sqlite
