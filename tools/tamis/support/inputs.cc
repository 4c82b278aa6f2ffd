#include "tools/tamis/support/inputs.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

namespace tamis::cli {
namespace {

namespace fs = std::filesystem;

bool is_passed_over(const fs::path& folder) {
  const std::string name = folder.filename().string();
  return name == "node_modules" || (name.size() > 1 && name.front() == '.');
}

void walk(Session& session, const std::string& folder, const std::vector<std::string>& suffixes,
          std::vector<std::string>& files) {
  const auto complain = [&](const fs::path& where, const std::error_code& error) {
    session.trouble(
        errno_message(fmt::format("cannot read `{}`", printable(where.string())), error.value()));
  };
  std::vector<fs::path> open{folder};
  while (!open.empty()) {
    const fs::path here = open.back();
    open.pop_back();
    std::error_code error;
    fs::directory_iterator entry(here, error);
    if (error) complain(here, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
      std::error_code ignored;
      const fs::path& path = entry->path();
      const std::string name = path.filename().string();
      if (entry->is_directory(ignored) && !entry->is_symlink(ignored)) {
        if (!is_passed_over(path)) open.push_back(path);
      } else if (std::ranges::any_of(suffixes, [&](const std::string& s) {
                   return name.size() > s.size() && name.ends_with(s);
                 })) {
        files.push_back(path.string());
      }
    }
    if (error && entry != fs::directory_iterator()) complain(here, error);
  }
}

}  // namespace

std::vector<std::string> expand_inputs(Session& session, const std::vector<std::string>& names,
                                       const std::vector<std::string>& suffixes) {
  std::vector<std::string> all;
  for (const std::string& name : names) {
    std::error_code ignored;
    if (name == "-" || !fs::is_directory(name, ignored)) {
      all.push_back(name);
      continue;
    }
    std::vector<std::string> files;
    walk(session, name, suffixes, files);
    std::sort(files.begin(), files.end());
    if (files.empty())
      session.complain(
          fmt::format("no file below `{}` ends in {}", printable(name), fmt::join(suffixes, ", ")));
    all.insert(all.end(), files.begin(), files.end());
  }
  return all;
}

}  // namespace tamis::cli
