// The sockets of the server while there is no whole request on them.
//
//   accept ──add()──▶ waiting ──whole request──▶ work() on a worker ──▶ closing
//
// One thread waits for all clients together, so that a slow or silent one holds no worker. A client
// has `request_time` from its first moment to its request's last byte; of those that wait, the
// oldest gives way when there is no room for a new one.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

namespace segmentsd {

using Clock = std::chrono::steady_clock;

struct ConnectionLimits {
  std::size_t all = 256;
  std::size_t per_address = 64;  // of one IPv4 address, or one IPv6 network of 64 bits
  std::chrono::milliseconds request_time = std::chrono::seconds(10);
  std::size_t held_bytes = 64U << 20U;  // of requests that are not answered yet
};

// What a worker waits for a client to send something, or to take something: at a time,
constexpr std::chrono::nanoseconds kPatience = std::chrono::seconds(10);
// and in all, when so many bytes have passed.
constexpr std::chrono::nanoseconds patience(std::size_t bytes) {
  return kPatience + kPatience * static_cast<std::int64_t>(bytes) / (1 << 20);
}

class Socket {
 public:
  explicit Socket(int descriptor = -1) : descriptor_(descriptor) {}
  Socket(Socket&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(descriptor_, other.descriptor_);
    return *this;
  }
  ~Socket();
  int get() const { return descriptor_; }

 private:
  int descriptor_;
};

struct Connection {
  enum class State : std::uint8_t { Waiting, Working, Closing };
  Socket socket;
  std::string address;  // for whom it counts
  std::string bytes;    // received, not yet read
  bool whole = false;   // `bytes` is all there is to read
  Clock::time_point deadline = {};
  State state = State::Waiting;
  std::size_t held = 0;  // bytes that count
};

class Connections {
 public:
  struct Hooks {
    // Answers the request at the front of `bytes`; called on any of `workers` threads.
    std::function<void(Connection&)> work;
    // The bytes of the answer to whom there is no room or time for; a code of error_codes().
    std::function<std::string(std::string_view code, std::string_view message)> refusal;
  };

  Connections(ConnectionLimits limits, std::size_t workers, Hooks hooks);
  Connections(const Connections&) = delete;
  Connections& operator=(const Connections&) = delete;
  // Waits for the answers at hand.
  ~Connections();

  // Takes an accepted socket; from any thread.
  void add(int socket);

 private:
  class Workers;

  void run();
  void wait();
  void give(Connection connection);  // to the thread of run()
  void admit(Connection connection);
  bool make_room(const std::string& address);
  void receive(Connection& connection);
  void judge(Connection& connection);
  void start(Connection& connection, bool whole);
  void refuse(Connection& connection, std::string_view code, std::string_view message);
  void linger(Connection& connection);
  void expire(Connection& connection, Clock::time_point now);
  void forget(const Connection& connection);

  const ConnectionLimits limits_;
  const Hooks hooks_;
  std::mutex mutex_;
  std::vector<Connection> given_;  // guarded by mutex_
  std::atomic<bool> stopped_{false};
  Socket wake_;

  // Of the thread of run() alone.
  std::vector<Connection> open_;
  std::vector<bool> readable_;             // open_[i] has bytes, or has ended
  std::map<std::string, std::size_t> of_;  // waiting and working, by address
  std::size_t counted_ = 0, held_ = 0;

  std::unique_ptr<Workers> workers_;
  std::thread thread_;
};

}  // namespace segmentsd
