// A text, line by line.
#pragma once

#include <algorithm>
#include <string_view>
#include <vector>

namespace tamis {

// Without their line breaks; one at the end begins no line. The text's own bytes.
inline std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace tamis
