// A stream of documents: what a Program says of each, in their order.
//
//   predicate::Stream stream(program, [](const auto& document, const auto& verdict) {
//     if (verdict.matched()) std::cout << document.bytes << '\n';
//     return true;  // false: that is enough
//   });
//   while (read(piece)) stream.feed(piece);  // NDJSON, cut anywhere
//   stream.finish();
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include <tamis/context.h>
#include <tamis/predicate.h>

namespace tamis::predicate {

struct StreamDocument {
  std::string_view bytes;  // one JSON object, blanks around it allowed, or one BSON document
  bool bson = false;
  std::uint64_t number = 0;  // of the document, and of the line where it begins; both from 1. What
  std::uint64_t line = 0;    // is pushed has those that the caller gave it
};

struct StreamOptions {
  Context context{};
  // More than one: documents are copied and asked in as many threads of the stream's own.
  unsigned threads = 1;
  TextCheck check = TextCheck::Whole;
};

// Used by one thread at a time, which is also the one that runs `use`. Memory: the longest line,
// and with threads four batches of 256 KB, or of one longer document, for each.
class Stream {
 public:
  // Is given each document with its verdict; the bytes last as long as the call. False: no more.
  using Use = std::function<bool(const StreamDocument&, const Verdict&)>;

  explicit Stream(Program program, Use use, StreamOptions options = {});
  // Documents that were not given out are lost: finish() before.
  ~Stream();
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  // All of these are false once `use` was. What `use` throws, or a thread of the stream, comes out
  // of them and ends the stream.

  // The next piece of NDJSON. Blank lines are counted and passed over. A line longer
  // than kMostLineBytes is given out without its bytes, as malformed (X001).
  bool feed(std::string_view piece);
  // The next document, where the caller splits the stream.
  bool push(const StreamDocument& document);
  // Gives out whatever can be: to be called before waiting for more.
  bool flush();
  // And the last line, if no line break ends it. What is fed next is another text, with its own
  // numbers.
  bool finish();

  static constexpr std::size_t kMostLineBytes = std::size_t{64} << 20U;

 private:
  class Splitter;
  class Pipeline;
  std::unique_ptr<Pipeline> pipeline_;
  std::unique_ptr<Splitter> splitter_;
};

}  // namespace tamis::predicate
