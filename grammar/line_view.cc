#include "grammar/line_view.h"

#include <algorithm>

#include "grammar/text_width.h"

namespace tamis {
namespace {

constexpr std::string_view kCut = "...";

bool is_continuation(char c) {
  return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

std::size_t go_back(std::string_view line, std::size_t at, std::size_t characters) {
  for (; at > 0 && characters > 0; --characters) {
    --at;
    while (at > 0 && is_continuation(line[at])) --at;
  }
  return at;
}

std::size_t go_on(std::string_view line, std::size_t at, std::size_t characters) {
  for (; at < line.size() && characters > 0; --characters) {
    ++at;
    while (at < line.size() && is_continuation(line[at])) ++at;
  }
  return at;
}

// Stops looking once the line is too wide, however long it is.
bool is_short(std::string_view line) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < line.size() && width <= LineView::kWidest;) {
    const Glyph glyph = glyph_at(line, at);
    width += glyph.width;
    at += glyph.size;
  }
  return width <= LineView::kWidest;
}

}  // namespace

std::vector<LineView::Piece> LineView::pieces(std::string_view line,
                                              std::vector<std::size_t> points) {
  if (is_short(line)) return {{0, line.size()}};
  if (points.empty()) return {{0, go_on(line, 0, kWidest)}};
  std::sort(points.begin(), points.end());
  const std::size_t margin = points.size() <= 2 ? 36 : 18;
  std::vector<Piece> result;
  for (const std::size_t point : points) {
    const std::size_t at = std::min(point, line.size());
    const Piece piece{go_back(line, at, margin), go_on(line, at, margin)};
    // A gap hardly longer than the dots that would stand for it is shown.
    if (!result.empty() && piece.begin <= result.back().end + 2 * kCut.size()) {
      result.back().end = std::max(result.back().end, piece.end);
    } else {
      result.push_back(piece);
    }
  }
  return result;
}

LineView::LineView(std::string_view line, std::vector<std::size_t> points) {
  std::size_t shown = 0;
  for (const Piece& piece : pieces(line, std::move(points))) {
    if (piece.begin > shown) {
      columns_.emplace_back(shown, width_);
      text_ += kCut;
      width_ += kCut.size();
    }
    show(line, piece);
    shown = piece.end;
  }
  columns_.emplace_back(shown, width_);
  if (shown < line.size()) text_ += kCut;
}

void LineView::show(std::string_view line, const Piece& piece) {
  for (std::size_t at = piece.begin; at < piece.end;) {
    const Glyph glyph = glyph_at(line, at);
    columns_.emplace_back(at, width_);
    text_ += glyph.shown;
    width_ += glyph.width;
    at += glyph.size;
  }
}

std::size_t LineView::column(std::size_t byte) const {
  const auto after =
      std::upper_bound(columns_.begin(), columns_.end(), byte,
                       [](std::size_t value, const auto& entry) { return value < entry.first; });
  return after == columns_.begin() ? 0 : std::prev(after)->second;
}

}  // namespace tamis
