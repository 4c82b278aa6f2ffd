// A file that is replaced as a whole, so that a reader sees the old content or the new.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>

namespace tamis {

// what() is the reason, such as "Permission denied".
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
  explicit FileError(int error);  // errno's
};

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor();
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  int get() const { return number_; }
  void close();  // which may fail; throws a FileError

 private:
  int number_;
};

// What is written stands beside the file until finish() puts it in its place; without that it is
// gone, and the file is as it was. The file may be new. One that was there keeps its permissions,
// and its owner where that is allowed; a symbolic link to it stays one. Throws FileErrors.
class ReplacedFile {
 public:
  explicit ReplacedFile(const std::string& path);
  ~ReplacedFile();
  ReplacedFile(const ReplacedFile&) = delete;
  ReplacedFile& operator=(const ReplacedFile&) = delete;

  void write(std::string_view bytes);
  void finish();

 private:
  std::string target_;  // behind links
  std::string beside_;
  Descriptor file_;
};

}  // namespace tamis
