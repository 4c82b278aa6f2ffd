// Every engine over every document of the vocabulary.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/exhaustive/vocabulary.h"
#include "tools/tamis/engines/engine.h"

namespace tamis::exhaustive {

class World {
 public:
  // The reference and the first backend see every condition, each other engine one in
  // `others_every`.
  explicit World(std::size_t others_every = 1);

  // "" when all engines agree on the condition, normalized and not; else what differs. One that
  // does not compile is a difference too.
  std::string try_out(const std::string& condition);

  std::size_t conditions() const { return conditions_; }
  std::size_t matches() const { return matches_; }  // of the reference, over all conditions

 private:
  bool is_left_out(std::size_t engine) const;

  engines::Documents documents_;
  std::vector<std::pair<engines::EngineInfo, std::unique_ptr<engines::Engine>>> engines_;
  std::size_t others_every_;
  std::size_t conditions_ = 0;
  std::size_t matches_ = 0;
};

}  // namespace tamis::exhaustive
