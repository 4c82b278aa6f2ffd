// A connection as cpp-httplib reads and writes it: first what was received already, then the
// socket.
#pragma once

#include <httplib.h>

#include <chrono>
#include <cstddef>
#include <string>

#include "tools/segmentsd/http/connections.h"

namespace segmentsd {

// Borrows the connection. A client that outwears the patience() for what it sends, or for what it
// takes, has broken off: read() and write() are -1.
class SocketStream : public httplib::Stream {
 public:
  explicit SocketStream(Connection& connection) : connection_(connection) {}

  bool is_readable() const override;
  bool is_writable() const override;
  ssize_t read(char* to, std::size_t size) override;
  ssize_t write(const char* from, std::size_t size) override;
  void get_remote_ip_and_port(std::string& ip, int& port) const override;
  void get_local_ip_and_port(std::string& ip, int& port) const override;
  socket_t socket() const override { return connection_.socket.get(); }

 private:
  struct Direction {
    std::size_t bytes = 0;
    std::chrono::nanoseconds waited{0};
  };
  bool ready(short events, Direction& direction) const;

  Connection& connection_;
  std::size_t taken_ = 0;  // of connection_.bytes
  mutable Direction in_, out_;
};

}  // namespace segmentsd
