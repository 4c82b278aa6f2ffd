#include "tests/support/equivalence/trial.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tamis/extended_json.h>

namespace tamis::equivalence {

std::string condition_text(const Value& condition) {
  return to_extended_json(condition, ExtendedJson::Canonical);
}

std::string to_case(const std::string& id, const Trial& trial,
                    const std::vector<std::uint32_t>& match) {
  std::vector<std::string> documents;
  for (const Value& document : trial.documents) documents.push_back(condition_text(document));
  const std::string schema = trial.schema.empty() ? "" : R"(,"schema":)" + trial.schema;
  const std::string zone =
      trial.time_zone.empty() ? "" : fmt::format(R"(,"zone":"{}")", trial.time_zone);
  return fmt::format(R"({{"id":"{}","now":{}{}{},"filter":{},"docs":[{}],"match":[{}]}})", id,
                     trial.now_ms, zone, schema, condition_text(trial.condition),
                     fmt::join(documents, ","), fmt::join(match, ","));
}

}  // namespace tamis::equivalence
