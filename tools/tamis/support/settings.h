// Settings: tamis.toml, found upward from the file that is worked on.
//
//   [[schemas]]                       # which conditions stand under which schema
//   files = ["segments/**/*.cond"]    # globs, from the folder of tamis.toml
//   schema = "contact.schema.json"
//
//   [lint]
//   preset = "strict"                 # or "recommended", the default, or "segments"
//   fail-on = "warning"               # or "error", the default
//   select = ["L"]                    # if given, only these rules
//   ignore = ["L052"]
//   [lint.levels]                     # error, warning, note or off
//   regex-without-index = "error"
#pragma once

#include <tamis/lint.h>

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "tools/tamis/support/session.h"

namespace tamis::cli {

struct Settings {
  struct SchemaFor {
    std::vector<std::string> files;
    std::string schema;  // a path from the folder
  };
  std::filesystem::path folder;  // of tamis.toml
  std::vector<SchemaFor> schemas;
  std::string preset;   // "" where not set
  std::string fail_on;  // "" where not set
  std::vector<std::string> select;
  std::vector<std::string> ignore;
  std::vector<std::pair<std::string, LintLevel>> levels;

  // The schema of the first glob that fits, or "".
  std::string schema_for(const std::filesystem::path& file) const;
};

// Reads each tamis.toml once.
class SettingsFinder {
 public:
  // Of the nearest tamis.toml at or above the file's folder ("" and "-": the working folder), or
  // empty settings. Throws Failure on a file that cannot be read, or one with mistakes, which it
  // shows the first time: E080 no TOML, E081 an unknown key, E082 a value that means nothing, E083
  // a key that is missing.
  const Settings& of(Session& session, const std::string& file);

 private:
  const Settings& in(Session& session, const std::filesystem::path& folder);
  std::shared_ptr<const Settings> read(Session& session, const std::filesystem::path& folder);
  std::set<std::string> shown_;
  std::map<std::filesystem::path, std::shared_ptr<const Settings>> known_;
};

std::optional<LintLevel> lint_level(std::string_view word);

}  // namespace tamis::cli
