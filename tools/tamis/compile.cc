// tamis compile: what becomes of a condition.
#include <fmt/format.h>

#include <memory>

#include "compiler/print/print.h"
#include "tools/tamis/commands.h"
#include "tools/tamis/compile_sqlite.h"
#include "tools/tamis/support/clock_flags.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/language_flags.h"
#include "tools/tamis/support/mongodb_flags.h"
#include "tools/tamis/support/pretty.h"

namespace tamis::cli {
namespace {

struct CompileFlags {
  const CLI::App* app = nullptr;
  std::string condition;
  LanguageFlags language;
  ClockFlags clock;
  MongodbFlags mongodb;
  SqliteOutput sqlite;
  std::string to = "canonical";
  std::string encoding = "extended";
};

void add_line(std::string& out, const Style& style, std::string_view name, std::string_view text) {
  out += fmt::format("{} {}\n", style.bold(fmt::format("{:<10}", name)), text);
}

// What a service would ask of a stored condition.
std::string predicate_facts(const Condition& condition, const Style& style) {
  std::string fields;
  for (const std::string& field : condition.fields())
    fields += (fields.empty() ? "" : ", ") + printable(field);
  std::string out;
  add_line(out, style, "fields", fields.empty() ? "none" : fields);
  add_line(out, style, "cost", fmt::format("{:.1f}", condition.cost()));
  add_line(out, style, "clock", condition.depends_on_now() ? "moves with the time" : "not asked");
  add_line(out, style, "hash", condition.hash());
  return out;
}

void print_filter(Session& session, const CompileFlags& flags, const Condition& condition) {
  const mongodb::MongoFilter filter = flags.mongodb.emit(session, condition, flags.clock);
  if (flags.encoding == "bson") {
    session.out.write(filter.bson);
    return;
  }
  const ExtendedJson form = flags.encoding == "shell"       ? ExtendedJson::Shell
                            : flags.encoding == "canonical" ? ExtendedJson::Canonical
                                                            : ExtendedJson::Relaxed;
  session.out.print("{}\n", filter.text(form));
}

// What is said of a form that is not asked for would be lost unseen.
void check_forms(const CompileFlags& flags) {
  for (const CLI::Option* option : visible_options(*flags.app)) {
    const std::string& group = option->get_group();
    const bool of_sqlite = group == "SQLite" || group == "Database";
    const std::string form = group == "MongoDB" ? "mongodb" : of_sqlite ? "sqlite" : flags.to;
    if (option->count() != 0 && form != flags.to)
      throw Failure(fmt::format("{} needs --to {}", option_name(*option), form));
  }
}

int run(CompileFlags& flags, Session& session) {
  check_forms(flags);
  const Condition condition = compile_or_fail(session, flags.language, flags.condition);
  if (flags.to == "canonical") {
    session.out.print("{}\n", condition.canonical_text());
  } else if (flags.to == "english") {
    session.out.print("{}\n", printable(condition.english()));
  } else if (flags.to == "mongodb") {
    print_filter(session, flags, condition);
  } else if (flags.to == "ast") {
    session.out.write(dump_ast(condition.checked()));
  } else if (flags.to == "plan") {
    session.out.write(dump_plan(condition.plan()));
  } else if (flags.to == "sqlite") {
    print_sqlite(session, condition, flags.sqlite, flags.clock.context());
  } else {
    session.out.write(predicate_facts(condition, session.style()));
    session.out.write(dump_plan(condition.plan()));
  }
  return kSuccess;
}

}  // namespace

void add_compile(CommandLine& line) {
  auto flags = std::make_shared<CompileFlags>();
  CLI::App* app = line.add_command(
      "compile", "turn a condition into another form",
      {{R"(compile '{country: "FI", age: {$gt: 30}}')", "as canonical MongoDB text, one line"},
       {"compile vip.cond --to english --schema contact.schema.json", "as a sentence"},
       {"compile vip.cond --to mongodb --encoding shell", "as a filter to paste into mongosh"},
       {"compile vip.cond --to plan", "as the backends see it"},
       {"compile vip.cond --to sqlite --schema contact.schema.json",
        "as what follows WHERE, and its parameters"},
       {R"(compile vip.cond --to sqlite --inline --schema contact.schema.json)",
        "with the values in the text"},
       {"compile vip.cond --to sqlite --advise --db crm.sqlite --schema contact.schema.json",
        "the indexes that the database lacks for it"},
       {"compile vip.cond --to predicate", "fields, cost and hash, and what the predicate runs"}},
      [flags](Session& session) { return run(*flags, session); });
  flags->app = app;
  line.as_file(app->add_option("CONDITION", flags->condition, "the condition: text, a file, or -")
                   ->required());
  line.add_choice(app, "-t,--to", flags->to,
                  {"canonical", "english", "mongodb", "sqlite", "predicate", "ast", "plan"},
                  "what to print");
  line.add_choice(
          app, "-e,--encoding", flags->encoding, {"extended", "canonical", "shell", "bson"},
          "the form of a MongoDB filter: Extended JSON, relaxed or canonical, mongosh, bytes")
      ->group("MongoDB");
  flags->language.add(line, app);
  flags->clock.add(app);
  flags->mongodb.add(line, app);
  flags->sqlite.add(line, app);
}

}  // namespace tamis::cli
