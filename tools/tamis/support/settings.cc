#include "tools/tamis/support/settings.h"

#include <fmt/format.h>
#include <tamis/result.h>
#include <toml++/toml.h>

#include <algorithm>

#include "compiler/report.h"
#include "tools/tamis/support/glob.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kFileName = "tamis.toml";

using Names = std::vector<std::string_view>;

// Reads one tamis.toml. A key that means nothing is an error: a setting must not be lost.
class SettingsReader {
 public:
  explicit SettingsReader(Source source) : source_(std::move(source)) {}

  Result<Settings> read() {
    try {
      root(toml::parse(source_.text(), source_.name()));
    } catch (const toml::parse_error& error) {
      report_.error("E080", span_of(error.source()),
                    fmt::format("this is not TOML: {}", error.description()), "here");
    }
    sort_by_place(found_);
    return {std::move(settings_), std::move(found_)};
  }

 private:
  void root(const toml::table& entries) {
    for (const auto& [key, value] : entries)
      if (key == "lint")
        lint(value);
      else if (key == "schemas")
        schemas(value);
      else
        unknown(key, {"lint", "schemas"});
  }

  void lint(const toml::node& node) {
    for (const auto& [key, value] : table(node, "lint")) {
      if (key == "fail-on")
        settings_.fail_on = choice(value, "fail-on", {"error", "warning"});
      else if (key == "preset")
        settings_.preset = choice(value, "preset", {"recommended", "strict", "segments"});
      else if (key == "select")
        settings_.select = rules(value, "select");
      else if (key == "ignore")
        settings_.ignore = rules(value, "ignore");
      else if (key == "levels")
        levels(value);
      else
        unknown(key, {"preset", "fail-on", "select", "ignore", "levels"});
    }
  }

  void levels(const toml::node& node) {
    for (const auto& [key, value] : table(node, "levels")) {
      check_rule(key.str(), key.source());
      const auto level = lint_level(choice(value, key.str(), {"error", "warning", "note", "off"}));
      if (level) settings_.levels.emplace_back(std::string(key.str()), *level);
    }
  }

  void schemas(const toml::node& node) {
    const toml::array* array = node.as_array();
    if (array == nullptr) return wrong(node, "write `[[schemas]]`, one for each schema");
    for (const toml::node& element : *array) schema(element);
  }

  void schema(const toml::node& node) {
    Settings::SchemaFor schema_for;
    Names meant;  // keys that were misspelt are not said to be missing, too
    for (const auto& [key, value] : table(node, "schemas")) {
      if (key == "files")
        schema_for.files = globs(value, "files");
      else if (key == "schema")
        schema_for.schema = file_name(value, "schema");
      else
        meant.push_back(unknown(key, {"files", "schema"}));
    }
    const toml::table* entries = node.as_table();
    for (const std::string_view key : {"files", "schema"})
      if (entries != nullptr && !entries->contains(key) &&
          std::ranges::find(meant, key) == meant.end())
        report_.error("E083", span_of(node.source()), fmt::format("`[[schemas]]` needs `{}`", key),
                      "not in here");
    settings_.schemas.push_back(std::move(schema_for));
  }

  const toml::table& table(const toml::node& node, std::string_view name) {
    static const toml::table kNone;
    if (const toml::table* found = node.as_table()) return *found;
    wrong(node, fmt::format("`{}` is a table", name));
    return kNone;
  }

  std::string file_name(const toml::node& node, std::string_view name) {
    const auto* found = node.as_string();
    if (found != nullptr && !found->get().empty()) return found->get();
    wrong(node, fmt::format("`{}` is the name of a file", name));
    return {};
  }

  std::vector<std::string> globs(const toml::node& node, std::string_view name) {
    const toml::array* array = node.as_array();
    if (array != nullptr && array->empty()) wrong(node, fmt::format("`{}` is empty", name));
    return strings(node, name);
  }

  std::vector<std::string> strings(const toml::node& node, std::string_view name) {
    std::vector<std::string> all;
    const toml::array* array = node.as_array();
    if (array == nullptr) {
      wrong(node, fmt::format("`{}` is an array of strings", name));
      return all;
    }
    for (const toml::node& element : *array) {
      if (!element.is_string()) wrong(element, fmt::format("`{}` is an array of strings", name));
      all.push_back(element.value_or(std::string()));
    }
    return all;
  }

  // One of a few strings; "", reported, if it is another.
  std::string choice(const toml::node& node, std::string_view name, const Names& known) {
    const auto* given = node.as_string();
    if (given != nullptr && std::ranges::find(known, given->get()) != known.end())
      return given->get();
    const SourceSpan span = span_of(node.source());
    auto entry = report_.error(
        "E082", span, fmt::format("`{}` is one of \"{}\"", name, fmt::join(known, "\", \"")),
        "none of these");
    if (given != nullptr) suggest(entry, span, given->get(), known);
    return {};
  }

  std::vector<std::string> rules(const toml::node& node, std::string_view name) {
    std::vector<std::string> names = strings(node, name);
    const toml::array* array = node.as_array();
    for (std::size_t i = 0; i < names.size(); ++i)
      if (array->get(i)->is_string()) check_rule(names[i], array->get(i)->source());
    return names;
  }

  void check_rule(std::string_view name, const toml::source_region& where) {
    if (names_any_rule(name)) return;
    Names known;
    for (const RuleInfo& rule : lint_rules()) known.push_back(rule.name);
    const SourceSpan span = span_of(where);
    auto entry =
        report_.error("E082", span, fmt::format("no lint rule is called `{}`", name), "unknown");
    suggest(entry, span, name, known);
  }

  // The key that it is taken for, or "".
  std::string_view unknown(const toml::key& key, const Names& known) {
    const SourceSpan span = span_of(key.source());
    auto entry = report_.error("E081", span, fmt::format("unknown key `{}`", key.str()), "unknown");
    const std::string_view guess = suggest(entry, span, key.str(), known);
    if (guess.empty()) entry.help(fmt::format("there are `{}`", fmt::join(known, "`, `")));
    return guess;
  }

  void wrong(const toml::node& node, std::string message) {
    report_.error("E082", span_of(node.source()), std::move(message), "not that");
  }

  // The nearest to `word`, which stands at `span`, in quotes or not; "" if nothing is near.
  std::string_view suggest(Reporter::Entry& entry, SourceSpan span, std::string_view word,
                           const Names& known) {
    const std::string_view guess = nearest(word, known).value_or("");
    std::string written(source_.text(span));
    const std::size_t at = written.find(word);
    if (guess.empty() || at == std::string::npos) return "";
    written.replace(at, word.size(), guess);
    entry.fix(fmt::format("did you mean `{}`?", guess), span, std::move(written), false);
    return guess;
  }

  SourceSpan span_of(const toml::source_region& region) const {
    const std::uint32_t begin = offset_of(region.begin);
    return {begin, std::max(begin, offset_of(region.end))};
  }

  std::uint32_t offset_of(const toml::source_position& position) const {
    const std::string_view line = source_.line(position.line);
    std::size_t at = 0;
    for (toml::source_index column = 1; column < position.column && at < line.size(); ++column) do
        ++at;
      while (at < line.size() && (static_cast<unsigned char>(line[at]) & 0xC0U) == 0x80U);
    return source_.line_begin(position.line) + static_cast<std::uint32_t>(at);
  }

  Source source_;
  Settings settings_;
  Diagnostics found_;
  Reporter report_{source_, found_};
};

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

const Settings& SettingsFinder::of(Session& session, const std::string& file) {
  std::error_code ignored;
  const bool no_file = file.empty() || file == "-";
  const fs::path folder = no_file ? fs::current_path(ignored)
                                  : fs::absolute(file, ignored).lexically_normal().parent_path();
  return in(session, folder);
}

const Settings& SettingsFinder::in(Session& session, const fs::path& folder) {
  const auto found = known_.find(folder);
  if (found != known_.end()) return *found->second;
  std::error_code ignored;
  std::shared_ptr<const Settings> settings;
  if (fs::exists(folder / kFileName, ignored)) {
    settings = read(session, folder);
  } else if (folder.has_parent_path() && folder.parent_path() != folder) {
    in(session, folder.parent_path());
    settings = known_[folder.parent_path()];
  } else {
    settings = std::make_shared<const Settings>();
  }
  return *(known_[folder] = std::move(settings));
}

std::shared_ptr<const Settings> SettingsFinder::read(Session& session, const fs::path& folder) {
  const std::string file = (folder / kFileName).string();
  Result<Settings> settings = SettingsReader(read_source(file)).read();
  if (!settings.ok()) {
    if (shown_.insert(file).second) session.show(settings.diagnostics());
    throw Failure(
        fmt::format("the settings `{}` have {}", printable(file), counted(settings.diagnostics())));
  }
  Settings read = std::move(settings).value();
  read.folder = folder;
  return std::make_shared<const Settings>(std::move(read));
}

}  // namespace tamis::cli
