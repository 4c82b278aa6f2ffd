#include "tools/segmentsd/http/socket_stream.h"

#include <poll.h>
#include <sys/socket.h>

#include <algorithm>

namespace segmentsd {

bool SocketStream::ready(short events, Clock::time_point until) const {
  const auto left = std::chrono::ceil<std::chrono::milliseconds>(until - Clock::now()).count();
  pollfd entry{connection_.socket.get(), events, 0};
  return left > 0 && ::poll(&entry, 1, static_cast<int>(left)) == 1;
}

bool SocketStream::is_readable() const {
  return taken_ < connection_.bytes.size() || connection_.whole || ready(POLLIN, read_until_);
}

bool SocketStream::is_writable() const {
  if (!write_until_) write_until_ = Clock::now() + time_;
  return ready(POLLOUT, *write_until_);
}

ssize_t SocketStream::read(char* to, std::size_t size) {
  const std::size_t held = connection_.bytes.size() - taken_;
  if (held != 0) {
    const std::size_t count = connection_.bytes.copy(to, std::min(size, held), taken_);
    taken_ += count;
    return static_cast<ssize_t>(count);
  }
  if (connection_.whole) return 0;
  if (!ready(POLLIN, read_until_)) return -1;
  return ::recv(socket(), to, size, MSG_DONTWAIT);
}

ssize_t SocketStream::write(const char* from, std::size_t size) {
  if (!is_writable()) return -1;
  return ::send(socket(), from, size, MSG_DONTWAIT | MSG_NOSIGNAL);
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
