// In which order the parts of a condition are asked.
#include <string>
#include <vector>

#include "backends/predicate/code.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"

using namespace tamis;
using namespace tamis::predicate;

namespace {

constexpr const char* kSchema = R"({
  "properties": {
    "email": {"bsonType": "string", "x-tamis": {"selectivity": 0.00001}},
    "country": {"bsonType": "string", "x-tamis": {"selectivity": 0.3}},
    "plan": {"bsonType": "string"}, "vip": {"bsonType": "bool"}, "value": {"bsonType": "double"},
    "name": {"bsonType": "string"}
  }
})";

// The fields of the root's children, as they are asked.
std::string order_of(const std::string& text) {
  const Condition condition = right_condition(text, {.schema = right_schema(kSchema)});
  const Code code = lower(condition.plan());
  const Instr& root = code.instrs.front();
  std::string order;
  for (std::uint32_t i = 0; i < root.child_count; ++i) {
    const Instr* child = &code.instrs[root.first + i];
    while (child->op != PlanOp::Any) child = &code.instrs[child->first];
    order += (i == 0 ? "" : " ") + std::string(code.keys[child->key].name);
  }
  return order;
}

}  // namespace

TEST_CASE("parts that decide at the least cost are asked first", "[predicate]") {
  struct Row {
    const char* why;
    const char* condition;
    const char* order;
  };
  const Row rows[] = {
      {"the rarer value of two", R"({"country": "FI", "email": "a@b.fi"})", "email country"},
      {"of alternatives the commoner", R"({"$or": [{"email": "a@b.fi"}, {"country": "FI"}]})",
       "country email"},
      {"a value before a range", R"({"value": {"$gt": 3}, "plan": "pro"})", "plan value"},
      {"a value before another's absence", R"({"name": {"$ne": "x"}, "plan": "pro"})", "plan name"},
      {"of alternatives an absence", R"({"$or": [{"plan": "pro"}, {"name": {"$ne": "x"}}]})",
       "name plan"},
      {"a value before true and false", R"({"vip": true, "plan": "pro"})", "plan vip"},
      {"few values before what is there",
       R"({"name": {"$exists": true}, "plan": {"$in": ["a", "b"]}})", "plan name"},
      {"a comparison before a pattern", R"({"name": {"$regex": "x"}, "value": {"$gt": 3}})",
       "value name"},
      {"what is alike as it is written", R"({"plan": "a", "name": "b"})", "plan name"},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      CHECK(order_of(row.condition) == row.order);
    }
}
