#include <tamis/compile.h>

#include "backends/predicate/program.h"

namespace tamis::predicate {

Program compile(const Condition& condition) {
  auto data = std::make_shared<Program::Data>();
  data->condition = condition;
  data->code = lower(condition.plan());
  data->time_zone = condition.options().time_zone;
  if (data->time_zone.empty() && condition.schema())
    data->time_zone = condition.schema()->time_zone();
  return Program(std::move(data));
}

}  // namespace tamis::predicate
