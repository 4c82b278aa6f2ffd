#include "tools/segmentsd/http/server.h"

#include <fmt/format.h>
#include <httplib.h>
#include <pthread.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <thread>

#include "tools/segmentsd/http/connections.h"
#include "tools/segmentsd/http/framing.h"
#include "tools/segmentsd/http/log.h"
#include "tools/segmentsd/http/socket_stream.h"
#include "tools/segmentsd/keys/random.h"

namespace segmentsd {
namespace {

constexpr auto kSocketTime = std::chrono::seconds(10);  // beyond the time to send the request
constexpr std::size_t kThreads = 32;
constexpr int kBacklog = 128;

std::string header(const httplib::Request& request, const char* name) {
  return request.get_header_value(name);
}

// A request's body, which is read once. Without a length it is empty, as HTTP says; the library
// would wait for the end of the connection.
class BodyReader {
 public:
  BodyReader(const httplib::Request& request, const httplib::ContentReader* reader)
      : reader_(reader) {
    const bool has_length = request.has_header("Content-Length");
    if (!has_length && !request.has_header("Transfer-Encoding")) reader_ = nullptr;
    too_large_ = has_length && request.get_header_value<std::uint64_t>("Content-Length") > kMaxBody;
  }

  // Counts what arrives: cpp-httplib 0.11 lets chunked bodies past its own limit.
  bool read(std::string& body) {
    if (reader_ == nullptr) return true;
    if (too_large_) return false;
    const auto deadline = Clock::now() + kSocketTime;
    const bool whole = (*std::exchange(reader_, nullptr))([&](const char* data, std::size_t size) {
      too_large_ = body.size() + size > kMaxBody;
      if (!too_large_) body.append(data, size);
      return !too_large_;
    });
    if (too_large_) return false;
    if (!whole && Clock::now() >= deadline)
      throw ApiError("REQUEST_TIMEOUT", "the body took too long");
    if (!whole) throw ApiError("INVALID_REQUEST", "the body broke off");
    return true;
  }

 private:
  const httplib::ContentReader* reader_;
  bool too_large_ = false;
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
  log_line("info",
           {{"requestId", request.id},
            {"method", request.method},
            {"path", request.path},
            {"status", response.status},
            {"ms", std::chrono::duration<double, std::milli>(Clock::now() - since).count()}});
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

// The answer to whom no worker listens.
std::string refusal(std::string_view code, std::string_view message) {
  const ApiError error(code, std::string(message));
  const std::string id = "req_" + random_hex(12);
  const Response response{error.status(), error.envelope(id).dump(), {}};
  Request none;
  none.id = id;
  log(none, response, Clock::now());
  return fmt::format(
      "HTTP/1.1 {} \r\nContent-Type: application/json\r\nContent-Length: {}\r\n"
      "Connection: close\r\nRetry-After: 1\r\nX-Request-Id: {}\r\n\r\n{}",
      response.status, response.body.size(), id, response.body);
}

// cpp-httplib for what a request says; its sockets are waited for in Connections.
class Server : public httplib::Server {
 public:
  explicit Server(const ConnectionLimits& limits)
      : connections_(
            limits, kThreads,
            {.work = [this](Connection& connection) { process(connection); }, .refusal = refusal}) {
    struct AtOnce : httplib::TaskQueue {
      void enqueue(std::function<void()> task) override { task(); }
      void shutdown() override {}
    };
    new_task_queue = [] { return new AtOnce; };
    set_error_handler(fill_error);
    set_exception_handler([](const httplib::Request&, httplib::Response& to,
                             const std::exception_ptr&) { to.status = 500; });
  }

  // The library's own backlog is five.
  void widen() { ::listen(svr_sock_, kBacklog); }

 private:
  bool process_and_close_socket(socket_t socket) override {
    connections_.add(socket);
    return true;
  }

  // One request on a connection: what is left unread of one can never be taken for another.
  void process(Connection& connection) {
    SocketStream stream(connection, kSocketTime);
    bool closed = false;
    process_request(stream, true, closed, nullptr);
  }

  Connections connections_;
};

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
        log_line("error", {{"refresh", error.what()}});
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
  signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is a full disk, not the end

  Service service(options);
  Server server(options.connections);
  add_routes(server, service);
  const int bound = port == 0                         ? server.bind_to_any_port(host)
                    : server.bind_to_port(host, port) ? port
                                                      : -1;
  if (bound < 0) {
    fmt::print(stderr, "segmentsd: cannot listen on {}\n", options.listen);
    return 1;
  }
  server.widen();
  fmt::print("listening on http://{}:{}\n", host, bound);
  std::fflush(stdout);
  const Refresher refresher(service);
  std::atomic<bool> ended{false};
  std::thread listener([&] {
    server.listen_after_bind();
    ended = true;
    kill(getpid(), SIGTERM);
  });
  int received = 0;
  sigwait(&signals, &received);
  const bool failed = ended;
  // The library forgets a stop() that comes before it listens.
  while (!ended && !server.is_running()) std::this_thread::yield();
  server.stop();
  listener.join();
  return failed ? 1 : 0;
}

}  // namespace segmentsd
