#include "tools/segmentsd/http/server.h"

#include <fmt/format.h>
#include <httplib.h>
#include <pthread.h>
#include <signal.h>

#include <charconv>
#include <chrono>
#include <condition_variable>
#include <thread>

#include "tools/segmentsd/keys/random.h"

namespace segmentsd {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kMaxBody = 1U << 20U;
// What is read, and thrown away, of a larger body, so that its sender can read the answer.
constexpr std::size_t kMaxDrained = 4 * kMaxBody;
constexpr auto kMaxBodyTime = std::chrono::seconds(15);
constexpr time_t kSocketSeconds = 5;
constexpr std::size_t kThreads = 32;

std::string header(const httplib::Request& request, const char* name) {
  return request.get_header_value(name);
}

// A request's body, which is read once. Without a length it is empty, as HTTP says; the library
// would wait for the end of the connection.
class BodyReader {
 public:
  BodyReader(const httplib::Request& request, const httplib::ContentReader* reader)
      : reader_(request.has_header("Content-Length") || request.has_header("Transfer-Encoding")
                    ? reader
                    : nullptr) {}

  // Counts what arrives: cpp-httplib 0.11 lets chunked bodies past its own limit.
  bool read(std::string& body) {
    if (reader_ == nullptr) return true;
    const auto deadline = Clock::now() + kMaxBodyTime;
    std::size_t seen = 0;
    bool late = false;
    const bool whole = (*std::exchange(reader_, nullptr))([&](const char* data, std::size_t size) {
      seen += size;
      if (seen <= kMaxBody) body.append(data, size);
      late = Clock::now() > deadline;
      return !late && seen <= kMaxDrained;
    });
    if (seen > kMaxBody) return false;
    if (late) throw ApiError("REQUEST_TIMEOUT", "the body took too long");
    if (!whole) throw ApiError("INVALID_REQUEST", "the body broke off");
    return true;
  }

  // A request that was turned away early still has its body on the way.
  void drain() {
    if (reader_ == nullptr) return;
    const auto deadline = Clock::now() + kMaxBodyTime;
    std::size_t seen = 0;
    (*std::exchange(reader_, nullptr))([&](const char*, std::size_t size) {
      seen += size;
      return seen <= kMaxDrained && Clock::now() <= deadline;
    });
  }

 private:
  const httplib::ContentReader* reader_;
};

Request to_request(const httplib::Request& from, BodyReader& body) {
  Request request{.method = from.method,
                  .path = from.path,
                  .id = "req_" + random_hex(12),
                  .query = {},
                  .authorization = header(from, "Authorization"),
                  .content_type = header(from, "Content-Type"),
                  .if_match = header(from, "If-Match"),
                  .idempotency_key = header(from, "Idempotency-Key"),
                  .read_body = {}};
  request.query.insert(from.params.begin(), from.params.end());
  request.read_body = [&body](std::string& text) { return body.read(text); };
  return request;
}

void log(const Request& request, const Response& response, Clock::time_point since) {
  const Json line{{"level", "info"},
                  {"requestId", request.id},
                  {"method", request.method},
                  {"path", request.path},
                  {"status", response.status},
                  {"ms", std::chrono::duration<double, std::milli>(Clock::now() - since).count()}};
  fmt::print(stderr, "{}\n", line.dump(-1, ' ', true, Json::error_handler_t::replace));
}

void write(const Response& response, httplib::Response& to) {
  to.status = response.status;
  for (const auto& [name, value] : response.headers) to.set_header(name, value);
  to.set_content(response.body, "application/json");
}

void answer(Service& service, const httplib::Request& from, httplib::Response& to,
            const httplib::ContentReader* reader) {
  const auto since = Clock::now();
  BodyReader body(from, reader);
  const Request request = to_request(from, body);
  const Response response = service.answer(request);
  body.drain();
  write(response, to);
  log(request, response, since);
}

// What cpp-httplib refuses by itself has a status and no body.
void fill_error(const httplib::Request& from, httplib::Response& to) {
  if (!to.body.empty()) return;
  constexpr std::pair<int, std::string_view> kCodes[] = {{404, "NOT_FOUND"},
                                                         {413, "PAYLOAD_TOO_LARGE"},
                                                         {414, "URI_TOO_LONG"},
                                                         {416, "RANGE_NOT_SATISFIABLE"},
                                                         {500, "INTERNAL_ERROR"}};
  std::string_view code = "INVALID_REQUEST";
  for (const auto& [status, name] : kCodes)
    if (status == to.status) code = name;
  const ApiError error(code, "the request is not one that this server reads");
  BodyReader none(from, nullptr);
  const Request request = to_request(from, none);
  write({error.status(), error.envelope(request.id).dump(), {{"X-Request-Id", request.id}}}, to);
}

void add_routes(httplib::Server& server, Service& service) {
  server.Get("/healthz", [&](const httplib::Request&, httplib::Response& to) {
    to.set_content(R"({"status":"ok"})", "application/json");
  });
  server.Get("/metrics", [&](const httplib::Request&, httplib::Response& to) {
    to.set_content(service.metrics(), "text/plain; version=0.0.4");
  });
  const auto plain = [&](const httplib::Request& from, httplib::Response& to) {
    answer(service, from, to, nullptr);
  };
  const auto with_body = [&](const httplib::Request& from, httplib::Response& to,
                             const httplib::ContentReader& reader) {
    answer(service, from, to, &reader);
  };
  const char* all = R"([^]*)";
  server.Get(all, plain);
  server.Options(all, plain);
  server.Post(all, with_body);
  server.Put(all, with_body);
  server.Patch(all, with_body);
  server.Delete(all, with_body);
}

void configure(httplib::Server& server) {
  server.new_task_queue = [] { return new httplib::ThreadPool(kThreads); };
  server.set_read_timeout(kSocketSeconds);
  server.set_write_timeout(kSocketSeconds);
  server.set_payload_max_length(kMaxDrained);
  // One request on a connection: what is left unread of one can never be taken for another.
  server.set_keep_alive_max_count(1);
  server.set_error_handler(fill_error);
  server.set_exception_handler([](const httplib::Request&, httplib::Response& to,
                                  const std::exception_ptr&) { to.status = 500; });
}

// Brings members up to the present until it is told to stop.
class Refresher {
 public:
  explicit Refresher(Service& service) : thread_([this, &service] { run(service); }) {}
  Refresher(const Refresher&) = delete;
  Refresher& operator=(const Refresher&) = delete;
  ~Refresher() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    wake_.notify_one();
    thread_.join();
  }

 private:
  void run(Service& service) {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopped_; })) {
      try {
        service.refresh();
      } catch (const std::exception& error) {
        fmt::print(stderr, "{}\n", Json{{"level", "error"}, {"refresh", error.what()}}.dump());
      }
    }
  }

  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopped_ = false;
  std::thread thread_;
};

}  // namespace

int serve(const Options& options) {
  const std::size_t colon = options.listen.rfind(':');
  int port = -1;
  if (colon != std::string::npos)
    std::from_chars(options.listen.data() + colon + 1,
                    options.listen.data() + options.listen.size(), port);
  if (port < 0 || port > 65535) {
    fmt::print(stderr, "segmentsd: `{}` is not HOST:PORT\n", options.listen);
    return 2;
  }
  const std::string host = options.listen.substr(0, colon);

  // Taken by sigwait() alone, so that no handler interrupts anything.
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGTERM);
  sigaddset(&signals, SIGINT);
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  signal(SIGPIPE, SIG_IGN);

  Service service(options);
  httplib::Server server;
  configure(server);
  add_routes(server, service);
  const int bound = port == 0                         ? server.bind_to_any_port(host)
                    : server.bind_to_port(host, port) ? port
                                                      : -1;
  if (bound < 0) {
    fmt::print(stderr, "segmentsd: cannot listen on {}\n", options.listen);
    return 1;
  }
  fmt::print("listening on http://{}:{}\n", host, bound);
  std::fflush(stdout);
  const Refresher refresher(service);
  std::thread listener([&] { server.listen_after_bind(); });
  int received = 0;
  sigwait(&signals, &received);
  server.stop();
  listener.join();
  return 0;
}

}  // namespace segmentsd
