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

// Stops looking once the text is too wide, however long it is.
std::size_t width_of(std::string_view text) {
  std::size_t width = 0;
  for (std::size_t at = 0; at < text.size() && width <= LineView::kWidest;) {
    const Glyph glyph = glyph_at(text, at);
    width += glyph.width;
    at += glyph.size;
  }
  return width;
}

}  // namespace

std::vector<LineView::Piece> LineView::pieces(std::string_view line,
                                              std::vector<std::size_t> points) {
  if (width_of(line) <= kWidest) return {{0, line.size()}};
  if (points.empty()) return {{0, go_on(line, 0, kWidest)}};
  std::sort(points.begin(), points.end());
  constexpr std::size_t kMargins[] = {44, 36, 26};
  constexpr std::size_t kLeast = 18;
  for (const std::size_t margin : kMargins) {
    const std::vector<Piece> around = pieces_around(line, points, margin);
    std::size_t width = 0;
    for (const Piece& piece : around)
      width += width_of(line.substr(piece.begin, piece.end - piece.begin)) + kCut.size();
    if (width + kCut.size() <= kWidest) return around;
  }
  return pieces_around(line, points, kLeast);
}

// A gap hardly longer than the dots that would stand for it is shown.
std::vector<LineView::Piece> LineView::pieces_around(std::string_view line,
                                                     const std::vector<std::size_t>& points,
                                                     std::size_t margin) {
  constexpr std::size_t kGap = 2 * kCut.size();
  std::vector<Piece> result;
  for (const std::size_t point : points) {
    const std::size_t at = std::min(point, line.size());
    Piece piece{go_back(line, at, margin), go_on(line, at, margin)};
    if (piece.begin <= kGap) piece.begin = 0;
    if (line.size() - piece.end <= kGap) piece.end = line.size();
    if (!result.empty() && piece.begin <= result.back().end + kGap) {
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
