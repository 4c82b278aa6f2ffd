#include "tools/tamis/support/command_line.h"

#include <fmt/format.h>
#include <tamis/condition.h>
#include <tamis/diagnostic.h>

#include <algorithm>
#include <charconv>
#include <utility>

#include "tools/tamis/support/help.h"

namespace tamis::cli {
namespace {

// The deepest command that was named on the command line.
CLI::App* chosen(CLI::App& root) {
  CLI::App* app = &root;
  while (!app->get_subcommands().empty()) app = app->get_subcommands().front();
  return app;
}

std::string did_you_mean(const CLI::App& app, std::string_view word) {
  std::vector<std::string> names;
  if (word.starts_with("-")) {
    for (const CLI::Option* option : visible_options(app))
      for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    word = word.substr(0, word.find('='));
  } else {
    for (const CLI::App* command : visible_commands(app)) names.push_back(command->get_name());
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  const auto found = nearest(word, known);
  return found ? fmt::format("; did you mean `{}`?", *found) : std::string();
}

std::string unexpected(const CLI::App& app, const std::string& word) {
  const bool option = word.size() > 1 && word.front() == '-';
  const bool command = !option && !visible_commands(app).empty();
  const std::string_view what = option    ? "unknown option"
                                : command ? "unknown command"
                                          : "unexpected argument";
  return fmt::format("{} `{}`{}", what, printable(word), did_you_mean(app, word));
}

// The option of `app` that `--name` names.
const CLI::Option* long_option(const CLI::App& app, const std::string& name) {
  for (const CLI::Option* option : app.get_options({}))
    if (option->check_lname(name)) return option;
  return nullptr;
}

const CLI::App* subcommand(const CLI::App& app, const std::string& name) {
  const auto found =
      app.get_subcommands([&](const CLI::App* one) { return one->check_name(name); });
  return found.empty() ? nullptr : found.front();
}

// The arguments with `--option=` as `--option` and an empty value: CLI11 takes it for an option
// whose value is the next argument.
std::vector<std::string> with_empty_values_apart(const CLI::App& root, int argc, char** argv) {
  std::vector<std::string> arguments;
  const CLI::App* app = &root;
  bool options_ended = false;
  for (int i = 1; i < argc; ++i) {
    std::string argument = argv[i];
    options_ended = options_ended || argument == "--";
    if (const CLI::App* command = subcommand(*app, argument)) app = command;
    bool empty_value = false;
    if (!options_ended && argument.starts_with("--") && argument.ends_with('=')) {
      std::string name = argument.substr(2, argument.size() - 3);
      const CLI::Option* option = long_option(*app, name);
      empty_value = option != nullptr && takes_value(*option);
    }
    if (empty_value) argument.pop_back();
    arguments.push_back(std::move(argument));
    if (empty_value) arguments.emplace_back();
  }
  return arguments;
}

}  // namespace

std::string option_name(const CLI::Option& option) {
  if (!option.get_lnames().empty()) return "--" + option.get_lnames().front();
  if (!option.get_snames().empty()) return "-" + option.get_snames().front();
  return option.get_name(true);
}

bool takes_value(const CLI::Option& option) {
  return option.get_items_expected_max() > 0;
}

std::vector<const CLI::Option*> visible_options(const CLI::App& app) {
  std::vector<const CLI::Option*> options;
  for (const CLI::Option* option : app.get_options({}))
    if (!option->get_group().empty()) options.push_back(option);
  return options;
}

std::vector<const CLI::App*> visible_commands(const CLI::App& app) {
  std::vector<const CLI::App*> commands;
  for (const CLI::App* command : app.get_subcommands([](const CLI::App*) { return true; }))
    if (!command->get_group().empty()) commands.push_back(command);
  return commands;
}

std::string full_name(const CLI::App& app) {
  if (app.get_parent() == nullptr) return app.get_name();
  return full_name(*app.get_parent()) + " " + app.get_name();
}

CommandLine::CommandLine(Session& session)
    : session_(session), root_("compile, check and run MongoDB-style conditions", "tamis") {
  root_.set_help_flag();
  add_common(&root_);
  root_.add_flag_callback(
      "-V,--version",
      [this] {
        session_.out.print("tamis {} (language version {})\n", TAMIS_VERSION, kLanguageVersion);
        throw CLI::Success();
      },
      "print the version and exit");
}

void CommandLine::add_common(CLI::App* app) {
  app->add_flag_callback(
         "-h,--help",
         [this, app] {
           const auto width = static_cast<std::size_t>(session_.out.width());
           session_.out.write(help_page(*this, *app, session_.style(), width));
           throw CLI::Success();
         },
         "print this help and exit")
      ->group("Common");
  add_choice(app, "--color", session_.colour, {"auto", "always", "never"},
             "colour the output; auto: when it is a terminal and NO_COLOR is not set")
      ->group("Common")
      ->trigger_on_parse();
}

CLI::App* CommandLine::add_command(std::string name, std::string summary,
                                   std::vector<Example> examples, std::function<int(Session&)> run,
                                   CLI::App* parent) {
  CLI::App* app =
      (parent == nullptr ? root_ : *parent).add_subcommand(std::move(name), std::move(summary));
  app->set_help_flag();
  add_common(app);
  examples_[app] = std::move(examples);
  if (run) runs_[app] = std::move(run);
  return app;
}

CLI::Option* CommandLine::add_choice(CLI::App* app, std::string name, std::string& variable,
                                     std::vector<std::string> choices, std::string description) {
  CLI::Option* option =
      app->add_option(std::move(name), variable, std::move(description))->capture_default_str();
  choices_[option] = choices;
  option->option_text(fmt::format("{}", fmt::join(choices, "|")));
  option->check([choices = std::move(choices)](const std::string& given) -> std::string {
    for (const std::string& choice : choices)
      if (choice == given) return {};
    const std::vector<std::string_view> known(choices.begin(), choices.end());
    const auto found = nearest(given, known);
    return fmt::format("`{}` is none of {}{}", printable(given), fmt::join(choices, ", "),
                       found ? fmt::format("; did you mean `{}`?", *found) : "");
  });
  return option;
}

std::string CommandLine::count_fault(const std::string& given, std::uint64_t most) {
  std::uint64_t number = 0;
  const char* end = given.data() + given.size();
  const auto [read, error] = std::from_chars(given.data(), end, number);
  if (error == std::errc() && read == end && number >= 1 && number <= most) return {};
  return fmt::format("`{}` is no whole number from 1 to {}", printable(given), most);
}

CLI::Option* CommandLine::as_file(CLI::Option* option) {
  kinds_[option] = ArgumentKind::File;
  return option;
}

CLI::Option* CommandLine::add_schema(CLI::App* app, std::string& variable) {
  return as_file(
      app->add_option("-s,--schema", variable, "check against this schema")->option_text("FILE"));
}

const std::vector<Example>& CommandLine::examples(const CLI::App* app) const {
  static const std::vector<Example> kNone;
  const auto found = examples_.find(app);
  return found == examples_.end() ? kNone : found->second;
}

const std::vector<std::string>& CommandLine::choices(const CLI::Option* option) const {
  static const std::vector<std::string> kNone;
  const auto found = choices_.find(option);
  return found == choices_.end() ? kNone : found->second;
}

ArgumentKind CommandLine::kind(const CLI::Option* option) const {
  const auto found = kinds_.find(option);
  return found == kinds_.end() ? ArgumentKind::Text : found->second;
}

int CommandLine::usage_error(const CLI::ParseError& error) {
  CLI::App& app = *chosen(root_);
  std::string message = error.what();
  if (dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
    const std::vector<std::string> extras = root_.remaining(true);
    if (!extras.empty()) message = unexpected(app, extras.front());
  }
  if (dynamic_cast<const CLI::RequiresError*>(&error) != nullptr)
    message.replace(message.find(" requires "), std::string_view(" requires ").size(), " needs ");
  session_.complain(message);
  session_.err.print("{}\ntry `{} --help`\n", usage_line(app), full_name(app));
  return kTrouble;
}

int CommandLine::main(int argc, char** argv) {
  try {
    std::vector<std::string> arguments = with_empty_values_apart(root_, argc, argv);
    std::ranges::reverse(arguments);  // as CLI11 wants them
    root_.parse(std::move(arguments));
  } catch (const CLI::Success&) {
    return kSuccess;
  } catch (const CLI::ParseError& error) {
    return usage_error(error);
  }
  const CLI::App* app = chosen(root_);
  const auto run = runs_.find(app);
  if (run != runs_.end()) return run->second(session_);
  if (argc > 1) {
    session_.complain(fmt::format("`{}` needs a command", full_name(*app)));
    session_.err.print("{}\ntry `{} --help`\n", usage_line(*app), full_name(*app));
    return kTrouble;
  }
  const auto width = static_cast<std::size_t>(session_.err.width());
  session_.err.write(help_page(*this, *app, session_.err_style(), width));
  return kTrouble;
}

}  // namespace tamis::cli
