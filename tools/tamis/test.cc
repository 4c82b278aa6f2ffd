// tamis test: who matches a condition and why not; and suites of documents with verdicts.
#include <fmt/format.h>
#include <tamis/extended_json.h>

#include <memory>

#include "tools/tamis/commands.h"
#include "tools/tamis/reports/test_reports.h"
#include "tools/tamis/reports/verdicts.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/records.h"
#include "tools/tamis/support/suite.h"

namespace tamis::cli {
namespace {

// What a person would call a document.
std::string name_of(const Value& document, std::uint64_t number) {
  for (const std::string_view key : {"email", "name", "_id", "id"}) {
    const Value* value = document.find(key);
    if (value == nullptr || value->is(BsonType::Null)) continue;
    if (const auto* text = value->get_if<std::string>()) return *text;
    return to_extended_json(*value, ExtendedJson::Shell);
  }
  return fmt::format("document {}", number);
}

// A condition over documents without expected verdicts.
class Trial {
 public:
  Trial(Session& session, TestFlags& flags)
      : session_(session),
        flags_(flags),
        condition_(compile_or_fail(session, flags.language, flags.subjects.front())),
        matcher_(predicate::compile(condition_)),
        context_(flags.clock.context()),
        verdicts_(session, flags, condition_) {}

  int run() {
    Progress progress(session_, !session_.out.is_terminal());
    DocumentSource source(session_, progress, {flags_.input, flags_.skip_bad});
    source.for_each(flags_.documents, [&](const Record& record) { return look_at(record); });
    progress.clear();
    if (verdicts_.any() || !session_.troubled()) verdicts_.finish("document");
    if (source.failed()) return kTrouble;
    return verdicts_.any_matched() ? kSuccess : kFinding;
  }

 private:
  Diagnostics look_at(const Record& record) {
    const Result<Value> document = read_document(record);
    if (!document.ok()) return document.diagnostics();
    const predicate::Explanation why = matcher_.explain(*document, context_);
    verdicts_.add(name_of(*document, record.number), record.number, why.verdict, &why);
    return {};
  }

  Session& session_;
  const TestFlags& flags_;
  Condition condition_;
  predicate::Matcher matcher_;
  Context context_;
  Verdicts verdicts_;
};

int run_suites(Session& session, TestFlags& flags) {
  std::vector<Suite> suites;
  suites.reserve(flags.subjects.size());
  for (const std::string& file : flags.subjects) {
    if (is_condition_text(file))
      throw Failure("to try a condition, say on what: --docs FILE or --db FILE");
    try {
      suites.push_back(read_suite(session, flags.language, flags.clock, file));
    } catch (const Failure& failure) {
      session.trouble(failure.what());
    }
  }
  std::vector<SuiteOutcome> outcomes;
  for (const Suite& suite : suites) outcomes.push_back(run_suite(suite));
  if (flags.format == "json")
    session.out.write(json_test_report(outcomes));
  else if (flags.format == "junit")
    session.out.write(junit_test_report(outcomes));
  else if (flags.format == "tap")
    session.out.write(tap_test_report(outcomes));
  else if (!outcomes.empty())
    session.out.write(human_test_report(outcomes, session.style(),
                                        static_cast<std::size_t>(session.out.width())));
  for (const SuiteOutcome& outcome : outcomes)
    if (outcome.failed() != 0 || (flags.require_coverage && outcome.uncovered() != 0))
      return kFinding;
  return kSuccess;
}

int run(Session& session, TestFlags& flags) {
  const bool rows = flags.database.given();
  if (flags.documents.empty() && !rows) {
    if (flags.trees || flags.show != "all")
      throw Failure(fmt::format("{} needs --docs or --db", flags.trees ? "--tree" : "--show"));
    return run_suites(session, flags);
  }
  if (flags.require_coverage)
    throw Failure("--require-coverage is about a suite: documents alone have no verdicts to cover");
  const std::string from = rows ? "--db" : "--docs";
  if (rows && !flags.documents.empty())
    throw Failure("documents come from one place: --docs or --db");
  if (flags.subjects.size() != 1) throw Failure(from + " takes one condition");
  if (flags.format == "junit" || flags.format == "tap")
    throw Failure(
        fmt::format("--format {} reports a suite, and documents alone have no expected "
                    "verdicts",
                    flags.format));
  return rows ? test_rows(session, flags) : Trial(session, flags).run();
}

}  // namespace

void add_test(CommandLine& line) {
  auto flags = std::make_shared<TestFlags>();
  CLI::App* app = line.add_command(
      "test", "say which documents match and why others do not; run suites of expected verdicts",
      {{R"(test '{"country": "FI"}' --docs contacts.ndjson)", "who matches, and why others do not"},
       {"test vip.cond --docs contacts.ndjson --show failing --tree",
        "all that was asked of those"},
       {"test vip.cond --db crm.sqlite --table contacts --show matching",
        "the rows of a table, whose column `doc` holds JSON"},
       {"test vip.suite.json", "expected verdicts, with coverage of the condition's clauses"},
       {"test suites/*.json --format junit > report.xml", "for a CI server"}},
      [flags](Session& session) { return run(session, *flags); });
  app->footer(
      "A suite is an object with `condition` and `documents`, each document with `document`, "
      "`matches` (true or false) and perhaps a `name`; and perhaps `schema`, `now` and `timezone`. "
      "Exit status: 0 a match, or all cases passed; 1 no match, or a failed case; 2 trouble.");
  line.as_file(app->add_option("CONDITION", flags->subjects,
                               "with --docs or --db a condition: text, a file, or -; else suites")
                   ->required());
  CLI::Option* docs = line.as_file(
      app->add_option("-d,--docs", flags->documents, "documents to try the condition on, or -")
          ->option_text("FILE")
          ->allow_extra_args(false));
  flags->language.add(line, app);
  flags->clock.add(app);
  line.add_choice(app, "-f,--format", flags->format, {"human", "json", "junit", "tap"},
                  "form of the report");
  app->add_flag("--require-coverage", flags->require_coverage,
                "a clause that was never true or never false fails a suite");
  line.add_choice(app, "--show", flags->show, {"all", "matching", "failing"},
                  "with --docs or --db: which documents")
      ->group("Documents");
  app->add_flag("--tree", flags->trees, "with --docs or --db: the verdict of every clause")
      ->group("Documents");
  add_input_flags(line, app, flags->input, flags->skip_bad);
  for (const char* name : {"--input", "--skip-bad"}) app->get_option(name)->needs(docs);
  CLI::Option* db = flags->database.add(line, app);
  app->get_option("--column")->needs(db);
}

}  // namespace tamis::cli
