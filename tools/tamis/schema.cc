// tamis schema check: what is wrong with a schema. tamis schema infer: a schema from documents.
#include <fmt/format.h>
#include <tamis/extended_json.h>
#include <tamis/schema.h>

#include <memory>
#include <span>

#include "tools/tamis/commands.h"
#include "tools/tamis/support/documents.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/progress.h"
#include "tools/tamis/support/records.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

struct CheckFlags {
  std::vector<std::string> files;
  std::string format = "human";
};

struct InferFlags {
  std::vector<std::string> files;
  std::string input = "auto";
  bool skip_bad = false;
};

int check(const CheckFlags& flags, Session& session) {
  const ReportFormat format = report_format(flags.format);
  const Style style = session.style();
  Diagnostics all;
  std::size_t files = 0;
  for (const std::string& file : flags.files) {
    try {
      const Result<Schema> schema = parse_schema(read_source(file));
      all.insert(all.end(), schema.diagnostics().begin(), schema.diagnostics().end());
      ++files;
    } catch (const Failure& failure) {
      session.trouble(failure.what());
    }
  }
  session.out.write(render(all, format, render_options(style)));
  if (format == ReportFormat::Human && files != 0) {
    const bool bad = has_error(all);
    session.out.print(
        "{}{} {}\n", all.empty() ? "" : "\n", bad ? style.no() : style.yes(),
        all.empty() ? fmt::format("{} checked, nothing found", plural(files, "schema"))
                    : fmt::format("{} in {}", style.bold(counted(all)), plural(files, "schema")));
  }
  return has_error(all) ? kFinding : kSuccess;
}

int infer(const InferFlags& flags, Session& session) {
  std::vector<Value> documents;
  Progress progress(session, true);
  DocumentSource source(session, progress, {flags.input, flags.skip_bad});
  source.for_each(flags.files, [&](const Record& record) {
    Result<Value> value = read_document(record);
    if (!value.ok()) return std::move(value).diagnostics();
    documents.push_back(std::move(value).value());
    return Diagnostics();
  });
  progress.clear();
  if (source.failed() || (documents.empty() && session.troubled())) return kTrouble;
  if (documents.empty()) throw Failure("there is no document to infer a schema from");
  session.out.write(infer_schema(documents));
  return kSuccess;
}

void add_check(CommandLine& line, CLI::App* parent) {
  auto flags = std::make_shared<CheckFlags>();
  CLI::App* app = line.add_command(
      "check", "say what is wrong with a schema",
      {{"schema check contact.schema.json", "all its mistakes, with their places"},
       {"schema check - --format json < contact.schema.json", "for a program"}},
      [flags](Session& session) { return check(*flags, session); }, parent);
  line.as_file(app->add_option("FILE", flags->files, "schemas, or -")->required());
  line.add_choice(app, "-f,--format", flags->format, report_formats(), "form of the report");
}

void add_infer(CommandLine& line, CLI::App* parent) {
  auto flags = std::make_shared<InferFlags>();
  CLI::App* app = line.add_command(
      "infer", "propose a schema that sample documents fit",
      {{"schema infer contacts.ndjson > contact.schema.json", "from newline-delimited JSON"},
       {"schema infer dump/shop/contacts.bson", "from what mongodump wrote"}},
      [flags](Session& session) { return infer(*flags, session); }, parent);
  line.as_file(app->add_option("FILE", flags->files, "documents; by default standard input"));
  add_input_flags(line, app, flags->input, flags->skip_bad);
}

}  // namespace

void add_schema(CommandLine& line) {
  CLI::App* app = line.add_command("schema", "check a schema, or infer one from documents", {}, {});
  add_check(line, app);
  add_infer(line, app);
}

}  // namespace tamis::cli
