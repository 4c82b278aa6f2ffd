#include <tamis/compile.h>

#include <fmt/format.h>

#include <tamis/syntax_tree.h>

#include "compiler/build/build.h"
#include "compiler/check/check.h"
#include "compiler/condition_data.h"
#include "compiler/plan/normalize.h"
#include "compiler/report.h"

namespace tamis {
namespace {

void check_cost(const Condition& condition, Diagnostics& diagnostics) {
  const double cap = condition.options().cost_cap;
  if (cap <= 0 || condition.cost() <= cap) return;
  Reporter(condition.source(), diagnostics)
      .error("X015", condition.checked().expression.root.span,
             fmt::format("the condition costs {:.1f}, more than the {:.1f} allowed",
                         condition.cost(), cap),
             "too much work for each document")
      .help("use fewer tests, regular expressions and arrays");
}

}  // namespace

Result<Condition> compile(const Source& source, const CompileOptions& options) {
  Result<SyntaxTree> tree = parse_syntax(source, options.limits);
  if (!tree) return std::move(tree).diagnostics();
  Diagnostics diagnostics = tree.diagnostics();

  CheckedExpression checked = check(build(*tree, options, diagnostics), options, diagnostics);
  if (has_error(diagnostics)) {
    sort_by_place(diagnostics);
    return diagnostics;
  }
  auto data = std::make_shared<Condition::Data>(options, std::move(checked));
  data->plan = plan(data->checked);
  if (options.normalize) normalize(data->plan);
  Condition condition{std::shared_ptr<const Condition::Data>(std::move(data))};
  check_cost(condition, diagnostics);
  sort_by_place(diagnostics);
  return {std::move(condition), std::move(diagnostics)};
}

}  // namespace tamis
