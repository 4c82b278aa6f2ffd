#include <fmt/format.h>
#include <httplib.h>
#include <signal.h>
#include <sys/wait.h>
#include <tamis/sqlite_query.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <memory>

#include "tests/bench/segmentsd/bench.h"
#include "tools/segmentsd/http/server.h"
#include "tools/segmentsd/segments/contact.h"
#include "tools/segmentsd/segments/membership.h"

namespace segmentsd::bench {
namespace {

constexpr int kLeast = 21;
constexpr double kBudget = 10'000;  // milliseconds for a case

// `segmentsd` as a process of its own.
class Server {
 public:
  explicit Server(const Options& options) {
    std::array<int, 2> out{};
    if (pipe(out.data()) != 0) stop("no pipe");
    child_ = fork();
    if (child_ == 0) {
      dup2(out[1], STDOUT_FILENO);
      if (std::freopen("/dev/null", "w", stderr) == nullptr) std::_Exit(2);
      std::_Exit(serve(options));
    }
    close(out[1]);
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> from(fdopen(out[0], "r"), std::fclose);
    std::array<char, 100> line{};
    if (std::fgets(line.data(), line.size(), from.get()) == nullptr) stop("no server");
    const std::string address(line.data());
    port_ = std::atoi(address.c_str() + address.rfind(':') + 1);
  }
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;
  ~Server() {
    kill(child_, SIGTERM);
    waitpid(child_, nullptr, 0);
  }
  int port() const { return port_; }

 private:
  pid_t child_ = 0;
  int port_ = 0;
};

constexpr struct {
  const char *name, *conditions;
} kCases[] = {
    {"one address", R"({"email": "jun.ito50000@example.com"})"},
    {"a country and a number, few", R"({"country": "FI", "lifetime_value": {"$gte": 890}})"},
    {"a country and a number, many",
     R"({"country": {"$in": ["FI", "SE", "NO"]}, "lifetime_value": {"$gte": 250}})"},
    {"a country of three", R"({"country": {"$in": ["FI", "SE", "NO"]}})"},
    {"a text but one, or none", R"({"plan": {"$ne": "free"}})"},
};

// The statements of a search, run on this program's own connection.
class Straight {
 public:
  Straight(World& world, const std::string& conditions)
      : world_(world), workspace_(world.workspace()) {
    auto rule = workspace_->compile(conditions);
    if (!rule) stop(conditions + " does not compile");
    rule_ = std::make_unique<Rule>(*std::move(rule));
  }

  std::int64_t run() {
    std::vector<std::int64_t> page;
    {
      Statement rows =
          world_.db().query_once("SELECT pk FROM contacts WHERE workspace = ? AND (" +
                                     rule_->filter.text + ") ORDER BY pk DESC LIMIT 21",
                                 {world_.pk()});
      if (tamis::sqlite::bind(rows.get(), rule_->filter, world_.context(), 2) != SQLITE_OK)
        stop("a value that is not bound");
      while (rows.step()) page.push_back(rows.integer(0));
    }
    if (page.size() > 20) page.pop_back();
    for (const std::int64_t pk : page) read_contact(world_.db(), *workspace_, pk);
    return count_contacts(world_.db(), world_.pk(), *rule_, world_.context());
  }

 private:
  World& world_;
  std::shared_ptr<const Workspace> workspace_;
  std::unique_ptr<Rule> rule_;
};

std::int64_t total(httplib::Client& client, const httplib::Headers& headers,
                   const std::string& conditions) {
  const std::string body = R"({"conditions": )" + conditions + "}";
  const auto answer = client.Post("/v1/contacts/search", headers, body, "application/json");
  if (!answer || answer->status != 200) stop("a search that fails");
  return Json::parse(answer->body)["total"];
}

std::vector<double> clocks(const std::vector<Times>& times) {
  std::vector<double> found;
  for (const Times& each : times) found.push_back(each.clock);
  return found;
}

}  // namespace

void search(const std::string& file, int rounds) {
  const Server server(options_for(file));  // a fork comes before any connection to the file
  World world(file);
  httplib::Client client("127.0.0.1", server.port());
  client.set_read_timeout(60);
  const httplib::Headers headers{{"Authorization", "Bearer " + world.key()}};
  fmt::print(
      "| Conditions | Matches | Searches | HTTP, ms: p50 | p99 | SQL, ms: p50 | p99 | × at p50 | "
      "more, ms |\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
  for (const auto& asked : kCases) {
    Straight straight(world, asked.conditions);
    Race race;
    std::int64_t by_http = 0, by_sql = 0;
    double spent = 0;
    for (int round = 0; round < rounds && (round < kLeast || spent < kBudget); ++round) {
      race.ours.push_back(timed([&] { by_http = total(client, headers, asked.conditions); }));
      race.theirs.push_back(timed([&] { by_sql = straight.run(); }));
      if (by_http != by_sql) stop(fmt::format("{}: {} and {}", asked.name, by_http, by_sql));
      spent += race.ours.back().clock + race.theirs.back().clock;
    }
    std::vector<double> more;
    for (std::size_t i = 0; i < race.ours.size(); ++i)
      more.push_back(race.ours[i].clock - race.theirs[i].clock);
    const std::vector<double> ours = clocks(race.ours), theirs = clocks(race.theirs);
    fmt::print("| {} | {} | {} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} | {:.2f} |\n",
               asked.name, by_sql, ours.size(), median(ours), percentile(ours, 0.99),
               median(theirs), percentile(theirs, 0.99), race.clock_ratio(), median(more));
    std::fflush(stdout);
  }
}

}  // namespace segmentsd::bench
