#include "tools/segmentsd/http/framing.h"

#include <charconv>
#include <optional>

#include "tools/segmentsd/http/text.h"

namespace segmentsd {
namespace {

struct Headers {
  int lengths = 0, encodings = 0;
  std::optional<std::size_t> length;
  std::size_t expect = std::string_view::npos;  // where its name begins
  bool lacks_value = false;                     // one that means nothing without
};

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

Headers headers_of(std::string_view head) {
  Headers found;
  for (std::size_t begin = head.find('\n') + 1; begin < head.size();) {
    const std::size_t end = std::min(head.find('\n', begin), head.size());
    const std::string_view line = head.substr(begin, end - begin);
    const std::size_t colon = std::min(line.find(':'), line.size());
    const std::string name = lower_case(trimmed(line.substr(0, colon)));
    const std::string_view value = trimmed(line.substr(std::min(colon + 1, line.size())));
    if (name == "content-length") {
      ++found.lengths;
      found.length = number(value);
    } else if (name == "transfer-encoding") {
      ++found.encodings;
    } else if (name == "expect") {
      found.expect = begin;
    } else if (name == "if-match" || name == "idempotency-key") {
      found.lacks_value = found.lacks_value || value.empty();
    }
    begin = end + 1;
  }
  return found;
}

// The size of the head, with its blank line; npos while it is not whole.
std::size_t head_size(std::string_view bytes) {
  constexpr std::string_view kEnd = "\n\r\n";
  const std::size_t at = bytes.substr(0, kMaxHead).find(kEnd);
  return at == std::string_view::npos ? at : at + kEnd.size();
}

}  // namespace

Framing framing_of(std::string_view bytes) {
  const std::size_t head = head_size(bytes);
  if (head == std::string_view::npos)
    return bytes.size() < kMaxHead ? Framing::Partial : Framing::HeadTooLarge;
  const Headers headers = headers_of(bytes.substr(0, head));
  if (headers.lacks_value) return Framing::EmptyHeader;
  if (headers.lengths + headers.encodings == 0) return Framing::Whole;
  if (headers.lengths + headers.encodings > 1 || (headers.lengths == 1 && !headers.length))
    return Framing::Ambiguous;
  const std::string_view body = bytes.substr(head);
  if (body.size() > kMaxBody || (headers.length && *headers.length > kMaxBody))
    return Framing::Begun;
  if (headers.length && body.size() >= *headers.length) return Framing::Whole;
  // An end seen too early, inside a chunk, costs a worker's wait and nothing else.
  if (headers.encodings != 0 && body.ends_with("\r\n\r\n")) return Framing::Begun;
  return headers.expect == std::string_view::npos ? Framing::Partial : Framing::Continue;
}

void forget_expectation(std::string& bytes) {
  const std::size_t at = headers_of(std::string_view(bytes).substr(0, head_size(bytes))).expect;
  if (at < bytes.size()) bytes[at] = 'X';
}

}  // namespace segmentsd
