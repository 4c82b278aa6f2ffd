#include "tools/segmentsd/http/log.h"

#include <cstdio>

namespace segmentsd {

void log_line(std::string_view level, Json fields) noexcept {
  try {
    Json line{{"level", level}};
    line.update(fields);
    const std::string text = line.dump(-1, ' ', true, Json::error_handler_t::replace) + '\n';
    std::fwrite(text.data(), 1, text.size(), stderr);
  } catch (const std::exception&) {
    std::fputs("{\"level\":\"error\",\"failure\":\"a line was lost\"}\n", stderr);
  }
}

}  // namespace segmentsd
