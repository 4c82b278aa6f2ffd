// The options that say how a condition is to be read, the same for every command that takes one.
#pragma once

#include <tamis/compile.h>

#include <map>
#include <optional>
#include <string>

#include "tools/tamis/support/command_line.h"
#include "tools/tamis/support/settings.h"

namespace tamis::cli {

class LanguageFlags {
 public:
  void add(CommandLine& line, CLI::App* app);

  // How the condition in `file` is read: by --schema, else by the schema that the nearest
  // tamis.toml gives for the file. A schema is read once. Throws Failure when it cannot be, after
  // its diagnostics were shown.
  CompileOptions options(Session& session, const std::string& file);
  const Settings& settings(Session& session, const std::string& file) {
    return finder_.of(session, file);
  }

  const std::string& schema_file() const { return schema_; }

 private:
  std::string schema_;
  std::string spelling_ = "auto";
  std::string regex_ = "linear";
  std::string time_zone_;
  SettingsFinder finder_;
  std::map<std::string, Schema> schemas_;
};

// Reads a schema and shows what is wrong with it on standard error. Throws Failure when the file
// cannot be read or the schema has errors.
Schema read_schema(Session& session, const std::string& file);

// Compiles a condition given on the command line. Shows its diagnostics on standard error when it
// has errors, and then throws Failure.
Condition compile_or_fail(Session& session, LanguageFlags& flags, const std::string& argument);

}  // namespace tamis::cli
