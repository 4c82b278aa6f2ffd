// Source: a named piece of text that diagnostics can point into.
//
// Offsets are bytes from 0 into UTF-8 text; lines and columns, for people, count from 1, and a
// column counts code points, but no byte order mark before the first line.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace tamis {

// Bytes [begin, end) of a Source. An empty span is a place between two bytes.
struct SourceSpan {
  std::uint32_t begin = 0;
  std::uint32_t end = 0;

  std::uint32_t size() const { return end - begin; }
  friend bool operator==(const SourceSpan&, const SourceSpan&) = default;
};

struct LineColumn {
  std::uint32_t line = 1;
  std::uint32_t column = 1;
  friend bool operator==(const LineColumn&, const LineColumn&) = default;
};

// Immutable and cheap to copy: copies share one text, so a view into text() lives as long as any
// copy. Safe to use from several threads. Text of 4 GiB or more is refused by the parser's limit.
class Source {
 public:
  Source();
  Source(std::string name, std::string text);

  const std::string& name() const;
  std::string_view text() const;
  std::string_view text(SourceSpan span) const;

  // The first call builds a table of line starts, linear in the text; later ones search it.
  LineColumn position(std::uint32_t offset) const;
  // The text of a line without its line break, and where it begins. An unknown line is empty.
  std::string_view line(std::uint32_t number) const;
  std::uint32_t line_count() const;
  std::uint32_t line_begin(std::uint32_t number) const;

  friend bool operator==(const Source& a, const Source& b) { return a.data_ == b.data_; }

 private:
  struct Data;
  std::shared_ptr<const Data> data_;
};

}  // namespace tamis
