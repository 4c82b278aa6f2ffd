// Asks the documents of a stream; one for each thread.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include <tamis/stream.h>

#include "backends/predicate/document/prefetch.h"
#include "backends/predicate/matcher.h"
#include "backends/predicate/text/text_lines.h"

namespace tamis::predicate {

// How many there were so far.
struct LineCounts {
  std::uint64_t documents = 0;
  std::uint64_t lines = 0;
};

class StreamAsker {
 public:
  StreamAsker(const Program& program, const StreamOptions& options);

  Verdict ask(const StreamDocument& document);
  // Whole lines, each with its line break. Calls give(document, verdict) with each that is not
  // blank until it is false, and then is so, too.
  template <class Give>
  bool ask_lines(std::string_view lines, LineCounts& counts, Give&& give) {
    if (!reads_together())
      return give_alone(lines, lines.substr(std::min(kAhead, lines.size())), counts, give);
    while (!lines.empty()) {
      const std::string_view some = lines.substr(0, size_of_some(lines));
      lines.remove_prefix(some.size());
      const bool more = read_together(some) ? give_together(lines, counts, give)
                                            : give_alone(some, lines, counts, give);
      if (!more) return false;
    }
    return true;
  }

 private:
  static constexpr std::size_t kCached = std::size_t{1} << 20U;  // bytes
  static constexpr std::size_t kAhead = TextLines::kMostBytes;

  // Trusted lines are not: most of them are passed over by their bytes.
  bool reads_together() const { return check_ == TextCheck::Whole && lines_.can_read(); }
  // As many as are read together, or a longer one.
  static std::size_t size_of_some(std::string_view lines);
  bool read_together(std::string_view lines);
  // Of those that are read together, each once and in order, but blank ones.
  Verdict ask_line(std::size_t line, std::string_view document);
  Verdict ask_text(std::string_view json);

  static std::string_view without_blanks(std::string_view line) {
    const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
    while (!line.empty() && is_blank(line.back())) line.remove_suffix(1);
    while (!line.empty() && is_blank(line.front())) line.remove_prefix(1);
    return line;
  }

  // Meanwhile, those that come `next` are fetched, unless they are so few that a cache has them.
  static void fetch_ahead(std::string_view& next, std::size_t bytes) {
    bytes = std::min(bytes, next.size());
    for (std::size_t at = 0; at < bytes; at += kCacheLine) prefetch(next.data() + at);
    next.remove_prefix(bytes);
  }
  template <class Give>
  bool give_together(std::string_view next, LineCounts& counts, Give&& give) {
    if (next.size() < kCached) next = {};
    for (std::size_t i = 0; i < lines_.count(); ++i) {
      ++counts.lines;
      const std::string_view line = lines_.line(i);
      if (line.empty()) continue;
      fetch_ahead(next, line.size());
      const std::string_view document = without_blanks(line);
      if (!give(StreamDocument{document, false, ++counts.documents, counts.lines},
                ask_line(i, document)))
        return false;
    }
    return true;
  }
  template <class Give>
  bool give_alone(std::string_view all, std::string_view next, LineCounts& counts, Give&& give) {
    if (next.size() < kCached) next = {};
    while (!all.empty()) {
      const std::size_t end = all.find('\n');
      fetch_ahead(next, end + 1);
      const std::string_view document = without_blanks(all.substr(0, end));
      all.remove_prefix(end + 1);
      ++counts.lines;
      if (document.empty()) continue;
      if (!give(StreamDocument{document, false, ++counts.documents, counts.lines},
                ask_text(document)))
        return false;
    }
    return true;
  }

  Matcher matcher_;
  Context context_;
  TextCheck check_;
  TextLines lines_;
  // Of lines that are read together: names that may be asked for, as tokens of all lines, and a
  // token behind all of them; the next one.
  std::vector<std::uint32_t> wanted_;
  const std::uint32_t* next_wanted_ = nullptr;
};

}  // namespace tamis::predicate
