#include "tools/tamis/compile_sqlite.h"

#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "compiler/values/date_math.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

std::string_view encoding_name(DateEncoding encoding) {
  switch (encoding) {
    case DateEncoding::EpochMs:
      return "epoch_ms";
    case DateEncoding::EpochS:
      return "epoch_s";
    default:
      return "iso8601";
  }
}

// A parameter for people; the statement's own bytes are no part of it.
struct Describe {
  std::string operator()(const Value& value) const {
    return to_extended_json(value, ExtendedJson::Relaxed);
  }
  std::string operator()(const sqlite::RelativeDate& date) const {
    return fmt::format("{} as {}", date.math->text(), encoding_name(date.encoding));
  }
  std::string operator()(const sqlite::Residual& residual) const {
    return residual.plan ? "a part of the condition" : "the condition";
  }
  std::string operator()(const sqlite::Pattern& pattern) const {
    return fmt::format("the pattern /{}/{}", pattern.pattern, pattern.options);
  }
};

}  // namespace

void SqliteOutput::add(CLI::App* app) {
  constexpr const char* kGroup = "SQLite";
  app->add_flag("--inline", inline_values,
                "with --to sqlite: values as literals, for a shell that has loaded tamis_sqlite")
      ->group(kGroup);
  app->add_flag("--pure", pure, "with --to sqlite: refuse what needs functions of Tamis")
      ->group(kGroup);
  app->add_option("--alias", alias, "with --to sqlite: the table's name in the statement")
      ->option_text("NAME")
      ->group(kGroup);
  app->add_option("--column", column,
                  "with --to sqlite: the column of whole documents, where the schema maps none; by "
                  "default doc")
      ->option_text("NAME")
      ->group(kGroup);
}

void print_sqlite(Session& session, const Condition& condition, const SqliteOutput& output,
                  const Context& now) {
  sqlite::EmitOptions options;
  options.alias = output.alias;
  options.document = output.column;
  options.pure_sql = output.pure;
  options.inline_values = output.inline_values;
  options.now = now;
  const Result<sqlite::SqlFilter> filter = sqlite::emit(condition, options);
  if (!filter) {
    session.show(filter.diagnostics());
    throw Failure("the condition does not run on SQLite as asked");
  }
  session.out.print("{}\n", filter->text);
  // Comments of SQL, so that the whole output is SQL still.
  for (std::size_t i = 0; i < filter->params.size(); ++i)
    session.out.print("-- {}: {}\n", i + 1, printable(std::visit(Describe(), filter->params[i])));
}

}  // namespace tamis::cli
