#include "tools/segmentsd/http/spool.h"

#include <cerrno>
#include <system_error>

namespace segmentsd {
namespace {

std::system_error trouble() {
  return {errno, std::generic_category(), "the temporary file of an answer"};
}

}  // namespace

Spool::Spool() : file_(std::tmpfile(), std::fclose) {
  if (!file_) throw trouble();
}

void Spool::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) throw trouble();
  size_ += text.size();
}

std::size_t Spool::read(std::size_t offset, std::span<char> to) const {
  if (std::fseek(file_.get(), static_cast<long>(offset), SEEK_SET) != 0) throw trouble();
  return std::fread(to.data(), 1, to.size(), file_.get());
}

}  // namespace segmentsd
