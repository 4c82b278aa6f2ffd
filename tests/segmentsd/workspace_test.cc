// A workspace after a change: what the change does not concern is not compiled again.
#include "tools/segmentsd/segments/workspace.h"

#include <fmt/format.h>

#include "tests/support/catch.h"
#include "tools/segmentsd/keys/keys.h"
#include "tools/segmentsd/store/database.h"
#include "tools/tamis/engines/sqlite_checker.h"

namespace segmentsd {
namespace {

class World {
 public:
  World() : pk_(workspace_of(db_, "acme")) {}

  void add_segment(const std::string& id, const std::string& conditions) {
    db_.run(
        "INSERT INTO segments (workspace, id, name, conditions, version, member_count, moves, "
        "created_at, updated_at) VALUES (?, ?, ?, ?, 1, 0, 0, 0, 0)",
        {pk_, id, id, conditions});
    new_revision(db_, pk_);
  }
  void change_segment(const std::string& id, const std::string& conditions) {
    db_.run("UPDATE segments SET conditions = ? WHERE id = ?", {conditions, id});
    new_revision(db_, pk_);
  }
  void remove_segment(const std::string& id) {
    db_.run("DELETE FROM segments WHERE id = ?", {id});
    new_revision(db_, pk_);
  }
  void add_property(const std::string& name, const std::string& type = "NUMBER") {
    db_.run(
        "INSERT INTO contact_properties (workspace, id, name, type, created_at, updated_at) "
        "VALUES (?, ?, ?, ?, 0, 0)",
        {pk_, name, name, type});
    new_revision(db_, pk_);
  }
  void add_topic(const std::string& id) {
    db_.run(
        "INSERT INTO topics (workspace, id, name, slug, visibility, default_opt_in, created_at, "
        "updated_at) VALUES (?, ?, ?, ?, 'PUBLIC', 0, 0, 0)",
        {pk_, id, id, id});
    new_revision(db_, pk_);
  }

  std::shared_ptr<const Workspace> now() { return workspaces_.of(db_, pk_); }

 private:
  Database db_{":memory:"};
  Workspaces workspaces_;
  std::int64_t pk_;
};

const void* program(const Workspace& workspace, const std::string& id) {
  for (const Segment& segment : workspace.segments)
    if (segment.id == id) return &segment.rule.program.data();
  return nullptr;
}

TEST_CASE("only what a change concerns is compiled again", "[workspace]") {
  World world;
  world.add_segment("finns", R"({"country": "FI"})");
  world.add_segment("swedes", R"({"country": "SE"})");
  const auto before = world.now();
  REQUIRE(before->segments.size() == 2);
  CHECK(world.now() == before);

  SECTION("a segment more") {
    world.add_segment("danes", R"({"country": "DK"})");
    const auto after = world.now();
    CHECK(after->all_conditions.size() == 3);
    for (const char* id : {"finns", "swedes"}) CHECK(program(*after, id) == program(*before, id));
  }
  SECTION("a segment less") {
    world.remove_segment("finns");
    const auto after = world.now();
    CHECK(after->all_conditions.size() == 1);
    CHECK(program(*after, "finns") == nullptr);
    CHECK(program(*after, "swedes") == program(*before, "swedes"));
  }
  SECTION("other conditions") {
    world.change_segment("swedes", R"({"city": "Uppsala"})");
    const auto after = world.now();
    CHECK(program(*after, "finns") == program(*before, "finns"));
    CHECK(program(*after, "swedes") != program(*before, "swedes"));
    CHECK(after->segments[1].rule.condition.english() == "city is Uppsala");
  }
  SECTION("another field, which any condition may name") {
    world.add_property("score");
    const auto after = world.now();
    for (const char* id : {"finns", "swedes"}) CHECK(program(*after, id) != program(*before, id));
  }
}

// Each is asked of a field of every type, whether it fits there or not.
const char* kTests[] = {R"({"$eq": %})",
                        R"({"$ne": %})",
                        R"({"$in": [%, null]})",
                        R"({"$nin": [%]})",
                        R"({"$gte": %})",
                        R"({"$not": {"$lt": %}})",
                        "null",
                        R"({"$exists": false})",
                        R"({"$regex": "^a"})",
                        R"({"$regex": "b$"})",
                        R"({"$not": {"$regex": "a+b"}})",
                        R"({"$mod": [3, 1]})"};
const char* kOperands[] = {R"("a'b\"")", "5.5", "true", R"("2024-01-01")", R"("now-30d")"};
const char* kFields[] = {"email", "country", "createdAt", "plan", "score", "vip", "since"};

const char* kWholes[] = {
    R"({})",
    R"({"subscribedToTopic": "news"})",
    R"({"notSubscribedToTopic": "news"})",
    R"({"subscribedToTopic": "news", "notSubscribedToTopic": "offers"})",
    R"({"$or": [{"plan": "a", "score": 1}, {"plan": "a", "vip": true}]})",
    R"({"NOT": {"OR": [{"field": "country", "operator": "EQ", "value": "FI"}, {"plan": "b"}]}})"};

TEST_CASE("statements keep the promises of every statement", "[workspace]") {
  World world;
  for (const auto& [name, type] :
       {std::pair{"plan", "STRING"}, {"score", "NUMBER"}, {"vip", "BOOLEAN"}, {"since", "DATE"}})
    world.add_property(name, type);
  for (const char* topic : {"news", "offers"}) world.add_topic(topic);
  const auto workspace = world.now();
  const tamis::engines::SqlChecker checker(workspace->schema);
  std::vector<std::string> conditions(std::begin(kWholes), std::end(kWholes));
  for (const char* field : kFields)
    for (const char* operand : kOperands)
      for (std::string test : kTests) {
        if (const auto at = test.find('%'); at != std::string::npos) test.replace(at, 1, operand);
        conditions.push_back(fmt::format(R"({{"{}": {}}})", field, test));
      }
  std::size_t right = 0;
  for (const std::string& text : conditions) {
    CAPTURE(text);
    const auto rule = workspace->compile(text);
    if (!rule) continue;
    ++right;
    CHECK(checker.fault(rule->condition, rule->filter, {}, {}) == "");
    CHECK(checker.fault(rule->condition, tamis::sqlite::Selection{.no_orphans = true}, {}) == "");
  }
  CHECK(right > conditions.size() / 2);
}

}  // namespace
}  // namespace segmentsd
