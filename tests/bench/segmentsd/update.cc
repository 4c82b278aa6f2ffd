#include <fmt/format.h>

#include "tests/bench/segmentsd/bench.h"
#include "tools/segmentsd/segments/contact.h"

namespace segmentsd::bench {
namespace {

constexpr int kSegments = 1000;

// Each of the thousand another one; one in ten has a relative date.
std::string conditions(int number, const std::string& topic) {
  constexpr const char* kCountries[] = {"FI", "SE", "NO", "DE", "FR", "ES", "GB", "US", "JP"};
  constexpr const char* kCities[] = {"Oulu", "Uppsala", "Bergen", "Leipzig", "Lille"};
  const char* country = kCountries[number % 9];
  const char* city = kCities[number % 5];
  switch (number % 10) {
    case 0:
      return fmt::format(R"({{"country": "{}", "signup_date": {{"$gte": "now-{}d"}}}})", country,
                         10 + number % 60);
    case 1:
    case 2:
      return fmt::format(R"({{"city": "{}", "orders": {}}})", city, 1 + number % 9);
    case 3:
    case 4:
      return fmt::format(R"({{"lifetime_value": {{"$gte": {}}}}})", 300 + number % 500);
    case 5:
      return fmt::format(R"({{"$and": [{{"country": "{}"}}, {{"subscribedToTopic": ["{}"]}}]}})",
                         country, topic);
    case 6:
      return fmt::format(
          R"({{"$or": [{{"city": "{}"}}, {{"vip": true}}], "orders": {{"$gt": {}}}}})", city,
          number % 9);
    case 7:
      return fmt::format(R"({{"plan": {{"$ne": "free"}}, "lifetime_value": {{"$lt": {}}}}})",
                         20 + number % 100);
    case 8:
      return fmt::format(R"({{"country": {{"$nin": ["{}", "FI"]}}, "orders": {{"$gte": {}}}}})",
                         country, 6 + number % 3);
    default:
      return fmt::format(R"({{"email": {{"$regex": "^aino\\..*{}@"}}}})", number % 100);
  }
}

void make_segments(World& world) {
  const std::size_t there = world.workspace()->segments.size();
  const std::string topic = world.topic("Offers");
  for (auto number = static_cast<int>(there); number < kSegments; ++number)
    world.send("POST", "/v1/segments",
               {{"name", fmt::format("bench {}", number)},
                {"conditions", Json::parse(conditions(number, topic))}});
}

std::vector<std::pair<std::int64_t, std::string>> some_contacts(World& world, int count) {
  std::vector<std::pair<std::int64_t, std::string>> found;
  Statement rows = world.db().query(
      "SELECT pk, id FROM contacts WHERE workspace = ? AND pk % 7 = 3 ORDER BY pk LIMIT ?",
      {world.pk(), std::int64_t{count}});
  while (rows.step()) found.emplace_back(rows.integer(0), rows.text(1));
  return found;
}

std::vector<double> values(const std::vector<Times>& times, double Times::* which) {
  std::vector<double> found;
  for (const Times& each : times) found.push_back(each.*which * 1000);
  return found;
}

}  // namespace

void update(const std::string& file, int rounds) {
  World world(file);
  make_segments(world);
  const auto workspace = world.workspace();
  Race race;  // ours: the evaluation; theirs: the whole request
  std::size_t matched = 0;
  int number = 0;
  for (const auto& [pk, id] : some_contacts(world, rounds)) {
    ++number;
    const Json body{{"city", number % 2 == 0 ? "Oulu" : "Lille"},
                    {"properties", {{"orders", number % 10}, {"lifetime_value", number}}}};
    race.theirs.push_back(timed([&] { world.send("PUT", "/v1/contacts/" + id, body); }));
    const Contact contact = read_contact(world.db(), *workspace, pk);
    race.ours.push_back(timed([&] {
      tamis::predicate::SetMatcher matcher(workspace->all_conditions);
      matched += matcher.match(to_document(contact, *workspace), world.context()).size();
    }));
  }
  fmt::print("{} segments, of which a contact is in {}; {} updates; microseconds\n",
             workspace->segments.size(), matched / race.ours.size(), race.ours.size());
  fmt::print(
      "| | Request: p50 | p99 | Evaluation: p50 | p99 | Its share |\n| --- | --- | --- | --- | --- "
      "| --- |\n");
  const std::tuple<const char*, double Times::*, double> rows[] = {
      {"by the clock", &Times::clock, race.clock_ratio()},
      {"of the processor", &Times::processor, race.processor_ratio()}};
  for (const auto& [name, which, ratio] : rows) {
    const auto request = values(race.theirs, which), evaluation = values(race.ours, which);
    fmt::print("| {} | {:.0f} | {:.0f} | {:.1f} | {:.1f} | {:.1f} % |\n", name, median(request),
               percentile(request, 0.99), median(evaluation), percentile(evaluation, 0.99),
               ratio * 100);
  }
}

}  // namespace segmentsd::bench
