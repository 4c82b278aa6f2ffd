// Replies to `explain`, shaped as the manual shows them ("Explain Results").
#include "tools/tamis/mongodb/plan_words.h"

#include <tamis/extended_json.h>

#include "tests/support/catch.h"

using namespace tamis;

namespace {

struct Row {
  const char* why;
  const char* planner;
  std::vector<std::string> words;
};

const Row kRows[] = {
    {"no index",
     R"({"winningPlan": {"stage": "COLLSCAN", "filter": {"a": {"$eq": 1}}}})",
     {R"(reads the whole collection: no index serves the filter; keeps those that meet {"a":{"$eq":1}})"}},
    {"an index, then the documents",
     R"({"winningPlan": {"stage": "FETCH", "inputStage": {"stage": "IXSCAN", "indexName": "a_1_b_1",
         "indexBounds": {"a": ["[1, 1]", "(5, inf.0]"], "b": ["[MinKey, MaxKey]"]}}}})",
     {"reads the index `a_1_b_1`: `a` in [1, 1], (5, inf.0], `b` anywhere",
      "fetches the documents"}},
    {"branches of an `$or`",
     R"({"winningPlan": {"stage": "SUBPLAN", "inputStage": {"stage": "OR", "inputStages": [
         {"stage": "IXSCAN", "indexName": "a_1"}, {"stage": "IXSCAN", "indexName": "b_1"}]}}})",
     {"  reads the index `a_1`", "  reads the index `b_1`",
      "joins what each branch of an `$or` finds", "plans each branch of an `$or` for itself"}},
    {"the plan of the slot-based engine stands one level down",
     R"({"winningPlan": {"isCached": false, "queryPlan": {"stage": "COLLSCAN"}, "slotBasedPlan": {}}})",
     {"reads the whole collection: no index serves the filter"}},
    {"shards",
     R"({"winningPlan": {"stage": "SHARD_MERGE", "shards": [
         {"shardName": "s1", "winningPlan": {"stage": "EOF"}},
         {"shardName": "s2", "winningPlan": {"stage": "COLLSCAN"}}]}})",
     {"on shard `s1`:", "  knows that nothing matches, and reads nothing", "on shard `s2`:",
      "  reads the whole collection: no index serves the filter", "gathers what the shards find"}},
    {"a stage that is not known",
     R"({"winningPlan": {"stage": "TELEPATHY"}})",
     {"does `TELEPATHY`"}},
    {"no plan at all", R"({})", {R"(the server's reply tells no plan: {"queryPlanner":{}})"}},
    {"nonsense",
     R"({"winningPlan": {"stage": "IXSCAN", "indexBounds": 5, "inputStages": 1}})",
     {"reads the index ``"}},
};

}  // namespace

TEST_CASE("a server's plan in words", "[server]") {
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Result<Value> planner = parse_extended_json(Source("planner", row.planner));
      REQUIRE(planner.ok());
      CHECK(server::plan_in_words(Value::object({{"queryPlanner", *planner}})) == row.words);
    }
}
