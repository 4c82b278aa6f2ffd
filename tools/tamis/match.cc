// tamis match: a grep for documents.
#include <fmt/format.h>
#include <tamis/extended_json.h>
#include <tamis/predicate.h>

#include <memory>
#include <span>

#include "tools/tamis/commands.h"
#include "tools/tamis/support/clock_flags.h"
#include "tools/tamis/support/documents.h"
#include "tools/tamis/support/language_flags.h"
#include "tools/tamis/support/records.h"

namespace tamis::cli {
namespace {

struct MatchFlags {
  std::string condition;
  std::vector<std::string> files;
  LanguageFlags language;
  ClockFlags clock;
  std::string input = "auto";
  std::string output = "auto";
  bool skip_bad = false;
  bool count = false;
  bool invert = false;
  bool ids = false;
  bool quiet = false;
  std::uint64_t max_count = 0;
};

class Grep {
 public:
  Grep(Session& session, MatchFlags& flags)
      : session_(session),
        flags_(flags),
        matcher_(predicate::compile(compile_or_fail(session, flags.language, flags.condition))),
        context_(flags.clock.context()) {}

  int run() {
    const bool shows_documents = !flags_.count && !flags_.quiet;
    Progress progress(session_, !shows_documents || !session_.out.is_terminal());
    DocumentSource source(session_, progress, {flags_.input, flags_.skip_bad});
    source.for_each(flags_.files, [&](const Record& record) {
      Diagnostics errors = look_at(record);
      if (errors.empty() && enough()) source.stop();
      return errors;
    });
    progress.clear();
    if (flags_.count) session_.out.print("{}\n", found_);
    if (without_id_ != 0)
      session_.complain(
          fmt::format("{} of the documents found have no `_id` or `id`", without_id_));
    if (source.failed()) return kTrouble;
    return found_ != 0 ? kSuccess : kFinding;
  }

 private:
  bool enough() const {
    if (flags_.quiet && found_ != 0) return true;
    return flags_.max_count != 0 && found_ >= flags_.max_count;
  }

  // What is wrong with the document, if anything is.
  Diagnostics look_at(const Record& record) {
    const predicate::Verdict verdict =
        record.bson ? matcher_.matches_bson(std::as_bytes(std::span(record.bytes)), context_)
                    : matcher_.matches_text(record.bytes, context_);
    if (!verdict.ok()) return verdict.errors();
    if (verdict.matched() == flags_.invert) return {};
    ++found_;
    if (flags_.count || flags_.quiet) return {};
    return flags_.ids ? show_id(record) : show(record);
  }

  Diagnostics show_id(const Record& record) {
    const Result<Value> document = read_document(record);
    if (!document.ok()) return document.diagnostics();
    const Value* id = document->find("_id");
    if (id == nullptr) id = document->find("id");
    if (id == nullptr)
      ++without_id_;
    else if (const auto* object_id = id->get_if<ObjectId>())
      session_.out.print("{:02x}\n", fmt::join(object_id->bytes, ""));
    else if (const auto* text = id->get_if<std::string>())
      session_.out.print("{}\n", *text);
    else
      session_.out.print("{}\n", to_extended_json(*id, ExtendedJson::Relaxed));
    return {};
  }

  // BSON stays BSON only when asked for: a terminal cannot show it.
  Diagnostics show(const Record& record) {
    const bool as_bson = flags_.output == "bson";
    const bool one_line = record.bytes.find('\n') == std::string_view::npos;
    if (as_bson == record.bson && (record.bson || one_line)) {
      session_.out.write(record.bytes);
    } else {
      const Result<Value> document = read_document(record);
      if (!document.ok()) return document.diagnostics();
      if (as_bson) {
        const auto bytes = to_bson(*document);
        if (!bytes) throw Failure(fmt::format("document {} cannot be BSON", record.number));
        session_.out.write(*bytes);
      } else {
        session_.out.write(to_extended_json(*document, ExtendedJson::Relaxed));
      }
    }
    if (!as_bson) session_.out.write("\n");
    return {};
  }

  Session& session_;
  const MatchFlags& flags_;
  predicate::Matcher matcher_;
  Context context_;
  std::uint64_t found_ = 0;
  std::uint64_t without_id_ = 0;
};

}  // namespace

void add_match(CommandLine& line) {
  auto flags = std::make_shared<MatchFlags>();
  CLI::App* app = line.add_command(
      "match", "print the documents that a condition matches, like grep",
      {{R"(match '{"country": "FI"}' contacts.ndjson)", "the matching lines"},
       {R"(match vip.cond --count dump/shop/contacts.bson)", "how many, in what mongodump wrote"},
       {R"(mongoexport -c contacts | tamis match vip.cond --ids)", "ids only, from a pipe"},
       {R"(match '{"vip": true}' --invert --max-count 3 contacts.json)",
        "three that do not match, of a JSON array"}},
      [flags](Session& session) { return Grep(session, *flags).run(); });
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
  app->add_option("-m,--max-count", flags->max_count, "stop after so many matches")
      ->option_text("N");
}

}  // namespace tamis::cli
