// Checker: runs a trial on every engine, with the pipeline disturbed, and looks for a difference.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tests/support/equivalence/trial.h"
#include "tools/tamis/engines/engine.h"

namespace tamis::equivalence {

// What did not hold. `law` is the engine's name, or that of a disturbance or law.
struct Find {
  std::string law;
  std::string what;
  std::vector<std::uint32_t> expected;  // the reference's verdict
};

struct CheckerCount {
  std::size_t trials = 0;
  std::size_t refused = 0;                   // by compile(); nothing was compared
  std::size_t split = 0;                     // some documents matched and some did not
  std::map<std::string, std::size_t> pairs;  // condition × document, by engine or law
  std::map<std::string, std::size_t> skips;  // trials, by engine and reason
};

// Not safe from several threads.
class Checker {
 public:
  Checker();  // every engine of ours, and all laws
  // These engines alone, beside the reference; no laws.
  explicit Checker(const std::vector<engines::EngineInfo>& engines);

  std::optional<Find> check(const Trial& trial);
  const CheckerCount& count() const { return count_; }

 private:
  class Run;

  std::optional<Find> compiled_and_checked(const Trial& trial);

  void take(const engines::EngineInfo& engine);

  CheckerCount count_;
  bool has_laws_ = true;
  // The reference comes first.
  std::vector<std::pair<engines::EngineInfo, std::unique_ptr<engines::Engine>>> engines_;
};

}  // namespace tamis::equivalence
