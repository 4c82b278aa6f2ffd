#include "tools/tamis/engines/child.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace tamis::engines {
namespace {

constexpr int kSilence = 60'000;  // milliseconds

// In the new process. A program that is not there ends it at once.
[[noreturn]] void become(const std::vector<std::string>& command, int socket) {
  std::vector<char*> arguments;
  arguments.reserve(command.size() + 1);
  for (const std::string& argument : command)
    arguments.push_back(const_cast<char*>(argument.c_str()));
  arguments.push_back(nullptr);
  dup2(socket, STDIN_FILENO);
  dup2(socket, STDOUT_FILENO);
  dup2(open("/dev/null", O_WRONLY | O_CLOEXEC), STDERR_FILENO);
  execvp(arguments.front(), arguments.data());
  _exit(127);
}

}  // namespace

std::optional<std::string> Child::ask(const std::string& line) {
  const bool is_new = socket_ < 0;
  if (is_new && (useless_ || !start())) return std::nullopt;
  if (send(line) && send("\n"))
    if (std::optional<std::string> answer = receive()) return answer;
  useless_ = is_new;
  stop();
  return std::nullopt;
}

bool Child::start() {
  std::array<int, 2> sockets{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets.data()) != 0) return false;
  pid_ = fork();
  if (pid_ == 0) become(command_, sockets[1]);
  close(sockets[1]);
  socket_ = sockets[0];
  if (pid_ < 0) stop();
  return pid_ > 0;
}

void Child::stop() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
  received_.clear();
  if (pid_ <= 0) return;
  kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

bool Child::send(std::string_view text) const {
  while (!text.empty()) {
    const ssize_t sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return false;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
  return true;
}

std::optional<std::string> Child::receive() {
  std::array<char, 65536> buffer{};
  for (;;) {
    if (const std::size_t end = received_.find('\n'); end != std::string::npos) {
      std::string line = received_.substr(0, end);
      received_.erase(0, end + 1);
      return line;
    }
    pollfd waiting{socket_, POLLIN, 0};
    if (poll(&waiting, 1, kSilence) <= 0) return std::nullopt;
    const ssize_t got = recv(socket_, buffer.data(), buffer.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return std::nullopt;
    received_.append(buffer.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace tamis::engines
