// LineView: one line of a source as it is shown, cut where it is too long.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tamis {

class LineView {
 public:
  // Bytes of the line that must be in view; a line no wider than kWidest is shown whole.
  static constexpr std::size_t kWidest = 100;
  LineView(std::string_view line, std::vector<std::size_t> points);

  const std::string& text() const { return text_; }

  // The column, from 0, of the character at a byte of the line; the end's, past the end.
  std::size_t column(std::size_t byte) const;

 private:
  struct Piece {
    std::size_t begin;
    std::size_t end;
  };
  // As much around the points as there is room for.
  static std::vector<Piece> pieces(std::string_view line, std::vector<std::size_t> points);
  static std::vector<Piece> pieces_around(std::string_view line,
                                          const std::vector<std::size_t>& points,
                                          std::size_t margin);
  void show(std::string_view line, const Piece& piece);

  std::string text_;
  std::size_t width_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> columns_;  // byte -> column, both rising
};

}  // namespace tamis
