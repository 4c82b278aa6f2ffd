#include "grammar/snippet.h"

#include <algorithm>
#include <set>
#include <utility>

#include <fmt/format.h>

#include "grammar/line_view.h"
#include "grammar/text_width.h"

namespace tamis {

// ---- the gutter

void Gutter::blank(std::string& out) const {
  out.append(width_ + 1, ' ');
  painter_.paint(out, Ink::Gutter, "|");
  out += '\n';
}

void Gutter::header(std::string& out, std::string_view arrow) const {
  out.append(width_, ' ');
  painter_.paint(out, Ink::Gutter, arrow);
  out += ' ';
}

void Gutter::note(std::string& out) const {
  out.append(width_ + 1, ' ');
  painter_.paint(out, Ink::Gutter, "=");
  out += ' ';
}

namespace {

void append_row(std::string& out, const Row& row, const Painter& painter) {
  std::string text;
  row.append_to(text, painter);
  if (!text.empty()) out += ' ';
  out += text;
  out += '\n';
}

}  // namespace

void Gutter::number(std::string& out, std::uint32_t line, const Row& row) const {
  painter_.paint(out, Ink::Gutter, fmt::format("{:>{}} |", line, width_));
  append_row(out, row, painter_);
}

void Gutter::beside(std::string& out, const Row& row) const {
  out.append(width_ + 1, ' ');
  painter_.paint(out, Ink::Gutter, "|");
  append_row(out, row, painter_);
}

void Gutter::skip(std::string& out, const Row& row) const {
  painter_.paint(out, Ink::Gutter, "...");
  std::string text;
  row.append_to(text, painter_);
  if (!text.empty()) out.append(width_, ' ');
  out += text;
  out += '\n';
}

namespace {

// ---- marks within one line

// A mark on one line, in columns.
struct Underline {
  std::size_t begin;
  std::size_t end;
  const Mark* mark;
};

// The stems of the texts that hang left of a column.
Row stems(Row row, const std::vector<Underline>& underlines, std::size_t column) {
  for (const Underline& u : underlines) {
    if (u.begin < column) row.mark(u.begin, '|', u.mark->ink);
  }
  return row;
}

// Marks of one line, their texts beside or below them:
//
//      a: {$gt: "x"}
//      -   ^^^  --- the last one's text stands beside it
//      |   |
//      |   the others' hang
//      the leftmost lowest
//
// `lanes` gives what stands left of every row.
template <class Lanes>
void draw_underlines(std::string& out, const Gutter& gutter, std::vector<Underline> underlines,
                     Lanes lanes) {
  std::stable_sort(underlines.begin(), underlines.end(),
                   [](const Underline& a, const Underline& b) { return a.begin < b.begin; });
  Row row = lanes();
  const auto draw = [&](bool primary) {
    for (const Underline& u : underlines)
      if ((u.mark->sign == '^') == primary) row.fill(u.begin, u.end, u.mark->sign, u.mark->ink);
  };
  draw(false);
  draw(true);  // over the others

  const bool beside = std::all_of(underlines.begin(), underlines.end(), [&](const Underline& u) {
    return &u == &underlines.back() || u.end < underlines.back().begin;
  });
  if (beside) {
    const Underline& last = underlines.back();
    row.write(last.end + 1, printable(last.mark->text), last.mark->ink);
  }
  gutter.beside(out, row);
  if (beside) underlines.pop_back();
  std::erase_if(underlines, [](const Underline& u) { return u.mark->text.empty(); });
  if (!underlines.empty()) gutter.beside(out, stems(lanes(), underlines, std::string::npos));
  for (std::size_t i = underlines.size(); i-- > 0;) {
    Row text = stems(lanes(), underlines, underlines[i].begin);
    text.write(underlines[i].begin, printable(underlines[i].mark->text), underlines[i].mark->ink);
    gutter.beside(out, text);
  }
}

// ---- marks across lines

// A mark with its lines. One that spans several has a lane of its own left of the text, where a bar
// runs from its first line to its last.
struct PlacedMark {
  const Mark* mark;
  std::uint32_t first_line;
  std::uint32_t last_line;
  std::size_t lane;

  bool spans_lines() const { return first_line != last_line; }
};

std::vector<PlacedMark> place(const Source& source, const std::vector<Mark>& marks) {
  std::vector<PlacedMark> placed;
  for (const Mark& mark : marks) {
    const std::uint32_t last_byte = std::max(mark.span.begin, std::max(mark.span.end, 1U) - 1);
    placed.push_back(
        {&mark, source.position(mark.span.begin).line, source.position(last_byte).line, 0});
  }
  std::stable_sort(placed.begin(), placed.end(), [](const PlacedMark& a, const PlacedMark& b) {
    return a.mark->span.begin != b.mark->span.begin ? a.mark->span.begin < b.mark->span.begin
                                                    : a.mark->span.end > b.mark->span.end;
  });
  std::vector<std::uint32_t> lane_ends;  // the last line of each lane's last mark
  for (PlacedMark& mark : placed) {
    if (!mark.spans_lines()) continue;
    const auto free = std::find_if(lane_ends.begin(), lane_ends.end(),
                                   [&](std::uint32_t end) { return end <= mark.first_line; });
    mark.lane = static_cast<std::size_t>(free - lane_ends.begin());
    if (free == lane_ends.end()) lane_ends.push_back(0);
    lane_ends[mark.lane] = mark.last_line;
  }
  return placed;
}

// One line with the marks that begin or end on it.
struct MarkedLine {
  std::uint32_t begin;  // its first byte in the source
  std::string_view text;
  LineView view;

  // The byte of the line for one of the source; a line break counts as the line's end.
  std::size_t byte(std::uint32_t offset) const {
    return std::min<std::size_t>(offset - begin, text.size());
  }
  std::size_t column(std::uint32_t offset) const { return view.column(byte(offset)); }
};

class Snippet {
 public:
  Snippet(std::string& out, const Gutter& gutter, const Source& source,
          std::vector<PlacedMark> marks)
      : out_(out), gutter_(gutter), source_(source), marks_(std::move(marks)) {
    for (const PlacedMark& mark : marks_)
      if (mark.spans_lines()) margin_ = std::max(margin_, mark.lane + 2);
  }

  void draw(std::uint32_t number) {
    const MarkedLine line = marked_line(number);
    Row text = lanes();
    for (const PlacedMark& mark : marks_) {
      if (!begins_line(mark, number, line)) continue;
      text.mark(mark.lane, '/', mark.mark->ink);
      begun_.insert(&mark);
    }
    text.write(margin_, line.view.text(), Ink::Plain);
    gutter_.number(out_, number, text);
    underline(number, line);
    end_bars(number, line);
    begin_bars(number, line);
  }

  void skip() { gutter_.skip(out_, lanes()); }

 private:
  MarkedLine marked_line(std::uint32_t number) const {
    const std::uint32_t begin = source_.line_begin(number);
    const std::string_view text = source_.line(number);
    std::vector<std::size_t> points;
    for (const PlacedMark& mark : marks_) {
      if (mark.first_line == number) points.push_back(mark.mark->span.begin - begin);
      if (mark.last_line == number) points.push_back(mark.mark->span.end - begin);
    }
    return {begin, text, LineView(text, std::move(points))};
  }

  // A mark that begins with its line needs no arm: its bar stands beside it.
  static bool begins_line(const PlacedMark& mark, std::uint32_t number, const MarkedLine& line) {
    return mark.spans_lines() && mark.first_line == number &&
           line.byte(mark.mark->span.begin) == line.text.find_first_not_of(" \t");
  }

  void underline(std::uint32_t number, const MarkedLine& line) {
    std::vector<Underline> underlines;
    for (const PlacedMark& mark : marks_) {
      if (mark.spans_lines() || mark.first_line != number) continue;
      const std::size_t begin = margin_ + line.column(mark.mark->span.begin);
      const std::size_t end = margin_ + line.column(mark.mark->span.end);
      underlines.push_back({begin, std::max(begin + 1, end), mark.mark});
    }
    if (underlines.empty()) return;
    draw_underlines(out_, gutter_, std::move(underlines), [this] { return lanes(); });
  }

  void begin_bars(std::uint32_t number, const MarkedLine& line) {
    for (const PlacedMark& mark : marks_) {
      if (!mark.spans_lines() || mark.first_line != number || begun_.contains(&mark)) continue;
      gutter_.beside(out_, arm(mark, margin_ + line.column(mark.mark->span.begin)));
      begun_.insert(&mark);
    }
  }

  void end_bars(std::uint32_t number, const MarkedLine& line) {
    // The inner ones, which stand later, end first.
    for (std::size_t i = marks_.size(); i-- > 0;) {
      const PlacedMark& mark = marks_[i];
      if (!mark.spans_lines() || mark.last_line != number) continue;
      const std::size_t end = line.column(mark.mark->span.end);
      const std::size_t column = margin_ + (end > 0 ? end - 1 : 0);
      Row row = arm(mark, column);
      row.write(column + 2, printable(mark.mark->text), mark.mark->ink);
      begun_.erase(&mark);
      gutter_.beside(out_, row);
    }
  }

  // The bars of the marks that have begun and not ended.
  Row lanes() const {
    Row row;
    for (const PlacedMark* mark : begun_) row.mark(mark->lane, '|', mark->mark->ink);
    return row;
  }

  // From a mark's lane to where it begins or ends in the text:  ____^
  Row arm(const PlacedMark& mark, std::size_t column) const {
    Row row;
    row.fill(mark.lane + 1, column, '_', mark.mark->ink);
    row.mark(column, mark.mark->sign, mark.mark->ink);
    for (const PlacedMark* other : begun_) row.mark(other->lane, '|', other->mark->ink);
    return row;
  }

  std::string& out_;
  const Gutter& gutter_;
  const Source& source_;
  std::vector<PlacedMark> marks_;
  std::size_t margin_ = 0;
  std::set<const PlacedMark*> begun_;
};

}  // namespace

std::vector<std::uint32_t> snippet_lines(const Source& source, const std::vector<Mark>& marks,
                                         bool context) {
  std::set<std::uint32_t> lines;
  for (const PlacedMark& mark : place(source, marks)) {
    lines.insert(mark.first_line);
    lines.insert(mark.last_line);
  }
  if (context && !lines.empty()) {
    const std::uint32_t before = *lines.begin() - 1;
    if (source.line(before).find_first_not_of(" \t") != std::string_view::npos)
      lines.insert(before);
  }
  // A gap of one line is shown: dots would not be shorter.
  std::vector<std::uint32_t> result;
  for (const std::uint32_t line : lines) {
    if (!result.empty() && line == result.back() + 2) result.push_back(line - 1);
    result.push_back(line);
  }
  return result;
}

void draw_snippet(std::string& out, const Gutter& gutter, const Source& source,
                  const std::vector<Mark>& marks, const std::vector<std::uint32_t>& lines) {
  Snippet snippet(out, gutter, source, place(source, marks));
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (i > 0 && lines[i] != lines[i - 1] + 1) snippet.skip();
    snippet.draw(lines[i]);
  }
}

void draw_line(std::string& out, const Gutter& gutter, std::uint32_t number, std::string_view line,
               const std::vector<Mark>& marks) {
  std::vector<std::size_t> points;
  for (const Mark& mark : marks) {
    points.push_back(mark.span.begin);
    points.push_back(mark.span.end);
  }
  const LineView view(line, points);
  Row text;
  text.write(0, view.text(), Ink::Plain);
  gutter.number(out, number, text);
  std::vector<Underline> underlines;
  for (const Mark& mark : marks) {
    if (mark.span.size() == 0) continue;
    const std::size_t begin = view.column(mark.span.begin);
    underlines.push_back({begin, std::max(begin + 1, view.column(mark.span.end)), &mark});
  }
  if (!underlines.empty()) {
    draw_underlines(out, gutter, std::move(underlines), [] { return Row{}; });
  }
}

}  // namespace tamis
