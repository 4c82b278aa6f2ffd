// The relative dates of a condition, resolved for one call and kept while calls ask for the same
// moment.
#pragma once

#include <string>
#include <vector>

#include <tamis/predicate.h>

#include "backends/predicate/code.h"

namespace tamis::predicate {

class Bindings {
 public:
  // `zone` is the condition's own, for a context that names none.
  void bind(const Code& code, const Context& context, const std::string& zone) {
    if (!code.relative_dates.empty()) resolve(code, context, zone);
  }

  // A Date.
  const Datum& operator[](std::int32_t binding) const {
    return dates_[static_cast<std::size_t>(binding)];
  }
  // What the literal stands for.
  const Datum& operator[](const Literal& literal) const {
    return literal.binding < 0 ? literal.datum : (*this)[literal.binding];
  }

 private:
  void resolve(const Code& code, const Context& context, const std::string& zone);

  std::vector<Datum> dates_;
  std::int64_t now_ms_ = 0;
  std::string time_zone_;  // as the context had it
};

}  // namespace tamis::predicate
