#include "tools/tamis/support/diff.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

namespace tamis::cli {
namespace {

constexpr std::size_t kContext = 3;
constexpr std::string_view kNoLineBreak = "\\ No newline at end of file\n";

enum class Change : std::uint8_t { Keep, Remove, Add };
struct Line {
  Change change;
  std::string_view text;  // with its line break, if it has one
};

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::size_t size = end == std::string_view::npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

// Fixes keep most lines, so what is common at both ends is taken off, and what differs between is
// given as one block: exact enough to read, and linear.
std::vector<Line> compare_lines(const std::vector<std::string_view>& before,
                                const std::vector<std::string_view>& after) {
  std::size_t head = 0;
  while (head < before.size() && head < after.size() && before[head] == after[head]) ++head;
  std::size_t tail = 0;
  while (tail < before.size() - head && tail < after.size() - head &&
         before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
    ++tail;
  std::vector<Line> lines;
  for (std::size_t i = 0; i < head; ++i) lines.push_back({Change::Keep, before[i]});
  // Between them, lines that stand in both at the same place are kept where counts are equal.
  const std::size_t removed = before.size() - head - tail;
  const std::size_t added = after.size() - head - tail;
  if (removed == added) {
    for (std::size_t i = head; i < head + removed;) {
      if (before[i] == after[i]) {
        lines.push_back({Change::Keep, before[i++]});
        continue;
      }
      std::size_t end = i;
      while (end < head + removed && before[end] != after[end]) ++end;
      for (std::size_t j = i; j < end; ++j) lines.push_back({Change::Remove, before[j]});
      for (std::size_t j = i; j < end; ++j) lines.push_back({Change::Add, after[j]});
      i = end;
    }
  } else {
    for (std::size_t i = head; i < head + removed; ++i)
      lines.push_back({Change::Remove, before[i]});
    for (std::size_t i = head; i < head + added; ++i) lines.push_back({Change::Add, after[i]});
  }
  for (std::size_t i = before.size() - tail; i < before.size(); ++i)
    lines.push_back({Change::Keep, before[i]});
  return lines;
}

void add_line(std::string& out, const Line& line, const Style& style) {
  const bool has_break = line.text.ends_with('\n');
  std::string_view text = line.text;
  if (has_break) text.remove_suffix(1);
  const std::string shown = printable(text);
  switch (line.change) {
    case Change::Keep:
      out += " " + shown;
      break;
    case Change::Remove:
      out += style.paint("31", "-" + shown);
      break;
    case Change::Add:
      out += style.paint("32", "+" + shown);
      break;
  }
  out += '\n';
  if (!has_break) out += kNoLineBreak;
}

// "@@ -begin,count +begin,count @@"; an empty side begins at the line before it.
std::string range(std::size_t lines_before, std::size_t count) {
  const std::size_t begin = count == 0 ? lines_before : lines_before + 1;
  return count == 1 ? fmt::format("{}", begin) : fmt::format("{},{}", begin, count);
}

}  // namespace

std::string unified_diff(const std::string& name, std::string_view before, std::string_view after,
                         const Style& style) {
  if (before == after) return {};
  const std::vector<Line> lines = compare_lines(lines_of(before), lines_of(after));
  std::string out = style.bold(fmt::format("--- {}", printable(name))) + "\n" +
                    style.bold(fmt::format("+++ {}", printable(name))) + "\n";
  std::size_t old_line = 0;
  std::size_t new_line = 0;
  const auto advance = [&](const Line& line) {
    old_line += line.change != Change::Add ? 1U : 0U;
    new_line += line.change != Change::Remove ? 1U : 0U;
  };
  for (std::size_t i = 0; i < lines.size();) {
    std::size_t first = i;
    while (first < lines.size() && lines[first].change == Change::Keep) ++first;
    if (first == lines.size()) break;
    const std::size_t begin = std::max(i, first >= kContext ? first - kContext : 0);
    for (; i < begin; ++i) advance(lines[i]);
    // The hunk goes on until more than two contexts of unchanged lines follow.
    std::size_t end = first;
    for (std::size_t j = first; j < lines.size() && j - end <= 2 * kContext; ++j)
      if (lines[j].change != Change::Keep) end = j + 1;
    end = std::min(end + kContext, lines.size());
    std::size_t old_count = 0;
    std::size_t new_count = 0;
    std::string body;
    const std::size_t old_begin = old_line;
    const std::size_t new_begin = new_line;
    for (; i < end; ++i) {
      add_line(body, lines[i], style);
      advance(lines[i]);
    }
    old_count = old_line - old_begin;
    new_count = new_line - new_begin;
    out += style.cyan(fmt::format("@@ -{} +{} @@", range(old_begin, old_count),
                                  range(new_begin, new_count))) +
           "\n" + body;
  }
  return out;
}

}  // namespace tamis::cli
