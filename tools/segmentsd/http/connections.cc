#include "tools/segmentsd/http/connections.h"

#include <arpa/inet.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <deque>

#include "tools/segmentsd/http/framing.h"

namespace segmentsd {
namespace {

using State = Connection::State;

// What a client still sends is read, and thrown away, so that it can read the answer.
constexpr auto kLingerTime = std::chrono::seconds(2);
constexpr std::size_t kMaxLingering = 64;

std::string address_of(int socket) {
  sockaddr_storage from{};
  socklen_t size = sizeof from;
  if (::getpeername(socket, reinterpret_cast<sockaddr*>(&from), &size) != 0) return {};
  if (from.ss_family == AF_INET) {
    const auto& in = reinterpret_cast<const sockaddr_in&>(from).sin_addr;
    return {reinterpret_cast<const char*>(&in), sizeof in};
  }
  const auto& in = reinterpret_cast<const sockaddr_in6&>(from).sin6_addr;
  const std::size_t counted = IN6_IS_ADDR_V4MAPPED(&in) ? sizeof in : sizeof in / 2;
  return {reinterpret_cast<const char*>(&in), counted};
}

// All or nothing, as far as the socket's buffer has room: who refuses does not wait.
void send_now(const Connection& connection, std::string_view text) {
  // A client that is gone learns nothing, and need not.
  (void)!::send(connection.socket.get(), text.data(), text.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
}

}  // namespace

Socket::~Socket() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

class Connections::Workers {
 public:
  Workers(Connections& owner, std::size_t count) : owner_(owner) {
    for (std::size_t i = 0; i < count; ++i) threads_.emplace_back([this] { run(); });
  }
  Workers(const Workers&) = delete;
  Workers& operator=(const Workers&) = delete;
  ~Workers() {
    {
      const std::lock_guard lock(mutex_);
      stopped_ = true;
    }
    wake_.notify_all();
    for (std::thread& thread : threads_) thread.join();
  }

  void add(Connection connection) {
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back(std::move(connection));
    }
    wake_.notify_one();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    for (;;) {
      wake_.wait(lock, [this] { return stopped_ || !jobs_.empty(); });
      if (jobs_.empty()) return;
      Connection connection = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      owner_.hooks_.work(connection);
      owner_.give(std::move(connection));
      lock.lock();
    }
  }

  Connections& owner_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::deque<Connection> jobs_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

Connections::Connections(ConnectionLimits limits, std::size_t workers, Hooks hooks)
    : limits_(limits),
      hooks_(std::move(hooks)),
      wake_(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)),
      workers_(std::make_unique<Workers>(*this, workers)),
      thread_([this] { run(); }) {}

Connections::~Connections() {
  stopped_ = true;
  eventfd_write(wake_.get(), 1);
  thread_.join();
  workers_.reset();
}

void Connections::add(int socket) {
  Connection connection{.socket = Socket(socket), .address = address_of(socket), .bytes = {}};
  connection.deadline = Clock::now() + limits_.request_time;
  give(std::move(connection));
}

void Connections::give(Connection connection) {
  {
    const std::lock_guard lock(mutex_);
    given_.push_back(std::move(connection));
  }
  eventfd_write(wake_.get(), 1);
}

void Connections::run() {
  while (!stopped_) {
    wait();
    std::vector<Connection> given;
    {
      const std::lock_guard lock(mutex_);
      given.swap(given_);
    }
    const auto now = Clock::now();
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (readable_[i]) receive(open_[i]);
      expire(open_[i], now);
    }
    // A socket of -1 is one that was handed over or is done with.
    std::erase_if(open_, [](const Connection& c) { return c.socket.get() < 0; });
    for (Connection& connection : given) admit(std::move(connection));
    std::erase_if(open_, [](const Connection& c) { return c.socket.get() < 0; });
  }
}

void Connections::wait() {
  std::vector<pollfd> entries{{wake_.get(), POLLIN, 0}};
  auto next = Clock::now() + std::chrono::seconds(60);
  for (const Connection& connection : open_) {
    entries.push_back({connection.socket.get(), POLLIN, 0});
    next = std::min(next, connection.deadline);
  }
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(next - Clock::now()).count();
  const int ready = ::poll(entries.data(), entries.size(), static_cast<int>(std::max(left, 0L)));
  eventfd_t count = 0;
  if (ready > 0 && entries[0].revents != 0) eventfd_read(wake_.get(), &count);
  readable_.assign(open_.size(), false);
  for (std::size_t i = 0; ready > 0 && i < open_.size(); ++i)
    readable_[i] = entries[i + 1].revents != 0;
}

void Connections::admit(Connection connection) {
  if (connection.state == State::Working) {  // a worker is done with it
    forget(connection);
    open_.push_back(std::move(connection));
    linger(open_.back());
    return;
  }
  const bool room = make_room(connection.address);
  ++counted_;
  const std::size_t of_address = ++of_[connection.address];
  open_.push_back(std::move(connection));
  // Read at once: who has sent its request gives way to none.
  if (room) return receive(open_.back());
  refuse(open_.back(),
         of_address > limits_.per_address ? "RATE_LIMIT_EXCEEDED" : "SERVICE_UNAVAILABLE",
         "too many connections are open");
}

// Whether one more may be open; the oldest of those in the way that have sent no whole request is
// closed for it.
bool Connections::make_room(const std::string& address) {
  const auto found = of_.find(address);
  const bool own = found != of_.end() && found->second >= limits_.per_address;
  if (!own && counted_ < limits_.all) return true;
  Connection* oldest = nullptr;
  for (Connection& connection : open_)
    if (connection.socket.get() >= 0 && connection.state == State::Waiting &&
        (!own || connection.address == address) &&
        (oldest == nullptr || connection.deadline < oldest->deadline))
      oldest = &connection;
  if (oldest == nullptr) return false;
  refuse(*oldest, own ? "RATE_LIMIT_EXCEEDED" : "SERVICE_UNAVAILABLE",
         "the connection made room for a newer one");
  return true;
}

void Connections::receive(Connection& connection) {
  constexpr int kTurns = 16;  // then the others have theirs
  std::array<char, 16384> buffer;
  for (int turn = 0; turn < kTurns; ++turn) {
    const ssize_t count =
        ::recv(connection.socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0) {
      if (connection.state == State::Waiting) forget(connection);
      connection.socket = Socket();
      return;
    }
    if (connection.state == State::Closing) continue;
    connection.bytes.append(buffer.data(), static_cast<std::size_t>(count));
    connection.held += static_cast<std::size_t>(count);
    held_ += static_cast<std::size_t>(count);
    judge(connection);
    if (connection.socket.get() < 0) return;
  }
}

void Connections::judge(Connection& connection) {
  if (held_ > limits_.held_bytes)
    return refuse(connection, "SERVICE_UNAVAILABLE", "too many large requests are on the way");
  switch (framing_of(connection.bytes)) {
    case Framing::Partial:
      return;
    case Framing::Continue:
      forget_expectation(connection.bytes);
      return send_now(connection, "HTTP/1.1 100 Continue\r\n\r\n");
    case Framing::Whole:
      return start(connection, true);
    case Framing::Begun:
      return start(connection, false);
    case Framing::Ambiguous:
      return refuse(connection, "INVALID_REQUEST", "the length of the body is not clear");
    case Framing::EmptyHeader:
      return refuse(connection, "INVALID_REQUEST",
                    "`If-Match` and `Idempotency-Key` cannot be empty");
    case Framing::HeadTooLarge:
      return refuse(connection, "HEADERS_TOO_LARGE", "the headers may have at most 32 KiB");
  }
}

void Connections::start(Connection& connection, bool whole) {
  connection.whole = whole;
  connection.state = State::Working;
  workers_->add(std::move(connection));
}

void Connections::refuse(Connection& connection, std::string_view code, std::string_view message) {
  forget(connection);
  send_now(connection, hooks_.refusal(code, message));
  linger(connection);
}

void Connections::linger(Connection& connection) {
  const auto lingering = std::count_if(open_.begin(), open_.end(), [](const Connection& c) {
    return c.socket.get() >= 0 && c.state == State::Closing;
  });
  connection.state = State::Closing;
  connection.bytes.clear();
  connection.deadline = Clock::now() + kLingerTime;
  ::shutdown(connection.socket.get(), SHUT_WR);
  if (static_cast<std::size_t>(lingering) >= kMaxLingering) connection.socket = Socket();
}

void Connections::expire(Connection& connection, Clock::time_point now) {
  if (connection.socket.get() < 0 || connection.deadline > now) return;
  if (connection.state == State::Waiting && !connection.bytes.empty())
    return refuse(connection, "REQUEST_TIMEOUT", "the request took too long to arrive");
  if (connection.state == State::Waiting) forget(connection);
  connection.socket = Socket();
}

void Connections::forget(const Connection& connection) {
  --counted_;
  held_ -= connection.held;
  const auto found = of_.find(connection.address);
  if (--found->second == 0) of_.erase(found);
}

}  // namespace segmentsd
