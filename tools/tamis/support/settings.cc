#include "tools/tamis/support/settings.h"

#include <fmt/format.h>
#include <toml++/toml.h>

#include <algorithm>

#include "tools/tamis/support/failure.h"
#include "tools/tamis/support/glob.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/style.h"

namespace tamis::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileName = "tamis.toml";

[[noreturn]] void fail(const Source& source, const toml::source_region& where,
                       std::string_view message) {
  throw Failure(fmt::format("{}:{}:{}: {}", printable(source.name()), where.begin.line,
                            where.begin.column, message));
}

// Reads one tamis.toml. A key that means nothing is an error: a setting must not be lost.
class SettingsReader {
 public:
  SettingsReader(const Source& source, Settings& settings) : source_(source), settings_(settings) {}

  void read(const toml::table& root) {
    for (const auto& [key, value] : root)
      if (key == "lint")
        lint(table(value, "lint"));
      else if (key == "schemas")
        schemas(value);
      else
        unknown(key, {"lint", "schemas"});
  }

 private:
  void lint(const toml::table& entries) {
    for (const auto& [key, value] : entries) {
      if (key == "fail-on") {
        settings_.fail_on = string(value, "fail-on");
        if (settings_.fail_on != "error" && settings_.fail_on != "warning")
          fail(source_, value.source(), "`fail-on` is \"error\" or \"warning\"");
      } else if (key == "preset") {
        settings_.preset = string(value, "preset");
        if (!preset_of_name(settings_.preset))
          fail(source_, value.source(), "`preset` is \"recommended\", \"strict\" or \"segments\"");
      } else if (key == "select") {
        settings_.select = rules(value, "select");
      } else if (key == "ignore") {
        settings_.ignore = rules(value, "ignore");
      } else if (key == "levels") {
        levels(table(value, "levels"));
      } else {
        unknown(key, {"preset", "fail-on", "select", "ignore", "levels"});
      }
    }
  }

  void levels(const toml::table& entries) {
    for (const auto& [key, value] : entries) {
      check_rule(key.str(), key.source());
      const auto level = lint_level(string(value, key.str()));
      if (!level) fail(source_, value.source(), "a level is error, warning, note or off");
      settings_.levels.emplace_back(std::string(key.str()), *level);
    }
  }

  void schemas(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr) fail(source_, node.source(), "write `[[schemas]]`, one for each schema");
    for (const toml::node& element : *array) {
      Settings::SchemaFor schema_for;
      for (const auto& [key, value] : table(element, "schemas")) {
        if (key == "files")
          schema_for.files = strings(value, "files");
        else if (key == "schema")
          schema_for.schema = string(value, "schema");
        else
          unknown(key, {"files", "schema"});
      }
      if (schema_for.files.empty() || schema_for.schema.empty())
        fail(source_, element.source(), "`[[schemas]]` needs `files` and `schema`");
      settings_.schemas.push_back(std::move(schema_for));
    }
  }

  const toml::table& table(const toml::node& node, std::string_view name) {
    if (const toml::table* found = node.as_table()) return *found;
    fail(source_, node.source(), fmt::format("`{}` is a table", name));
  }

  std::string string(const toml::node& node, std::string_view name) {
    if (const auto* found = node.as_string()) return found->get();
    fail(source_, node.source(), fmt::format("`{}` is a string", name));
  }

  std::vector<std::string> strings(const toml::node& node, std::string_view name) {
    const toml::array* array = node.as_array();
    if (array == nullptr) fail(source_, node.source(), fmt::format("`{}` is an array", name));
    std::vector<std::string> all;
    for (const toml::node& element : *array) all.push_back(string(element, name));
    return all;
  }

  std::vector<std::string> rules(const toml::node& node, std::string_view name) {
    std::vector<std::string> names = strings(node, name);
    for (const std::string& rule : names) check_rule(rule, node.source());
    return names;
  }

  void check_rule(std::string_view name, const toml::source_region& where) {
    if (!names_any_rule(name))
      fail(source_, where, fmt::format("no lint rule is called `{}`", printable(name)));
  }

  [[noreturn]] void unknown(const toml::key& key, const std::vector<std::string_view>& known) {
    const auto guess = nearest(key.str(), known);
    fail(source_, key.source(),
         fmt::format("unknown key `{}`{}", printable(key.str()),
                     guess ? fmt::format("; did you mean `{}`?", *guess) : std::string()));
  }

  const Source& source_;
  Settings& settings_;
};

Settings read_settings(const fs::path& file) {
  Settings settings;
  settings.folder = file.parent_path();
  const Source source = read_source(file.string());
  try {
    SettingsReader(source, settings).read(toml::parse(source.text(), file.string()));
  } catch (const toml::parse_error& error) {
    fail(source, error.source(), error.description());
  }
  return settings;
}

}  // namespace

std::optional<LintLevel> lint_level(std::string_view word) {
  if (word == "off") return LintLevel::Off;
  if (word == "note") return LintLevel::Note;
  if (word == "warning") return LintLevel::Warning;
  if (word == "error") return LintLevel::Error;
  return std::nullopt;
}

std::string Settings::schema_for(const fs::path& file) const {
  std::error_code ignored;
  const std::string relative =
      fs::absolute(file, ignored).lexically_normal().lexically_relative(folder).generic_string();
  for (const SchemaFor& entry : schemas)
    for (const std::string& glob : entry.files)
      if (glob_matches(glob, relative))
        return fs::proximate(folder / entry.schema, ignored).string();
  return {};
}

const Settings& SettingsFinder::of(const std::string& file) {
  std::error_code ignored;
  const bool no_file = file.empty() || file == "-";
  const fs::path folder = no_file ? fs::current_path(ignored)
                                  : fs::absolute(file, ignored).lexically_normal().parent_path();
  return in(folder);
}

const Settings& SettingsFinder::in(const fs::path& folder) {
  const auto found = known_.find(folder);
  if (found != known_.end()) return *found->second;
  std::error_code ignored;
  std::shared_ptr<const Settings> settings;
  if (fs::exists(folder / kFileName, ignored)) {
    settings = std::make_shared<const Settings>(read_settings(folder / kFileName));
  } else if (folder.has_parent_path() && folder.parent_path() != folder) {
    in(folder.parent_path());
    settings = known_[folder.parent_path()];
  } else {
    settings = std::make_shared<const Settings>();
  }
  return *(known_[folder] = std::move(settings));
}

}  // namespace tamis::cli
