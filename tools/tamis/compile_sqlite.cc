#include "tools/tamis/compile_sqlite.h"

#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "backends/sqlite/stored_words.h"
#include "compiler/values/date_math.h"
#include "tools/tamis/engines/sqlite_checker.h"
#include "tools/tamis/support/report.h"
#include "tools/tamis/support/table_question.h"

namespace tamis::cli {
namespace {

// A parameter for people; the statement's own bytes are no part of it.
struct Describe {
  std::string operator()(const Value& value) const {
    return to_extended_json(value, ExtendedJson::Relaxed);
  }
  std::string operator()(const sqlite::RelativeDate& date) const {
    return fmt::format("{} as {}", date.math->text(), sqlite::word_of(date.encoding));
  }
  std::string operator()(const sqlite::Residual& residual) const {
    return residual.plan ? "a part of the condition" : "the condition";
  }
  std::string operator()(const sqlite::Pattern& pattern) const {
    return fmt::format("the pattern /{}/{}", pattern.pattern, pattern.options);
  }
};

sqlite::EmitOptions options_of(const SqliteOutput& output) {
  sqlite::EmitOptions options;
  options.alias = output.alias;
  if (!output.database.column().empty()) options.document = output.database.column();
  options.pure_sql = output.pure;
  return options;
}

[[noreturn]] void refuse(Session& session, const Diagnostics& diagnostics) {
  session.show(diagnostics);
  throw Failure("the condition does not run on SQLite as asked");
}

void print_filter(Session& session, const Condition& condition, const SqliteOutput& output,
                  const Context& now) {
  sqlite::EmitOptions options = options_of(output);
  options.inline_values = output.inline_values;
  options.now = now;
  const Result<sqlite::SqlFilter> filter = sqlite::emit(condition, options);
  if (!filter) refuse(session, filter.diagnostics());
  engines::assert_faultless([&] {
    return engines::SqlChecker(condition.schema(), options.document)
        .fault(condition, *filter, options, now);
  });
  session.out.print("{}\n", filter->text);
  // Comments of SQL, so that the whole output is SQL still.
  for (std::size_t i = 0; i < filter->params.size(); ++i)
    session.out.print("-- {}: {}\n", i + 1, printable(std::visit(Describe(), filter->params[i])));
}

void print_advice(Session& session, const std::vector<sqlite::IndexAdvice>& advice) {
  for (const sqlite::IndexAdvice& index : advice) session.out.print("{};\n", index.statement);
  if (advice.empty()) session.out.print("-- no further index would be used\n");
}

// By what the schema says is there.
void advise_by_schema(Session& session, const Condition& condition, const SqliteOutput& output) {
  if (!condition.schema() || !condition.schema()->sqlite())
    throw Failure("--advise needs a schema that maps columns (`x-tamis`)");
  const sqlite::EmitOptions options = options_of(output);
  if (const auto select = sqlite::select(condition, {}, options); !select)
    refuse(session, select.diagnostics());
  std::vector<sqlite::IndexAdvice> advice;
  const int code = sqlite::advise(nullptr, {&condition, 1}, advice, {}, options);
  if (code != SQLITE_OK) throw engines::SqliteError(sqlite3_errstr(code));
  print_advice(session, advice);
}

void ask_database(Session& session, const Condition& condition, const SqliteOutput& output,
                  const Context& now) {
  TableQuestion question(session, output.database, condition, now);
  question.options().alias = output.alias;
  question.options().pure_sql = output.pure;
  const sqlite::Selection selection = question.selection();
  const sqlite::SqlStatement select = question.select(selection);
  if (output.explain_plan) session.out.write(question.explained(select));
  if (!output.advise) return;
  if (output.explain_plan) session.out.print("\n");
  std::vector<sqlite::IndexAdvice> advice;
  const int code = sqlite::advise(question.database().get(), {&condition, 1}, advice, selection,
                                  question.options());
  if (code != SQLITE_OK) throw engines::SqliteError(sqlite3_errstr(code));
  print_advice(session, advice);
}

}  // namespace

void SqliteOutput::add(CommandLine& line, CLI::App* app) {
  constexpr const char* kGroup = "SQLite";
  CLI::Option* inlined =
      app->add_flag(
             "--inline", inline_values,
             "with --to sqlite: values as literals, for a shell that has loaded tamis_sqlite")
          ->group(kGroup);
  app->add_flag("--pure", pure, "with --to sqlite: refuse what needs functions of Tamis")
      ->group(kGroup);
  app->add_option("--alias", alias, "with --to sqlite: the table's name in the statement")
      ->option_text("NAME")
      ->group(kGroup);
  CLI::Option* plan = app->add_flag("--explain-plan", explain_plan,
                                    "with --to sqlite and --db: how SQLite would look for the rows")
                          ->group(kGroup);
  inlined->excludes(plan);
  app->add_flag("--advise", advise,
                "with --to sqlite: the indexes that would serve the condition and are not there, "
                "by the database or by the schema's `indexed`")
      ->excludes(inlined)
      ->group(kGroup);
  plan->needs(database.add(line, app));
}

void print_sqlite(Session& session, const Condition& condition, const SqliteOutput& output,
                  const Context& now) {
  const bool asks = output.explain_plan || output.advise;
  if (output.database.given() && !asks)
    throw Failure("what is to be asked of --db? --explain-plan, --advise or both");
  on_database([&] {
    if (output.database.given())
      ask_database(session, condition, output, now);
    else if (output.advise)
      advise_by_schema(session, condition, output);
    else
      print_filter(session, condition, output, now);
  });
}

}  // namespace tamis::cli
