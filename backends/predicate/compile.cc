#include <tamis/compile.h>

#include "backends/predicate/program.h"

namespace tamis::predicate {
namespace {

std::shared_ptr<Program::Data> data_of(const Condition& condition) {
  auto data = std::make_shared<Program::Data>();
  data->condition = condition;
  data->time_zone = condition.options().time_zone;
  if (data->time_zone.empty() && condition.schema())
    data->time_zone = condition.schema()->time_zone();
  return data;
}

}  // namespace

Program compile(const Condition& condition) {
  auto data = data_of(condition);
  data->code = lower(condition.plan());
  return Program(std::move(data));
}

Program program_of(const Condition& condition, const Plan& plan) {
  auto data = data_of(condition);
  data->plan = Plan{plan.root.clone()};
  data->code = lower(data->plan);
  return Program(std::move(data));
}

}  // namespace tamis::predicate
