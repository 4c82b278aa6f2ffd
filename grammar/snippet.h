// Snippets: lines of a source with what is said of them, drawn underneath.
#pragma once

#include <string>
#include <vector>

#include <tamis/source.h>

#include "grammar/paint.h"

namespace tamis {

struct Mark {
  SourceSpan span;
  std::string text;
  Ink ink;
  char sign;  // what underlines it: `^`, `-`, `+`, `~`
};

// The left column of line numbers. `width` is that of the widest number.
class Gutter {
 public:
  Gutter(std::size_t width, const Painter& painter) : width_(width), painter_(painter) {}

  void blank(std::string& out) const;                           //    |
  void header(std::string& out, std::string_view arrow) const;  //   -->
  void note(std::string& out) const;                            //    =
  void number(std::string& out, std::uint32_t line, const Row& row) const;
  void beside(std::string& out, const Row& row) const;  //    | ^^^
  void skip(std::string& out, const Row& row) const;    // ...

  const Painter& painter() const { return painter_; }
  std::size_t width() const { return width_; }

 private:
  std::size_t width_;
  const Painter& painter_;
};

// The numbers of the lines that a snippet of these marks shows, rising. `context`: also the line
// before the first.
std::vector<std::uint32_t> snippet_lines(const Source& source, const std::vector<Mark>& marks,
                                         bool context);

// Draws the lines with their marks. `lines` is from snippet_lines().
void draw_snippet(std::string& out, const Gutter& gutter, const Source& source,
                  const std::vector<Mark>& marks, const std::vector<std::uint32_t>& lines);

// One line with its marks, whose spans are bytes of the line.
void draw_line(std::string& out, const Gutter& gutter, std::uint32_t number, std::string_view line,
               const std::vector<Mark>& marks);

}  // namespace tamis
