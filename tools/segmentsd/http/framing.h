// How far the bytes of one HTTP/1.1 request have come, without reading what they mean.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace segmentsd {

enum class Framing : std::uint8_t {
  Partial,    // more has to come
  Continue,   // the sender waits for `100 Continue` before it sends the body
  Whole,      // the request is there
  Begun,      // so much of its body is there that a worker has to judge it
  Ambiguous,  // two lengths, or a length that is no number: two readers would read two requests
  HeadTooLarge,
  EmptyHeader,  // a precondition or key without a value: cpp-httplib would take it for none
};

constexpr std::size_t kMaxHead = 32U << 10U;
constexpr std::size_t kMaxBody = 1U << 20U;
constexpr std::size_t kMaxLinesBody = 64U << 20U;  // of a route whose body is read as it comes

// `bytes` begins with the request line. Cost: that of finding the end of the head.
Framing framing_of(std::string_view bytes);

// So that the `Expect` of the head is answered once.
void forget_expectation(std::string& bytes);

}  // namespace segmentsd
