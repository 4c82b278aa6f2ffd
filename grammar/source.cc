#include <tamis/source.h>

#include <algorithm>
#include <mutex>
#include <utility>
#include <vector>

namespace tamis {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

// A line ends at LF, CR LF or a lone CR, as editors have it.
std::vector<std::uint32_t> find_line_begins(std::string_view text) {
  std::vector<std::uint32_t> begins{0};
  for (std::size_t i = text.find_first_of("\r\n"); i != std::string_view::npos;
       i = text.find_first_of("\r\n", i)) {
    i += text[i] == '\r' && i + 1 < text.size() && text[i + 1] == '\n' ? 2U : 1U;
    begins.push_back(static_cast<std::uint32_t>(i));
  }
  return begins;
}

// What a Source shares, which a default one does without.
template <class Data>
const Data& or_empty(const std::shared_ptr<const Data>& data) {
  static const Data kEmpty{};
  return data ? *data : kEmpty;
}

}  // namespace

struct Source::Data {
  std::string name;
  std::string text;
  mutable std::once_flag once{};
  mutable std::vector<std::uint32_t> line_begins_cache{};

  const std::vector<std::uint32_t>& line_begins() const {
    std::call_once(once, [this] { line_begins_cache = find_line_begins(text); });
    return line_begins_cache;
  }
};

Source::Source() = default;

Source::Source(std::string name, std::string text)
    : data_(std::make_shared<const Data>(std::move(name), std::move(text))) {}

const std::string& Source::name() const {
  return or_empty(data_).name;
}

std::string_view Source::text() const {
  return or_empty(data_).text;
}

std::string_view Source::text(SourceSpan span) const {
  const std::string_view all = text();
  const auto begin = std::min<std::size_t>(span.begin, all.size());
  const auto end = std::clamp<std::size_t>(span.end, begin, all.size());
  return all.substr(begin, end - begin);
}

LineColumn Source::position(std::uint32_t offset) const {
  const auto& begins = or_empty(data_).line_begins();
  offset = std::min(offset, static_cast<std::uint32_t>(text().size()));
  const auto line = std::upper_bound(begins.begin(), begins.end(), offset) - 1;
  std::string_view before = text({*line, offset});
  if (*line == 0 && before.starts_with(kByteOrderMark)) before.remove_prefix(kByteOrderMark.size());
  const auto column =
      std::count_if(before.begin(), before.end(), [](char c) { return !is_continuation(c); });
  return {static_cast<std::uint32_t>(line - begins.begin()) + 1,
          static_cast<std::uint32_t>(column) + 1};
}

std::string_view Source::line(std::uint32_t number) const {
  const auto& begins = or_empty(data_).line_begins();
  if (number == 0 || number > begins.size()) return {};
  const auto end =
      number < begins.size() ? begins[number] : static_cast<std::uint32_t>(text().size());
  std::string_view line = text({begins[number - 1], end});
  if (line.ends_with('\n')) line.remove_suffix(1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  return line;
}

std::uint32_t Source::line_count() const {
  return static_cast<std::uint32_t>(or_empty(data_).line_begins().size());
}

std::uint32_t Source::line_begin(std::uint32_t number) const {
  const auto& begins = or_empty(data_).line_begins();
  return number == 0 || number > begins.size() ? 0 : begins[number - 1];
}

}  // namespace tamis
