#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "tests/bench/segmentsd/bench.h"

namespace segmentsd::bench {
namespace {

// `by_hand`: after "INSERT INTO members SELECT ?, "; `{w}` is the workspace, and names in braces
// are properties and topics of the demo. Of several forms the fastest counts.
struct Case {
  std::string name, conditions;
  std::vector<std::string> by_hand;
};

std::vector<Case> cases(World& world) {
  const std::string newsletter = world.topic("Newsletter"), offers = world.topic("Offers");
  const std::int64_t worth = world.property("lifetime_value"), plan = world.property("plan");
  const std::string contacts =
      fmt::format("pk FROM contacts WHERE workspace = {} AND ", world.pk());
  const std::string valued = fmt::format("property = {} AND value >= 250", worth);
  const auto subscribed = [](const std::string& topic) {
    return fmt::format(
        "EXISTS (SELECT 1 FROM contact_topics WHERE contact = pk AND topic = '{}' AND state = "
        "'SUBSCRIBED')",
        topic);
  };
  return {
      {"a country of three",
       R"({"country": {"$in": ["FI", "SE", "NO"]}})",
       {contacts + "country IN ('FI', 'SE', 'NO')"}},
      {"a number at least",
       R"({"lifetime_value": {"$gte": 250}})",
       {contacts + "EXISTS (SELECT 1 FROM contact_values WHERE contact = pk AND " + valued + ")",
        "contact FROM contact_values WHERE " + valued,
        "contact FROM contact_values WHERE " + valued + " ORDER BY contact"}},
      {"a country and a number",
       R"({"$and": [{"country": {"$in": ["FI", "SE", "NO"]}}, {"lifetime_value": {"$gte": 250}}]})",
       {contacts +
            "country IN ('FI', 'SE', 'NO') AND EXISTS (SELECT 1 FROM contact_values WHERE "
            "contact = pk AND " +
            valued + ")",
        contacts +
            "country IN ('FI', 'SE', 'NO') AND pk IN (SELECT contact FROM contact_values "
            "WHERE " +
            valued + ")"}},
      {"a text but one, or none",
       R"({"plan": {"$ne": "free"}})",
       {contacts + fmt::format("NOT EXISTS (SELECT 1 FROM contact_values WHERE contact = pk AND "
                               "property = {} AND value = 'free')",
                               plan)}},
      {"one topic without another",
       fmt::format(R"({{"subscribedToTopic": ["{}"], "notSubscribedToTopic": ["{}"]}})", offers,
                   newsletter),
       {contacts + subscribed(offers) + " AND NOT " + subscribed(newsletter)}},
      {"a part of a name",
       R"({"email": {"$regex": "^aino\\."}})",
       {contacts + "email LIKE 'aino.%'"}},
  };
}

std::string new_segment(World& world) {
  return world.send("POST", "/v1/segments",
                    {{"name", "bench"}, {"conditions", {{"email", "nobody"}}}})["id"];
}

class Bench {
 public:
  explicit Bench(World& world)
      : world_(world), ours_(new_segment(world)), theirs_(new_segment(world)) {
    Statement row = world.db().query("SELECT pk FROM segments WHERE id = ?", {theirs_});
    row.step();
    pk_ = row.integer(0);
  }

  void measure(const Case& asked, int rounds) {
    const std::string by_hand = fastest(asked);
    Race fresh, again;
    std::int64_t members = 0;
    for (int round = 0; round < rounds; ++round) {
      put(R"({"email": "nobody"})");
      clear();
      take_turns(
          round, fresh, [&] { members = put(asked.conditions); }, [&] { insert(by_hand, false); });
      if (count() != members) stop(asked.name + ": other members by hand");
      take_turns(round, again, [&] { put(asked.conditions); }, [&] { insert(by_hand, true); });
    }
    print(asked.name, members, fresh, again);
  }

 private:
  void take_turns(int round, Race& race, const std::function<void()>& ours,
                  const std::function<void()>& theirs) {
    const auto run = [&](std::vector<Times>& times, const std::function<void()>& work) {
      world_.checkpoint();
      times.push_back(timed(work));
    };
    if (round % 2 == 0) run(race.ours, ours);
    run(race.theirs, theirs);
    if (round % 2 != 0) run(race.ours, ours);
  }

  std::int64_t put(const std::string& conditions) {
    return world_.send("PUT", "/v1/segments/" + ours_,
                       {{"conditions", Json::parse(conditions)}})["memberCount"];
  }

  void clear() { world_.db().run("DELETE FROM members WHERE segment = ?", {pk_}); }

  void insert(const std::string& select, bool instead) {
    Transaction transaction(world_.db(), Transaction::Kind::Write);
    if (instead) clear();
    world_.db().run("INSERT INTO members (segment, contact) SELECT ?, " + select, {pk_});
    transaction.commit();
  }

  std::int64_t count() {
    Statement row = world_.db().query("SELECT count(*) FROM members WHERE segment = ?", {pk_});
    row.step();
    return row.integer(0);
  }

  std::string fastest(const Case& asked) {
    std::vector<std::pair<double, std::string>> forms;
    for (const std::string& form : asked.by_hand) {
      double best = 1e300;
      for (int i = 0; i < 2; ++i) {
        clear();
        best = std::min(best, timed([&] { insert(form, false); }).processor);
      }
      forms.emplace_back(best, form);
    }
    return std::min_element(forms.begin(), forms.end())->second;
  }

  static void print(const std::string& name, std::int64_t members, const Race& fresh,
                    const Race& again) {
    std::vector<double> ours, theirs;
    for (const Times& times : fresh.ours) ours.push_back(times.clock);
    for (const Times& times : fresh.theirs) theirs.push_back(times.clock);
    fmt::print("| {} | {} | {:.0f} | {:.0f} | {:.2f} | {:.2f} | {:.2f} |\n", name, members,
               median(ours), median(theirs), fresh.clock_ratio(), fresh.processor_ratio(),
               again.clock_ratio());
    std::fflush(stdout);
  }

  World& world_;
  std::string ours_, theirs_;
  std::int64_t pk_ = 0;
};

}  // namespace

void put(const std::string& file, int rounds) {
  World world(file);
  Bench bench(world);
  fmt::print(
      "| Conditions | Members | PUT, ms | By hand, ms | × | × of the processor | × in place of as "
      "many |\n| --- | --- | --- | --- | --- | --- | --- |\n");
  for (const Case& asked : cases(world)) bench.measure(asked, rounds);
}

}  // namespace segmentsd::bench
