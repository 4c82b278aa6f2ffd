// tamis completions SHELL: a completion script, drawn from the command tree.
#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "tools/tamis/commands.h"

namespace tamis::cli {
namespace {

// A shell's single-quoted word.
std::string shell_word(std::string_view text) {
  std::string out = "'";
  for (const char c : text)
    if (c == '\'')
      out += "'\\''";
    else
      out += c;
  return out + "'";
}

// The name of a command as part of a shell function's: "tamis_schema_check".
std::string function_name(const CLI::App& app) {
  std::string name = full_name(app);
  std::replace(name.begin(), name.end(), ' ', '_');
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

void for_each_command(const CLI::App& app, const std::function<void(const CLI::App&)>& visit) {
  visit(app);
  for (const CLI::App* command : visible_commands(app)) for_each_command(*command, visit);
}

std::vector<std::string> all_names(const CLI::Option& option) {
  std::vector<std::string> names;
  for (const std::string& name : option.get_snames()) names.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) names.push_back("--" + name);
  return names;
}

// --- bash: one function that walks the words to the command, then offers by tables ------------

void bash_command(std::string& out, const CommandLine& line, const CLI::App& app) {
  std::vector<std::string> words;
  for (const CLI::App* command : visible_commands(app)) words.push_back(command->get_name());
  std::string valued;
  for (const CLI::Option* option : visible_options(app)) {
    if (option->get_positional()) continue;
    const std::vector<std::string> names = all_names(*option);
    words.insert(words.end(), names.begin(), names.end());
    if (!takes_value(*option)) continue;
    std::string reply = "COMPREPLY=()";
    if (!line.choices(option).empty())
      reply = fmt::format("COMPREPLY=($(compgen -W {} -- \"$cur\"))",
                          shell_word(fmt::format("{}", fmt::join(line.choices(option), " "))));
    else if (line.kind(option) == ArgumentKind::File)
      reply = "COMPREPLY=($(compgen -f -- \"$cur\"))";
    valued += fmt::format("        {}) {}; return ;;\n", fmt::join(names, "|"), reply);
  }
  out += fmt::format("    {})\n", shell_word(full_name(app)));
  if (!valued.empty()) out += fmt::format("      case $prev in\n{}      esac\n", valued);
  out += fmt::format("      words={} ;;\n", shell_word(fmt::format("{}", fmt::join(words, " "))));
}

std::string bash(const CommandLine& line) {
  std::string paths;
  std::string cases;
  for_each_command(line.root(), [&](const CLI::App& app) {
    if (app.get_parent() != nullptr)
      paths += fmt::format("{}{}", paths.empty() ? "" : "|", shell_word(full_name(app)));
    bash_command(cases, line, app);
  });
  return fmt::format(R"(# bash completion of tamis; load with: source <(tamis completions bash)
_tamis() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} path=tamis words= i
  for ((i = 1; i < COMP_CWORD; i++)); do
    case "$path ${{COMP_WORDS[i]}}" in
      {}) path="$path ${{COMP_WORDS[i]}}" ;;
    esac
  done
  case $path in
{}  esac
  COMPREPLY=($(compgen -W "$words" -- "$cur"))
  if [[ $cur != -* ]]; then COMPREPLY+=($(compgen -f -- "$cur")); fi
}}
complete -o filenames -F _tamis tamis
)",
                     paths, cases);
}

// --- zsh: one _arguments function per command -------------------------------------------------

std::string zsh_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_action(const CommandLine& line, const CLI::Option& option) {
  if (!line.choices(&option).empty())
    return fmt::format("({})", fmt::join(line.choices(&option), " "));
  return line.kind(&option) == ArgumentKind::File ? "_files" : " ";
}

void zsh_command(std::string& out, const CommandLine& line, const CLI::App& app) {
  out += fmt::format("_{}() {{\n", function_name(app));
  const std::vector<const CLI::App*> commands = visible_commands(app);
  std::string arguments;
  for (const CLI::Option* option : visible_options(app)) {
    if (option->get_positional()) continue;
    for (const std::string& name : all_names(*option)) {
      std::string spec = fmt::format("{}[{}]", name, zsh_escaped(option->get_description()));
      if (takes_value(*option))
        spec += fmt::format(":{}:{}", zsh_escaped(option_name(*option)), zsh_action(line, *option));
      arguments += fmt::format(" \\\n    {}", shell_word(spec));
    }
  }
  if (commands.empty()) {
    out += fmt::format("  _arguments{} \\\n    '*:file:_files'\n}}\n\n", arguments);
    return;
  }
  out += "  local line state\n";
  out +=
      fmt::format("  _arguments -C{} \\\n    '1: :->command' \\\n    '*::arg:->args'\n", arguments);
  out += "  case $state in\n    command)\n      local -a commands=(";
  for (const CLI::App* command : commands)
    out += fmt::format("\n        {}", shell_word(command->get_name() + ":" +
                                                  zsh_escaped(command->get_description())));
  out += ")\n      _describe command commands ;;\n    args)\n      case $line[1] in\n";
  for (const CLI::App* command : commands)
    out += fmt::format("        {}) _{} ;;\n", command->get_name(), function_name(*command));
  out += "      esac ;;\n  esac\n}\n\n";
}

std::string zsh(const CommandLine& line) {
  std::string out = "#compdef tamis\n\n";
  for_each_command(line.root(), [&](const CLI::App& app) { zsh_command(out, line, app); });
  return out +
         "if [ \"$funcstack[1]\" = _tamis ]; then _tamis \"$@\"; else compdef _tamis tamis; fi\n";
}

// --- fish: one `complete` line per command and option -----------------------------------------

std::string fish_condition(const CLI::App& app) {
  if (app.get_parent() == nullptr) return "__fish_use_subcommand";
  std::string condition = "__fish_seen_subcommand_from " + app.get_name();
  if (app.get_parent()->get_parent() != nullptr)
    condition = fmt::format("{}; and __fish_seen_subcommand_from {}",
                            fish_condition(*app.get_parent()), app.get_name());
  return condition;
}

void fish_command(std::string& out, const CommandLine& line, const CLI::App& app) {
  const std::string when = shell_word(fish_condition(app));
  for (const CLI::App* command : visible_commands(app))
    out += fmt::format("complete -c tamis -f -n {} -a {} -d {}\n", when, command->get_name(),
                       shell_word(command->get_description()));
  for (const CLI::Option* option : visible_options(app)) {
    if (option->get_positional()) continue;
    std::string text = fmt::format("complete -c tamis -n {}", when);
    for (const std::string& name : option->get_snames()) text += " -s " + name;
    for (const std::string& name : option->get_lnames()) text += " -l " + name;
    if (takes_value(*option)) text += line.kind(option) == ArgumentKind::File ? " -r -F" : " -x";
    if (!line.choices(option).empty())
      text += fmt::format(" -a {}",
                          shell_word(fmt::format("{}", fmt::join(line.choices(option), " "))));
    out += fmt::format("{} -d {}\n", text, shell_word(option->get_description()));
  }
}

std::string fish(const CommandLine& line) {
  std::string out = "# fish completion of tamis; load with: tamis completions fish | source\n";
  for_each_command(line.root(), [&](const CLI::App& app) { fish_command(out, line, app); });
  return out;
}

}  // namespace

void add_completions(CommandLine& line) {
  auto shell = std::make_shared<std::string>();
  CLI::App* app = line.add_command(
      "completions", "print a completion script for a shell",
      {{"completions bash > ~/.local/share/bash-completion/completions/tamis", "for bash"},
       {"completions zsh > ~/.zfunc/_tamis", "for zsh, with ~/.zfunc in fpath"},
       {"completions fish > ~/.config/fish/completions/tamis.fish", "for fish"}},
      [shell, &line](Session& session) {
        session.out.write(*shell == "bash" ? bash(line) : *shell == "zsh" ? zsh(line) : fish(line));
        return kSuccess;
      });
  line.add_choice(app, "SHELL", *shell, {"bash", "zsh", "fish"}, "bash, zsh or fish")->required();
}

}  // namespace tamis::cli
