// Coloured text for terminals.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tamis {

enum class Ink : unsigned char { Plain, Bold, Gutter, Error, Warning, Note, Secondary, Added };

// Text that is coloured, or, when colours are off, not.
class Painter {
 public:
  explicit Painter(bool colour) : colour_(colour) {}
  void paint(std::string& out, Ink ink, std::string_view text) const;

 private:
  bool colour_;
};

// One line under construction, cell by cell: marks of one column each, and a text at its end.
class Row {
 public:
  void mark(std::size_t column, char c, Ink ink);
  void fill(std::size_t begin, std::size_t end, char c, Ink ink);
  void write(std::size_t column, std::string text, Ink ink);

  // Without blanks at the end; no line break.
  void append_to(std::string& out, const Painter& painter) const;

 private:
  struct Cell {
    char c = ' ';
    Ink ink = Ink::Plain;
  };
  std::vector<Cell> cells_;
  std::size_t text_column_ = 0;
  std::string text_;
  Ink text_ink_ = Ink::Plain;
};

}  // namespace tamis
