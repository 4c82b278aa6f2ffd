#include "backends/predicate/program.h"

namespace tamis::predicate {

Program compile(const Condition& condition) {
  auto data = std::make_shared<Program::Data>();
  data->condition = condition;
  data->code = lower(condition.plan(), ChildOrder::CheapestFirst);
  return Program(std::move(data));
}

}  // namespace tamis::predicate
