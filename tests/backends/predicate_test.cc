#include <tamis/predicate.h>

#include <nlohmann/json.hpp>

#include "backends/predicate/program.h"
#include "tests/support/catch.h"

using namespace tamis;

namespace {

PlanNode test_node(TestOp op, Value operand) {
  PlanNode node;
  node.op = PlanOp::Test;
  node.test = std::make_unique<Test>();
  node.test->op = op;
  node.test->operand.value = std::move(operand);
  return node;
}

PlanNode any(std::string_view path, PlanNode child) {
  PlanNode node;
  node.op = PlanOp::Any;
  node.path = FieldPath(path);
  node.children.push_back(std::move(child));
  return node;
}

struct Row {
  const char* why;
  const char* path;
  Value equals;
  const char* document;
  bool matches;
};

}  // namespace

TEST_CASE("paths are walked as MongoDB walks them", "[predicate]") {
  const Row rows[] = {
      {"a field", "a", 1, R"({"a": 1})", true},
      {"another value", "a", 1, R"({"a": 2})", false},
      {"numbers compare by value", "a", 1, R"({"a": 1.0})", true},
      {"an element", "a", 1, R"({"a": [2, 1]})", true},
      {"the whole array", "a", Array{1, 2}, R"({"a": [1, 2]})", true},
      {"an array in an array", "a", Array{1, 2}, R"({"a": [[1, 2]]})", true},
      {"not two arrays down", "a", 1, R"({"a": [[1]]})", false},
      {"below an object", "a.b", 1, R"({"a": {"b": 1}})", true},
      {"below objects in an array", "a.b", 1, R"({"a": [{"b": 2}, {"b": 1}]})", true},
      {"an index", "a.1", 1, R"({"a": [2, 1]})", true},
      {"another index", "a.0", 1, R"({"a": [2, 1]})", false},
      {"an index is not entered", "a.0", 1, R"({"a": [[1]]})", false},
      {"an index and then a name", "a.0.b", 1, R"({"a": [[{"b": 1}]]})", true},
      {"a number as a name", "a.0", 1, R"({"a": [{"0": 1}]})", true},
      {"a number as a name, not first", "a.0", 1, R"({"a": [7, {"0": 1}]})", true},
      {"missing is null", "a", nullptr, R"({})", true},
      {"null is null", "a", nullptr, R"({"a": null})", true},
      {"below a scalar is missing", "a.b", nullptr, R"({"a": 4})", true},
      {"an empty array has no places", "a.b", nullptr, R"({"a": []})", false},
      {"scalars in an array have none", "a.b", nullptr, R"({"a": [1]})", false},
      {"missing in an element", "a.b", nullptr, R"({"a": [1, {}]})", true},
      {"past the end is no place", "a.0", nullptr, R"({"a": []})", false},
  };
  for (const Row& row : rows) {
    DYNAMIC_SECTION(row.why) {
      Plan plan;
      plan.root = any(row.path, test_node(TestOp::Eq, row.equals));
      predicate::Matcher matcher(predicate::program_of(std::move(plan)));
      CHECK(matcher.matches(nlohmann::ordered_json::parse(row.document)) == row.matches);
      CHECK(matcher.matches(nlohmann::json::parse(row.document)) == row.matches);
      CHECK(matcher.matches_text(row.document).matched() == row.matches);
    }
  }
}
