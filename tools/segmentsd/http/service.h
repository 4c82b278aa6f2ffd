// The service without its transport: a request in, a response out.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <map>
#include <memory>
#include <semaphore>
#include <string>

#include "tools/segmentsd/http/call.h"
#include "tools/segmentsd/http/connections.h"
#include "tools/segmentsd/http/routes.h"
#include "tools/segmentsd/keys/keys.h"
#include "tools/segmentsd/keys/rate_limit.h"
#include "tools/segmentsd/store/pool.h"

namespace segmentsd {

struct Options {
  std::string db = "segments.db";
  std::string listen = "127.0.0.1:8080";
  RateLimits rate = {};
  ConnectionLimits connections = {};
  std::string clock_file = {};  // for tests: holds the time in milliseconds; "" is the system's
};

// The present, or what the clock file says.
std::int64_t now(const Options& options);

struct Request {
  std::string method, path, id;  // `id` is the request's own, as in X-Request-Id
  Query query;
  std::string authorization, content_type, if_match, idempotency_key;
  // Reads the body, once; false when it has more than `max` bytes, of which some may have come.
  std::function<bool(std::size_t max, const BodySink&)> read_body;
};

struct Response {
  int status = 200;
  std::string body;
  std::map<std::string, std::string> headers = {};
  std::shared_ptr<const Spool> lines = {};  // instead of a body
};

// Safe to use from several threads.
class Service {
 public:
  explicit Service(const Options& options);

  Response answer(const Request& request);
  std::int64_t now() const;
  // Members of segments with relative dates, brought up to the present, and SQLite's notes of what
  // its tables hold; a look at the database when neither can have changed. By one thread.
  void refresh();
  // 200 when the database can be read, and is the file that `--db` names.
  Response health(const Request& request);
  std::string metrics() const;
  // Ends bodies that are read as they come, so that a slow one keeps nobody waiting.
  void stop() { stopped_ = true; }

 private:
  Response handle(const Request& request, std::map<std::string, std::string>& headers);
  Key authenticate(const Request& request, Database& db) const;
  void limit(const Key& key, std::map<std::string, std::string>& headers);
  Response run(const Request& request, const RouteMatch& match, const Key& key, Database& db);
  void analyse(Database& db);
  Response run_lines(const Request& request, const Route& route, const Key& key, Database& db);

  Options options_;
  Pool pool_;
  Workspaces workspaces_;
  RateLimiter limiter_;
  std::int64_t analysed_at_ = 0;  // how many contacts there were
  std::int64_t refreshed_at_ = std::numeric_limits<std::int64_t>::max();
  std::counting_semaphore<> lines_free_;  // for requests whose body is lines
  std::atomic<bool> stopped_{false};
  std::array<std::atomic<std::int64_t>, 6> by_class_{};  // responses by the status' first digit
};

}  // namespace segmentsd
