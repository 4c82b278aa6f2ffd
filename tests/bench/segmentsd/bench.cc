#include "tests/bench/segmentsd/bench.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ctime>
#include <iterator>

#include "tests/segmentsd/api_request.h"

namespace segmentsd::bench {
namespace {

double processor_time() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

double ratio(const Race& race, double Times::* which) {
  std::vector<double> ratios;
  for (std::size_t i = 0; i < race.ours.size(); ++i)
    ratios.push_back(race.ours[i].*which / race.theirs[i].*which);
  return median(ratios);
}

std::int64_t demo_workspace(Database& db) {
  const auto pk = find_workspace(db, "demo");
  if (!pk) stop("there is no workspace `demo`: make it by `segmentsd --db FILE demo`");
  return *pk;
}

}  // namespace

Times timed(const std::function<void()>& work) {
  const auto clock = std::chrono::steady_clock::now();
  const double processor = processor_time();
  work();
  const std::chrono::duration<double, std::milli> passed = std::chrono::steady_clock::now() - clock;
  return {passed.count(), processor_time() - processor};
}

double percentile(std::vector<double> values, double share) {
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

double median(const std::vector<double>& values) {
  return percentile(values, 0.5);
}

double Race::clock_ratio() const {
  return ratio(*this, &Times::clock);
}

double Race::processor_ratio() const {
  return ratio(*this, &Times::processor);
}

Options options_for(const std::string& file) {
  Options options;
  options.db = file;
  options.listen = "127.0.0.1:0";
  options.rate = {.per_minute = 0, .per_second = 0};
  return options;
}

World::World(const std::string& file)
    : options_(options_for(file)),
      db_(file),
      pk_(demo_workspace(db_)),
      key_(create_key(db_, "demo", {std::begin(kScopes), std::end(kScopes)}, now(options_),
                      std::nullopt)),
      service_(options_) {}

std::string World::topic(const std::string& name) {
  Statement row = db_.query("SELECT id FROM topics WHERE workspace = ? AND name = ?", {pk_, name});
  if (!row.step()) stop("the demo has no topic " + name);
  return row.text(0);
}

std::int64_t World::property(const std::string& name) {
  return workspace()->properties.at(name).pk;
}

Json World::send(const std::string& method, const std::string& path, const Json& body) {
  const Request request = api_request(method, path, key_, body);
  const Response response = service_.answer(request);
  if (response.status >= 400) stop(fmt::format("{} {}: {}", method, path, response.body));
  return Json::parse(response.body);
}

void World::checkpoint() {
  db_.run("PRAGMA wal_checkpoint(TRUNCATE)");
}

void stop(const std::string& why) {
  fmt::print(stderr, "segmentsd_bench: {}\n", why);
  std::exit(2);
}

}  // namespace segmentsd::bench
