// A workspace after a change: what the change does not concern is not compiled again.
#include "tools/segmentsd/segments/workspace.h"

#include "tests/support/catch.h"
#include "tools/segmentsd/keys/keys.h"
#include "tools/segmentsd/store/database.h"

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
  void add_property(const std::string& name) {
    db_.run(
        "INSERT INTO contact_properties (workspace, id, name, type, created_at, updated_at) "
        "VALUES (?, ?, ?, 'NUMBER', 0, 0)",
        {pk_, name, name});
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

}  // namespace
}  // namespace segmentsd
