// The example of docs/backends/mongodb.md.
#include <tamis/compile.h>
#include <tamis/mongodb.h>
#include <tamis/render.h>

#include "tests/support/catch.h"

namespace {

std::string filter_of(const tamis::Condition& condition) {
  const auto filter = tamis::mongodb::emit(condition, {.now = tamis::Context::now()});
  if (!filter) return tamis::render(filter.diagnostics(), tamis::ReportFormat::Human);
  return filter->text(tamis::ExtendedJson::Relaxed);  // or filter->bson, or filter->filter
}

}  // namespace

TEST_CASE("the example of docs/backends/mongodb.md", "[docs]") {
  const auto condition = tamis::compile(tamis::Source("vip", R"({country: "FI", n: {$gte: 1}})"));
  REQUIRE(condition.ok());
  CHECK(filter_of(*condition) == R"({"country":"FI","n":{"$gte":1}})");
}
