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

#include "tools/segmentsd/http/adapter.h"
#include "tools/segmentsd/http/connections.h"
#include "tools/segmentsd/http/log.h"
#include "tools/segmentsd/http/socket_stream.h"

namespace segmentsd {
namespace {

constexpr std::size_t kThreads = 32;
constexpr int kBacklog = 128;

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
    SocketStream stream(connection);
    bool closed = false;
    // A part of an answer is of no use to anyone: a range is not looked at.
    process_request(stream, true, closed,
                    [](httplib::Request& request) { request.ranges.clear(); });
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
  const char* end = options.listen.data() + options.listen.size();
  const bool whole = colon != std::string::npos &&
                     std::from_chars(options.listen.data() + colon + 1, end, port).ptr == end;
  if (!whole || port < 0 || port > 65535) {
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
  service.stop();
  const bool failed = ended;
  // The library forgets a stop() that comes before it listens.
  while (!ended && !server.is_running()) std::this_thread::yield();
  server.stop();
  listener.join();
  return failed ? 1 : 0;
}

}  // namespace segmentsd
