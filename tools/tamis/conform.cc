// tamis conform: recorded verdicts against every engine.
#include <fmt/format.h>

#include <cstdlib>
#include <fstream>
#include <iostream>
#include <memory>

#include "tools/tamis/commands.h"
#include "tools/tamis/engines/conformance.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/language_flags.h"
#include "tools/tamis/support/progress.h"

namespace tamis::cli {
namespace {

struct ConformFlags {
  std::vector<std::string> files;
  std::string engines;
  std::string schema;
  std::string uri;
  bool json = false;
};

void run_file(Session& session, Progress& progress, engines::Conformance& conformance,
              const std::string& file) {
  std::istringstream text{std::string(read_source(file).text())};
  std::uint64_t cases = 0;
  const Diagnostics errors = engines::for_each_case(text, file, [&](const engines::Case& found) {
    conformance.run(found);
    progress.update(file, ++cases, 0, 0);
  });
  if (errors.empty() && cases != 0) return;
  progress.clear();
  session.show(errors);
  session.trouble(fmt::format("`{}` holds {}", printable(file),
                              errors.empty() ? "no case" : "a line that is no case"));
}

int run(const ConformFlags& flags, Session& session) {
  std::optional<Schema> schema;
  if (!flags.schema.empty()) schema = read_schema(session, flags.schema);
  // Engines are made without arguments, so the environment carries it.
  if (!flags.uri.empty()) setenv("TAMIS_MONGODB_URI", flags.uri.c_str(), 1);
  std::string unknown;
  const auto selected = engines::select_engines(flags.engines, schema.has_value(), unknown);
  if (!selected) throw Failure(fmt::format("there is no engine `{}`", printable(unknown)));
  engines::Conformance conformance(*selected, std::move(schema));
  Progress progress(session, true);
  for (const std::string& file : flags.files) {
    try {
      run_file(session, progress, conformance, file);
    } catch (const Failure& failure) {
      session.trouble(failure.what());
    }
  }
  progress.clear();
  const engines::ConformanceReport& report = conformance.report();
  session.out.write(flags.json ? engines::to_json(report) : engines::to_text(report));
  return report.clean() ? kSuccess : kFinding;
}

std::string engine_names() {
  std::string names;
  for (const engines::EngineInfo& info : engines::engine_table())
    names += fmt::format("{}{}", names.empty() ? "" : ", ", info.name);
  names += "; if named:";
  for (const engines::EngineInfo& info : engines::outside_engines())
    names += fmt::format(" {}", info.name);
  return names;
}

}  // namespace

void add_conform(CommandLine& line) {
  auto flags = std::make_shared<ConformFlags>();
  CLI::App* app = line.add_command(
      "conform", "run recorded cases against every engine, and count where they agree",
      {{"conform tests/conformance/*.jsonl", "every engine over every case"},
       {"conform --engine reference,predicate cases.jsonl", "some engines only"},
       {"conform --json cases.jsonl", "counts and differences for a program"}},
      [flags](Session& session) { return run(*flags, session); });
  app->footer("Exit status: 0 no difference, 1 a difference, 2 trouble.");
  line.as_file(app->add_option("FILE", flags->files, "cases, one JSON object a line")->required());
  app->add_option(
         "-e,--engine", flags->engines,
         fmt::format("names or families, with commas between; by default all: {}", engine_names()))
      ->option_text("NAME,...");
  app->add_option("--uri", flags->uri,
                  "the server of the engine `mongodb`; by default TAMIS_MONGODB_URI")
      ->option_text("URI");
  line.add_schema(app, flags->schema);
  app->add_flag("--json", flags->json, "print one JSON object");
}

}  // namespace tamis::cli
