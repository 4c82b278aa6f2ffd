// Child: a program that answers one line with one line.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace tamis::engines {

// Started by the first question, killed with this object. Not safe from several threads.
class Child {
 public:
  explicit Child(std::vector<std::string> command) : command_(std::move(command)) {}
  ~Child() { stop(); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  // The answer without its line break; nullopt if the program ends or is silent for a minute. Then
  // the next question starts it anew, unless it has never answered any. Its standard error is lost.
  std::optional<std::string> ask(const std::string& line);

 private:
  bool start();
  void stop();
  bool send(std::string_view text) const;
  std::optional<std::string> receive();

  std::vector<std::string> command_;
  bool useless_ = false;
  int pid_ = -1;
  int socket_ = -1;
  std::string received_;
};

}  // namespace tamis::engines
