#include "backends/sqlite/finish.h"

#include "backends/sqlite/spelling.h"
#include "compiler/report.h"

namespace tamis::sqlite {
namespace {

class Inliner {
 public:
  Inliner(const Condition& condition, const EmitOptions& options)
      : condition_(condition), options_(options) {}

  std::optional<std::string> text(const SqlParam& param) const {
    return std::visit([&](const auto& it) { return of(it); }, param);
  }

 private:
  std::optional<std::string> of(const Value& value) const {
    return literal(value, options_.dialect);
  }
  std::optional<std::string> of(const RelativeDate& date) const {
    return literal(value_at(date, options_.now), options_.dialect);
  }
  // The functions of `.load` take text, and read it without a schema.
  std::optional<std::string> of(const Residual& residual) const {
    const bool whole = residual.plan == nullptr;
    if (!whole || condition_.depends_on_now()) return std::nullopt;
    return literal(Value(condition_.canonical_text()), options_.dialect);
  }
  std::optional<std::string> of(const Pattern& pattern) const {
    std::string text = literal(Value(pattern.pattern), options_.dialect);
    if (pattern.options.empty()) return text;
    return text + ", " + literal(Value(pattern.options), options_.dialect);
  }

  const Condition& condition_;
  const EmitOptions& options_;
};

}  // namespace

Result<SqlFilter> finish(const Sql& sql, const Condition& condition, const EmitOptions& options) {
  const Inliner inliner(condition, options);
  SqlFilter filter;
  std::size_t from = 0;
  for (std::size_t i = 0; i < sql.marks.size(); ++i) {
    filter.text.append(sql.text, from, sql.marks[i] - from);
    from = sql.marks[i];
    if (!options.inline_values) {
      filter.text += mark(options.marks, static_cast<int>(i) + 1);
      continue;
    }
    const auto text = inliner.text(sql.params[i]);
    if (!text) {
      Diagnostics diagnostics;
      Reporter(condition.source(), diagnostics)
          .error("B003", {0, static_cast<std::uint32_t>(condition.source().text().size())},
                 "a part of this condition cannot be written into SQL as text",
                 "bound when it runs")
          .help("leave the values bound, or bring relative dates to a moment first");
      return diagnostics;
    }
    filter.text += *text;
  }
  filter.text.append(sql.text, from, std::string::npos);
  if (!options.inline_values) filter.params = sql.params;
  return filter;
}

}  // namespace tamis::sqlite
