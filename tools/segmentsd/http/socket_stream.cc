#include "tools/segmentsd/http/socket_stream.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

namespace segmentsd {

bool SocketStream::ready(short events, Direction& direction) const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(
      std::min(kPatience, patience(direction.bytes) - direction.waited));
  if (left.count() <= 0) return false;
  const auto since = Clock::now();
  pollfd entry{connection_.socket.get(), events, 0};
  const bool is_ready = ::poll(&entry, 1, static_cast<int>(left.count())) == 1;
  direction.waited += Clock::now() - since;
  return is_ready;
}

bool SocketStream::is_readable() const {
  return taken_ < connection_.bytes.size() || connection_.whole || ready(POLLIN, in_);
}

bool SocketStream::is_writable() const {
  return ready(POLLOUT, out_);
}

ssize_t SocketStream::read(char* to, std::size_t size) {
  const std::size_t held = connection_.bytes.size() - taken_;
  if (held != 0) {
    const std::size_t count = connection_.bytes.copy(to, std::min(size, held), taken_);
    taken_ += count;
    in_.bytes += count;
    return static_cast<ssize_t>(count);
  }
  if (connection_.whole) return 0;
  if (!ready(POLLIN, in_)) return -1;
  const ssize_t count = ::recv(socket(), to, size, MSG_DONTWAIT);
  if (count > 0) in_.bytes += static_cast<std::size_t>(count);
  return count;
}

ssize_t SocketStream::write(const char* from, std::size_t size) {
  if (!is_writable()) return -1;
  const ssize_t count = ::send(socket(), from, size, MSG_DONTWAIT | MSG_NOSIGNAL);
  if (count > 0) out_.bytes += static_cast<std::size_t>(count);
  return count;
}

void SocketStream::get_remote_ip_and_port(std::string& ip, int& port) const {
  ip = connection_.address;
  port = 0;
}

void SocketStream::get_local_ip_and_port(std::string& ip, int& port) const {
  ip.clear();
  port = 0;
}

}  // namespace segmentsd
