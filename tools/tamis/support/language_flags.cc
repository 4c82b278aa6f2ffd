#include "tools/tamis/support/language_flags.h"

#include <fmt/format.h>
#include <tamis/render.h>

#include "compiler/values/date_math.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {

void LanguageFlags::add(CommandLine& line, CLI::App* app) {
  line.add_schema(app, schema_);
  line.add_choice(app, "--spelling", spelling_, {"auto", "mongodb", "segments"},
                  "which language the text is in; auto: both where there is a schema")
      ->group("Language");
  line.add_choice(app, "--regex", regex_, {"linear", "full"},
                  "which regexes are taken; full: also look-around and back-references, for "
                  "trusted text")
      ->group("Language");
  app->add_option("--timezone", time_zone_,
                  "zone of local dates and of `now/d`; by default the schema's, else UTC")
      ->option_text("ZONE")
      ->check([](const std::string& given) {
        if (is_time_zone(given)) return std::string();
        return fmt::format("`{}` is no time zone such as Europe/Helsinki or +02:00",
                           printable(given));
      })
      ->group("Language");
}

CompileOptions LanguageFlags::options(Session& session, const std::string& file) {
  CompileOptions options;
  const bool is_file = file != "-" && !is_condition_text(file);
  const std::string path = !schema_.empty() ? schema_
                           : is_file        ? finder_.of(session, file).schema_for(file)
                                            : std::string();
  if (!path.empty()) {
    auto found = schemas_.find(path);
    if (found == schemas_.end()) found = schemas_.emplace(path, read_schema(session, path)).first;
    options.schema = found->second;
  }
  if (spelling_ == "mongodb") options.spelling = Spelling::MongoDb;
  if (spelling_ == "segments") options.spelling = Spelling::Segments;
  options.regex = regex_ == "full" ? RegexProfile::Full : RegexProfile::Linear;
  options.time_zone = time_zone_;
  return options;
}

Schema read_schema(Session& session, const std::string& file) {
  const Result<Schema> schema = parse_schema(read_source(file));
  if (schema.ok()) return *schema;
  session.show(schema.diagnostics());
  throw Failure(fmt::format("the schema `{}` has errors", printable(file)));
}

Condition compile_or_fail(Session& session, LanguageFlags& flags, const std::string& argument) {
  const CompileOptions options = flags.options(session, argument);
  const Result<Condition> condition = compile(read_condition(argument), options);
  if (condition.ok()) return *condition;
  session.show(condition.diagnostics());
  throw Failure(fmt::format("the condition has {}", counted(condition.diagnostics())));
}

}  // namespace tamis::cli
