// CommandLine: the tree of commands and options (CLI11's), and what help pages, completions and
// the manual need to know besides.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tools/tamis/support/session.h"

namespace tamis::cli {

struct Example {
  std::string_view command;  // without "tamis "
  std::string_view says;
};

// What an argument is, for completions.
enum class ArgumentKind : std::uint8_t { Text, File, Directory };

class CommandLine {
 public:
  explicit CommandLine(Session& session);

  // A command under the root, or under `parent`. `run` is called after parsing, with its status
  // the program's.
  CLI::App* add_command(std::string name, std::string summary, std::vector<Example> examples,
                        std::function<int(Session&)> run, CLI::App* parent = nullptr);

  // An option that takes one of a few words.
  CLI::Option* add_choice(CLI::App* app, std::string name, std::string& variable,
                          std::vector<std::string> choices, std::string description);
  // An option that takes a whole number from 1 to `most`.
  template <class Number>
  CLI::Option* add_count(CLI::App* app, std::string name, Number& variable, Number most,
                         std::string description) {
    return app->add_option(std::move(name), variable, std::move(description))
        ->option_text("N")
        ->check([most](const std::string& given) { return count_fault(given, most); });
  }
  // A file to read: completed as one.
  CLI::Option* as_file(CLI::Option* option);
  // --schema FILE, as every command spells it.
  CLI::Option* add_schema(CLI::App* app, std::string& variable);

  CLI::App& root() { return root_; }
  const CLI::App& root() const { return root_; }
  const std::vector<Example>& examples(const CLI::App* app) const;
  const std::vector<std::string>& choices(const CLI::Option* option) const;
  ArgumentKind kind(const CLI::Option* option) const;

  // Reads the arguments and runs the command. Throws nothing but Failure and BrokenPipe.
  int main(int argc, char** argv);

 private:
  void add_common(CLI::App* app);
  static std::string count_fault(const std::string& given, std::uint64_t most);
  int usage_error(const CLI::ParseError& error);

  Session& session_;
  CLI::App root_;
  std::map<const CLI::App*, std::vector<Example>> examples_;
  std::map<const CLI::App*, std::function<int(Session&)>> runs_;
  std::map<const CLI::Option*, std::vector<std::string>> choices_;
  std::map<const CLI::Option*, ArgumentKind> kinds_;
};

// The long name with its dashes, or the short one, or the positional's: "--schema", "FILE".
std::string option_name(const CLI::Option& option);
bool takes_value(const CLI::Option& option);
// Options that help shows: not hidden ones.
std::vector<const CLI::Option*> visible_options(const CLI::App& app);
std::vector<const CLI::App*> visible_commands(const CLI::App& app);
// "tamis schema check"
std::string full_name(const CLI::App& app);

}  // namespace tamis::cli
