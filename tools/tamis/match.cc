// tamis match: a grep for documents.
#include <fmt/format.h>
#include <tamis/predicate.h>
#include <tamis/stream.h>

#include <memory>

#include "tools/tamis/commands.h"
#include "tools/tamis/match_flags.h"
#include "tools/tamis/support/found_documents.h"
#include "tools/tamis/support/records.h"

namespace tamis::cli {
namespace {

class Grep {
 public:
  Grep(Session& session, MatchFlags& flags)
      : session_(session),
        flags_(flags),
        program_(predicate::compile(compile_or_fail(session, flags.language, flags.condition))),
        documents_(session, flags.output, flags.ids) {}

  int run() {
    const bool shows_documents = !flags_.count && !flags_.quiet;
    Progress progress(session_, !shows_documents || !session_.out.is_terminal());
    DocumentSource source(session_, progress, {flags_.input, flags_.skip_bad, true});
    predicate::Stream stream(
        program_,
        [&](const auto& document, const predicate::Verdict& verdict) {
          source.passed();
          take(source, {document.bytes, document.bson, false, document.number, document.line},
               verdict);
          return !source.stopped();
        },
        options());
    source.when_to_settle([&](DocumentSource::Moment moment) {
      if (moment == DocumentSource::Moment::FileEnds)
        stream.finish();
      else
        stream.flush();
    });
    source.for_each(flags_.files, [&](const Record& record) {
      if (record.is_piece)
        stream.feed(record.bytes);
      else
        stream.push({record.bytes, record.bson, record.number, record.line});
      return Diagnostics{};
    });
    progress.clear();
    if (flags_.count) session_.out.print("{}\n", found_);
    documents_.finish();
    if (source.failed()) return kTrouble;
    return found_ != 0 ? kSuccess : kFinding;
  }

 private:
  bool enough() const {
    if (flags_.quiet && found_ != 0) return true;
    return flags_.max_count != 0 && found_ >= flags_.max_count;
  }

  predicate::StreamOptions options() const {
    using predicate::TextCheck;
    return {flags_.clock.context(), flags_.threads,
            flags_.reads_only_needed() ? TextCheck::Needed : TextCheck::Whole};
  }

  void take(DocumentSource& source, const Record& record, const predicate::Verdict& verdict) {
    const Diagnostics errors = look_at(record, verdict);
    if (!errors.empty())
      source.report(record, errors);
    else if (enough())
      source.stop();
  }

  // What is wrong with the document, if anything is.
  Diagnostics look_at(const Record& record, const predicate::Verdict& verdict) {
    if (!verdict.ok()) return verdict.errors();
    if (verdict.matched() == flags_.invert) return {};
    ++found_;
    if (flags_.count || flags_.quiet) return {};
    return documents_.show(record);
  }

  Session& session_;
  const MatchFlags& flags_;
  predicate::Program program_;
  FoundDocuments documents_;
  std::uint64_t found_ = 0;
};

int run(Session& session, MatchFlags& flags) {
  if (flags.database.given() + !flags.uri.empty() + !flags.files.empty() > 1)
    throw Failure("documents come from one place: files, --db or --uri");
  if (flags.database.given()) return match_rows(session, flags);
  return flags.uri.empty() ? Grep(session, flags).run() : match_on_server(session, flags);
}

void add_database_flags(CommandLine& line, CLI::App* app, MatchFlags& flags) {
  CLI::Option* db = flags.database.add(line, app);
  app->get_option("--column")->needs(db);
  for (const char* name : {"--input", "--skip-bad", "--output", "--threads"})
    app->get_option(name)->excludes(db);
  app->add_flag("--explain-plan", flags.explain_plan,
                "with --db: print the statement and how SQLite would run it instead")
      ->needs(db)
      ->group("Database");
}

void add_server_flags(CommandLine& line, CLI::App* app, MatchFlags& flags) {
  CLI::Option* uri =
      app->add_option("--uri", flags.uri,
                      "find on a MongoDB server: mongodb://HOST/DATABASE; nothing is written")
          ->option_text("URI")
          ->group("MongoDB");
  CLI::Option* collection =
      app->add_option("--collection", flags.collection, "the collection on the server")
          ->option_text("NAME")
          ->needs(uri)
          ->group("MongoDB");
  uri->needs(collection);
  app->add_flag("--explain", flags.explain, "print how the server would find, and do not find")
      ->needs(uri)
      ->group("MongoDB");
  flags.mongodb.add(line, app);
  for (const char* name : {"--mongodb-version", "--keep-relative", "--verbatim"})
    app->get_option(name)->needs(uri);
  for (const char* name : {"--input", "--skip-bad", "--threads", "--trust"})
    app->get_option(name)->excludes(uri);
}

}  // namespace

void add_match(CommandLine& line) {
  auto flags = std::make_shared<MatchFlags>();
  CLI::App* app = line.add_command(
      "match", "print the documents that a condition matches, like grep",
      {{R"(match '{"country": "FI"}' contacts.ndjson)", "the matching lines"},
       {R"(match vip.cond --count dump/shop/contacts.bson)", "how many, in what mongodump wrote"},
       {"match vip.cond --ids < contacts.ndjson", "ids only, from a pipe"},
       {R"(match '{"country": "FI"}' --db crm.sqlite --table contacts --ids)",
        "the keys of a table's rows, whose column `doc` holds JSON"},
       {"match vip.cond --db crm.sqlite --schema contact.schema.json --explain-plan",
        "by the columns that the schema maps: how SQLite looks for them"},
       {R"(match '{"vip": true}' --invert --max-count 3 contacts.json)",
        "three that do not match, of a JSON array"},
       {"match vip.cond --uri mongodb://localhost/shop --collection contacts --explain",
        "how a MongoDB server would find them"}},
      [flags](Session& session) { return run(session, *flags); });
  app->footer(
      "Documents are newline-delimited JSON, JSON arrays or documents one after another, "
      "BSON, or a mongodump archive; Extended JSON is understood. Exit status: 0 a match, "
      "1 none, 2 trouble (any malformed document, unless --skip-bad).");
  line.as_file(app->add_option("CONDITION", flags->condition, "the condition: text, a file, or -")
                   ->required());
  line.as_file(app->add_option("FILE", flags->files, "documents; by default standard input"));
  flags->language.add(line, app);
  flags->clock.add(app);
  add_input_flags(line, app, flags->input, flags->skip_bad);
  line.add_choice(app, "-o,--output", flags->output, {"auto", "ndjson", "bson"},
                  "how documents are printed; auto: lines of JSON")
      ->group("Documents");
  app->add_flag("-c,--count", flags->count, "print the number of matches only");
  app->add_flag("-v,--invert", flags->invert, "what does not match instead");
  app->add_flag("--ids", flags->ids, "print the `_id` (or `id`) only");
  app->add_flag("-q,--quiet", flags->quiet, "print nothing; stop at the first match");
  line.add_count(app, "-m,--max-count", flags->max_count, std::uint64_t{1'000'000'000'000},
                 "stop after so many matches");
  app->add_flag("--trust", flags->trust,
                "take JSON for well formed, and read only what the condition needs of it: "
                "malformed documents may go unnoticed")
      ->group("Documents");
  line.add_count(app, "-j,--threads", flags->threads, 256U,
                 "ask in so many threads; the order is kept");
  add_database_flags(line, app, *flags);
  add_server_flags(line, app, *flags);
}

}  // namespace tamis::cli
