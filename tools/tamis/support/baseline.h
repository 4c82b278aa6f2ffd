// Baseline: the findings that were there already, so that only new ones are reported.
//
// A finding is known by its file, its code and the text that it points at, and as often as the
// baseline says; lines do not count, so text may move.
#pragma once

#include <tamis/diagnostic.h>

#include <filesystem>
#include <map>
#include <string>
#include <tuple>

namespace tamis::cli {

class Baseline {
 public:
  // An empty one; files are named from the folder of `path`.
  explicit Baseline(std::string path);
  // Reads `path`. Failure if it is unreadable or no baseline.
  void read();
  // Takes out the known findings; each counts once. Gives how many.
  std::size_t remove_known(const std::string& file, Diagnostics& diagnostics);
  void add(const std::string& file, const Diagnostics& diagnostics);
  // How many findings it holds; after remove_known(), those that were not met again.
  std::size_t size() const;
  // As read() reads it: sorted, one finding a line.
  std::string text() const;

 private:
  using Key = std::tuple<std::string, std::string, std::string>;  // file, code, text
  Key key_of(const std::string& file, const Diagnostic& diagnostic) const;

  std::string path_;
  std::map<Key, std::size_t> counts_;
};

}  // namespace tamis::cli
