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
  data->code = lower(data->plan);
  return Program(std::move(data));
}

const Program::Data::Plain& Program::Data::plain() const {
  std::call_once(plain_once, [this] {
    plain_made.plan = condition ? tamis::plan(condition->checked()) : Plan{plan.root.clone()};
    plain_made.code = lower(plain_made.plan, ChildOrder::AsWritten);
  });
  return plain_made;
}

}  // namespace tamis::predicate
