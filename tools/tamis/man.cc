// tamis man: the manual page, drawn from the command tree. Hidden: for those who package Tamis.
#include <fmt/format.h>

#include "tools/tamis/commands.h"
#include "tools/tamis/support/help.h"

namespace tamis::cli {
namespace {

// Text for troff: a backslash is an escape, a leading dot or quote a request, and a bare hyphen
// would be set as a typographic one.
std::string troff(std::string_view text) {
  std::string out;
  bool line_begins = true;
  for (const char c : text) {
    if (line_begins && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else
      out += c;
    line_begins = c == '\n';
  }
  return out;
}

std::string option_head(const CommandLine& line, const CLI::Option& option) {
  if (option.get_positional()) return fmt::format("\\fI{}\\fR", troff(option.get_name(true)));
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  std::string head;
  for (const std::string& name : names)
    head += fmt::format("{}\\fB{}\\fR", head.empty() ? "" : ", ", troff(name));
  if (takes_value(option)) {
    const bool choice = !line.choices(&option).empty();
    const std::string value = option.get_option_text().empty() ? "VALUE" : option.get_option_text();
    head += choice ? fmt::format(" {}", troff(value)) : fmt::format(" \\fI{}\\fR", troff(value));
  }
  return head;
}

void add_command(std::string& page, const CommandLine& line, const CLI::App& app) {
  if (app.get_parent() != nullptr)
    page += fmt::format(".SS {}\n{}.\n.PP\n\\fB{}\\fR\n", troff(full_name(app)),
                        troff(app.get_description()),
                        troff(usage_line(app).substr(std::string_view("usage: ").size())));
  for (const CLI::Option* option : visible_options(app)) {
    if (option->get_group() == "Common" && app.get_parent() != nullptr) continue;
    page +=
        fmt::format(".TP\n{}\n{}\n", option_head(line, *option), troff(option->get_description()));
  }
  if (!app.get_footer().empty()) page += fmt::format(".PP\n{}\n", troff(app.get_footer()));
  for (const Example& example : line.examples(&app))
    page += fmt::format(".PP\n{}:\n.PP\n.RS 4\n.nf\ntamis {}\n.fi\n.RE\n", troff(example.says),
                        troff(example.command));
  for (const CLI::App* command : visible_commands(app))
    if (app.get_parent() != nullptr) add_command(page, line, *command);
}

std::string manual(const CommandLine& line) {
  const CLI::App& root = line.root();
  std::string page = fmt::format(
      ".TH TAMIS 1 \"\" \"tamis {}\" \"User Commands\"\n"
      ".SH NAME\ntamis \\- {}\n"
      ".SH SYNOPSIS\n\\fBtamis\\fR \\fICOMMAND\\fR [\\fIOPTIONS\\fR] ...\n"
      ".SH DESCRIPTION\n{}\n.SH OPTIONS\n",
      TAMIS_VERSION, troff(root.get_description()),
      troff("Tamis reads conditions as MongoDB writes them, checks them against a schema, explains "
            "them, and runs them over documents. Where a command wants one condition, the argument "
            "is its text if it begins with {, else the name of a file; - is standard input."));
  add_command(page, line, root);
  page += ".SH COMMANDS\n";
  for (const CLI::App* command : visible_commands(root)) add_command(page, line, *command);
  page += fmt::format(
      ".SH EXIT STATUS\n.TP\n0\n{}\n.TP\n1\n{}\n.TP\n2\n{}\n"
      ".SH ENVIRONMENT\n.TP\nNO_COLOR\n{}\n"
      ".SH FILES\n.TP\ntamis.toml\n{}\n",
      troff("Clean: nothing found, a match, all cases passed."),
      troff("An error finding, no match, a failing case, a difference."),
      troff("Wrong usage, or input or output that failed."),
      troff("If set and not empty, no colour by default."),
      troff(
          "Settings: which schema belongs to which files, and levels of lint rules. Looked for in "
          "the folder of a file and in those above it."));
  return page;
}

}  // namespace

void add_man(CommandLine& line) {
  CLI::App* app = line.add_command("man", "print the manual page",
                                   {{"man | man -l -", "read it"}, {"man > tamis.1", "keep it"}},
                                   [&line](Session& session) {
                                     session.out.write(manual(line));
                                     return kSuccess;
                                   });
  app->group("");
}

}  // namespace tamis::cli
