// tamis format: any spelling as canonical MongoDB text, laid out.
#include <fmt/format.h>

#include <limits>
#include <memory>

#include "tools/tamis/commands.h"
#include "tools/tamis/support/diff.h"
#include "tools/tamis/support/formatted.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/language_flags.h"

namespace tamis::cli {
namespace {

struct FormatFlags {
  std::vector<std::string> files;
  LanguageFlags language;
  std::string to = "mongodb";
  bool compact = false;
  bool write = false;
  bool check = false;
  bool diff = false;
};

Layout layout_of(const FormatFlags& flags) {
  Layout layout;
  if (flags.to == "shell") layout.form = Layout::Form::Shell;
  if (flags.to == "segments") layout.form = Layout::Form::Segments;
  if (flags.compact) layout.width = std::numeric_limits<std::size_t>::max();
  return layout;
}

std::string formatted_or_fail(Session& session, const Condition& condition, const Layout& layout) {
  Result<std::string> text = formatted(condition, layout);
  if (text.ok()) return std::move(text).value();
  session.show(text.diagnostics());
  throw Failure(fmt::format("`{}` cannot be written in the segments API's forms",
                            printable(condition.source().name())));
}

bool is_file(const std::string& name) {
  return name != "-" && !is_condition_text(name);
}

// A comment may hold bytes that a terminal would obey.
void show(Session& session, const std::string& text) {
  if (!session.out.is_terminal()) return session.out.write(text);
  std::string_view rest = text;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    std::string_view line = rest.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    session.out.print("{}\n", printable(line));
    rest.remove_prefix(end + 1);
  }
}

int run(FormatFlags& flags, Session& session) {
  const Layout layout = layout_of(flags);
  int status = kSuccess;
  for (const std::string& file : flags.files) {
    try {
      const Condition condition = compile_or_fail(session, flags.language, file);
      const Source& source = condition.source();
      const std::string text = formatted_or_fail(session, condition, layout);
      const bool changed = text != source.text();
      if (flags.diff)
        session.out.write(unified_diff(source.name(), source.text(), text, session.style()));
      if (flags.check && changed && !flags.diff)
        session.out.print("{} is not formatted\n", printable(file));
      if ((flags.check || flags.diff) && changed) status = kFinding;
      if (flags.check || flags.diff) continue;
      if (!flags.write || !is_file(file))
        show(session, text);
      else if (changed)
        write_file(source.name(), text);
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
      "Comments keep their places, and a blank line above or below one that stands alone; `tamis "
      "compile` prints a condition without them. Exit status: 0 done, 1 with --check or --diff a "
      "file would change, 2 trouble.");
  line.as_file(
      app->add_option("CONDITION", flags->files, "conditions: files, text, or -")->required());
  line.add_choice(app, "-t,--to", flags->to, {"mongodb", "shell", "segments"},
                  "mongodb: strict JSON; shell: as mongosh writes it; segments: in the segments "
                  "API's forms");
  app->add_flag("--compact", flags->compact, "on one line, as far as comments let it");
  CLI::Option* write = app->add_flag("-w,--write", flags->write, "replace the files");
  app->add_flag("--check", flags->check, "change nothing; name the files that would change")
      ->excludes(write);
  app->add_flag("--diff", flags->diff, "change nothing; show what would change")->excludes(write);
  flags->language.add(line, app);
}

}  // namespace tamis::cli
