#include "grammar/paint.h"

#include <utility>

namespace tamis {
namespace {

std::string_view start_of(Ink ink) {
  switch (ink) {
    case Ink::Plain:
      return "";
    case Ink::Bold:
      return "\x1b[1m";
    case Ink::Gutter:
      return "\x1b[1;34m";
    case Ink::Error:
      return "\x1b[1;31m";
    case Ink::Warning:
      return "\x1b[1;33m";
    case Ink::Note:
      return "\x1b[1;36m";
    case Ink::Secondary:
      return "\x1b[1;34m";
    case Ink::Added:
      return "\x1b[1;32m";
  }
  return "";
}

}  // namespace

void Painter::paint(std::string& out, Ink ink, std::string_view text) const {
  if (!colour_ || ink == Ink::Plain || text.empty()) {
    out += text;
    return;
  }
  out += start_of(ink);
  out += text;
  out += "\x1b[0m";
}

void Row::mark(std::size_t column, char c, Ink ink) {
  if (cells_.size() <= column) cells_.resize(column + 1);
  cells_[column] = {c, ink};
}

void Row::fill(std::size_t begin, std::size_t end, char c, Ink ink) {
  for (std::size_t column = begin; column < end; ++column) mark(column, c, ink);
}

void Row::write(std::size_t column, std::string text, Ink ink) {
  text_column_ = column;
  text_ = std::move(text);
  text_ink_ = ink;
}

void Row::append_to(std::string& out, const Painter& painter) const {
  std::size_t end = cells_.size();
  while (end > 0 && cells_[end - 1].c == ' ') --end;
  for (std::size_t at = 0; at < end;) {
    std::string run;
    const Ink ink = cells_[at].ink;
    for (; at < end && cells_[at].ink == ink; ++at) run += cells_[at].c;
    painter.paint(out, ink, run);
  }
  if (text_.empty()) return;
  if (text_column_ > end) out.append(text_column_ - end, ' ');
  painter.paint(out, text_ink_, text_);
}

}  // namespace tamis
