// Whether one text stands anywhere in a subject, which may be long.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace tamis {

// It is sought by those two of its bytes that are the rarest in JSON, at sixty-four places at once
// where the machine has SSE2. A subject takes time in proportion to its length.
class TextFinder {
 public:
  static constexpr std::size_t kMostBytes = 32;

  // Of a longer text kMostBytes are sought, which stand wherever it does.
  explicit TextFinder(std::string_view text);

  bool empty() const { return text_.empty(); }
  bool found(std::string_view subject) const;

 private:
  std::string text_;
  std::size_t rarest_ = 0, second_ = 0;  // where they are
};

}  // namespace tamis
