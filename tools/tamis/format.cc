// tamis format: any spelling as canonical MongoDB text, laid out.
#include <fmt/format.h>
#include <tamis/extended_json.h>
#include <tamis/syntax_tree.h>

#include <memory>

#include "compiler/print/print.h"
#include "tools/tamis/commands.h"
#include "tools/tamis/support/diff.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/language_flags.h"
#include "tools/tamis/support/pretty.h"

namespace tamis::cli {
namespace {

constexpr std::size_t kWidth = 80;

struct FormatFlags {
  std::vector<std::string> files;
  LanguageFlags language;
  std::string to = "mongodb";
  bool compact = false;
  bool write = false;
  bool check = false;
  bool diff = false;
};

std::string formatted(Session& session, const Condition& condition, const FormatFlags& flags) {
  std::string text = condition.canonical_text();
  if (flags.to == "segments") {
    Result<std::string> segments = segments_text(condition.checked());
    if (!segments.ok()) {
      session.show(segments.diagnostics());
      throw Failure(fmt::format("`{}` cannot be written in the segments API's forms",
                                printable(condition.source().name())));
    }
    text = std::move(segments).value();
  }
  if (flags.to == "shell") {
    const Result<Value> value = parse_extended_json(Source("", text));
    if (value.ok()) text = to_extended_json(*value, ExtendedJson::Shell);
  }
  return flags.compact ? text + "\n" : pretty(text, kWidth);
}

bool is_file(const std::string& name) {
  return name != "-" && !is_condition_text(name);
}

// Comments are no part of a condition, and would be gone.
void replace(const Source& source, const std::string& text) {
  const Result<SyntaxTree> tree = parse_syntax(source);
  if (tree.ok() && !tree->comments().empty())
    throw Failure(
        fmt::format("`{}` is left as it is: its comments would be lost", printable(source.name())));
  write_file(source.name(), text);
}

int run(FormatFlags& flags, Session& session) {
  int status = kSuccess;
  for (const std::string& file : flags.files) {
    try {
      const Condition condition = compile_or_fail(session, flags.language, file);
      const Source& source = condition.source();
      const std::string text = formatted(session, condition, flags);
      const bool changed = text != source.text();
      if (flags.diff)
        session.out.write(unified_diff(source.name(), source.text(), text, session.style()));
      if (flags.check && changed && !flags.diff)
        session.out.print("{} is not formatted\n", printable(file));
      if ((flags.check || flags.diff) && changed) status = kFinding;
      if (flags.check || flags.diff) continue;
      if (!flags.write || !is_file(file))
        session.out.write(text);
      else if (changed)
        replace(source, text);
    } catch (const Failure& failure) {
      session.trouble(failure.what());
    }
  }
  return status;
}

}  // namespace

void add_format(CommandLine& line) {
  auto flags = std::make_shared<FormatFlags>();
  CLI::App* app = line.add_command(
      "format", "print a condition in one spelling and layout",
      {{R"(format "{country: 'FI', age: {\$gt: 30}}")", "mongosh text as strict JSON"},
       {"format segments/*.cond --write", "in place"},
       {"format segments/*.cond --check", "only say which files would change"},
       {"format vip.cond --to shell", "for pasting into mongosh"},
       {"format vip.cond --to segments --schema contact.schema.json", "for the segments API"}},
      [flags](Session& session) { return run(*flags, session); });
  app->footer(
      "Comments are not printed, and a file that has some is not replaced. Exit status: 0 done, 1 "
      "with --check or --diff a file would change, 2 trouble.");
  line.as_file(
      app->add_option("CONDITION", flags->files, "conditions: files, text, or -")->required());
  line.add_choice(app, "-t,--to", flags->to, {"mongodb", "shell", "segments"},
                  "mongodb: strict JSON; shell: as mongosh writes it; segments: in the segments "
                  "API's forms");
  app->add_flag("--compact", flags->compact, "on one line");
  CLI::Option* write = app->add_flag("-w,--write", flags->write, "replace the files");
  app->add_flag("--check", flags->check, "change nothing; name the files that would change")
      ->excludes(write);
  app->add_flag("--diff", flags->diff, "change nothing; show what would change")->excludes(write);
  flags->language.add(line, app);
}

}  // namespace tamis::cli
