// A connection as cpp-httplib reads and writes it: first what was received already, then the
// socket. One time is given for all that is read, from the stream's making, and one for all that is
// written, from the first byte.
#pragma once

#include <httplib.h>

#include <optional>

#include "tools/segmentsd/http/connections.h"

namespace segmentsd {

// Borrows the connection. A client that is late has broken off: read() and write() are -1.
class SocketStream : public httplib::Stream {
 public:
  SocketStream(Connection& connection, std::chrono::milliseconds time)
      : connection_(connection), time_(time), read_until_(Clock::now() + time) {}

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* to, std::size_t size) override;
  ssize_t write(const char* from, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return connection_.socket.get(); }

 private:
  bool ready(short events, Clock::time_point until) const;

  Connection& connection_;
  const std::chrono::milliseconds time_;
  const Clock::time_point read_until_;
  mutable std::optional<Clock::time_point> write_until_;
  std::size_t taken_ = 0;  // of connection_.bytes
};

}  // namespace segmentsd
