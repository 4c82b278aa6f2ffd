#include "backends/predicate/program.h"

#include <cassert>
#include <utility>

namespace tamis::predicate {

const Condition& Program::condition() const {
  assert(data_->condition);
  return *data_->condition;
}

Program program_of(Plan plan) {
  auto data = std::make_shared<Program::Data>();
  data->plan = std::move(plan);
  data->code = lower(data->plan, ChildOrder::CheapestFirst);
  return Program(std::move(data));
}

}  // namespace tamis::predicate
