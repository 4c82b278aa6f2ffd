// The relative dates of lazy tests.
#pragma once

#include <cstdint>
#include <vector>

#include "backends/predicate/bindings.h"
#include "backends/predicate/set/level.h"

namespace tamis::predicate::set {

class Moments {
 public:
  void reset(const Level& level) {
    if (moments_.size() < level.lazies().size()) moments_.resize(level.lazies().size());
  }

  const Bindings& bind(std::uint32_t lazy, const LazyTest& test, const Context& context) {
    if (test.code.relative_dates.empty()) return none_;
    Moment& moment = moments_[lazy];
    if (moment.serial != test.serial) moment = {test.serial, {}};
    moment.bindings.bind(test.code, context, test.zone);
    return moment.bindings;
  }

 private:
  // Another test may have the number later.
  struct Moment {
    std::uint64_t serial = 0;
    Bindings bindings;
  };
  std::vector<Moment> moments_;  // by lazy atom
  Bindings none_;
};

}  // namespace tamis::predicate::set
