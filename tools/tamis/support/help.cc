#include "tools/tamis/support/help.h"

#include <fmt/format.h>

#include <algorithm>

namespace tamis::cli {
namespace {

constexpr std::size_t kNameColumn = 26;
constexpr std::size_t kMostColumns = 100;

std::string names(const CLI::Option& option) {
  std::vector<std::string> all;
  for (const std::string& name : option.get_snames()) all.push_back("-" + name);
  for (const std::string& name : option.get_lnames()) all.push_back("--" + name);
  std::string text = fmt::format("{}", fmt::join(all, ", "));
  if (option.get_snames().empty()) text = "    " + text;
  return text;
}

std::string positional(const CLI::Option& option) {
  std::string name = option.get_name(true);
  if (option.get_items_expected_max() > 1) name += "...";
  return name;
}

// Two columns: a name, and what it does wrapped beside it.
void add_row(std::string& page, const std::string& name, std::size_t name_columns,
             std::string_view description, std::size_t width) {
  page += "  " + name;
  if (name_columns > kNameColumn - 2) {
    page += '\n';
    page.append(kNameColumn + 2, ' ');
  } else {
    page.append(kNameColumn - name_columns, ' ');
  }
  page += wrapped(description, width - kNameColumn - 2, kNameColumn + 2);
  page += '\n';
}

std::string described(const CommandLine& line, const CLI::Option& option) {
  std::string text = option.get_description();
  if (!line.choices(&option).empty() && !option.get_default_str().empty())
    text += fmt::format(" [{}]", option.get_default_str());
  return text;
}

// "FILE", or the choices where they are few enough to stand in the name's column.
std::string value_name(const CLI::Option& option) {
  if (!option.get_option_text().empty()) return option.get_option_text();
  return option.get_type_name().empty() ? "VALUE" : option.get_type_name();
}

void add_option(std::string& page, const CommandLine& line, const CLI::Option& option,
                const Style& style, std::size_t width) {
  if (option.get_positional()) {
    const std::string name = positional(option);
    add_row(page, style.cyan(name), columns(name), option.get_description(), width);
    return;
  }
  const std::string name = names(option);
  std::string value = takes_value(option) ? " " + value_name(option) : std::string();
  std::string description = described(line, option);
  if (!line.choices(&option).empty() && columns(name) + columns(value) > kNameColumn - 2) {
    description += fmt::format("\n{}", fmt::join(line.choices(&option), ", "));
    value = " WORD";
  }
  add_row(page, style.cyan(name) + value, columns(name) + columns(value), description, width);
}

void add_options(std::string& page, const CommandLine& line, const CLI::App& app,
                 const Style& style, std::size_t width) {
  std::vector<std::string> groups;
  for (const CLI::Option* option : visible_options(app)) {
    const std::string group = option->get_positional() ? "Arguments" : option->get_group();
    if (std::find(groups.begin(), groups.end(), group) == groups.end()) groups.push_back(group);
  }
  // What is particular comes first, what every command has comes last.
  const auto rank = [](const std::string& group) {
    return group == "Arguments" ? 0 : group == "Common" ? 2 : 1;
  };
  std::stable_sort(groups.begin(), groups.end(),
                   [&](const std::string& a, const std::string& b) { return rank(a) < rank(b); });
  for (const std::string& group : groups) {
    page += "\n" + style.bold(group) + "\n";
    for (const CLI::Option* option : visible_options(app)) {
      const std::string own = option->get_positional() ? "Arguments" : option->get_group();
      if (own == group) add_option(page, line, *option, style, width);
    }
  }
}

}  // namespace

std::string usage_line(const CLI::App& app) {
  std::string line = "usage: " + full_name(app);
  if (!visible_commands(app).empty()) return line + " COMMAND [OPTIONS] ...";
  line += " [OPTIONS]";
  for (const CLI::Option* option : visible_options(app)) {
    if (!option->get_positional()) continue;
    const std::string name = positional(*option);
    line += option->get_required() ? " " + name : " [" + name + "]";
  }
  return line;
}

std::string help_page(const CommandLine& line, const CLI::App& app, const Style& style,
                      std::size_t width) {
  width = std::min(std::max<std::size_t>(width, 60), kMostColumns);
  std::string page = fmt::format("{} {} {}\n\n{}\n", style.bold(full_name(app)), style.dash(),
                                 app.get_description(), usage_line(app));
  if (!visible_commands(app).empty()) {
    page += "\n" + style.bold("Commands") + "\n";
    for (const CLI::App* command : visible_commands(app))
      add_row(page, style.cyan(command->get_name()), columns(command->get_name()),
              command->get_description(), width);
  }
  add_options(page, line, app, style, width);
  if (!line.examples(&app).empty()) {
    page += "\n" + style.bold("Examples") + "\n";
    for (const Example& example : line.examples(&app))
      page += fmt::format("  {}\n      {} {}\n", style.dim(fmt::format("# {}", example.says)),
                          style.green("tamis"), example.command);
  }
  if (!app.get_footer().empty()) page += "\n" + wrapped(app.get_footer(), width, 0) + "\n";
  if (app.get_parent() == nullptr)
    page += fmt::format("\nMore on a command: {}\n", style.cyan("tamis COMMAND --help"));
  return page;
}

}  // namespace tamis::cli
