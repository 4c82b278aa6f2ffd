// Diagnostics for people, in the manner of rustc.
#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "grammar/render_formats.h"
#include "grammar/snippet.h"
#include "grammar/text_width.h"

namespace tamis {
namespace {

Ink severity_ink(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return Ink::Error;
    case Severity::Warning:
      return Ink::Warning;
    case Severity::Note:
      return Ink::Note;
  }
  return Ink::Error;
}

// The labels that point into one source.
struct Group {
  Source source;
  SourceSpan first;
  std::vector<Mark> marks;
  std::vector<std::uint32_t> lines;
};

// The primary label's source comes first; the others in order of their labels.
std::vector<Group> group_labels(const Diagnostic& diagnostic) {
  std::vector<Group> groups;
  for (std::size_t i = 0; i < diagnostic.labels.size(); ++i) {
    const Label& label = diagnostic.labels[i];
    const Source& source = source_of(label, diagnostic);
    auto group = std::find_if(groups.begin(), groups.end(),
                              [&](const Group& g) { return g.source == source; });
    if (group == groups.end()) group = groups.insert(group, {source, label.span, {}, {}});
    const bool primary = i == 0;
    group->marks.push_back({label.span, label.text,
                            primary ? severity_ink(diagnostic.severity) : Ink::Secondary,
                            primary ? '^' : '-'});
  }
  for (Group& group : groups) {
    const bool own = group.source == diagnostic.source;
    group.lines = snippet_lines(group.source, group.marks, own);
  }
  return groups;
}

// ---- fixes

// A line as a fix leaves it, with what is new in it.
struct FixedLine {
  std::uint32_t number;
  std::string text;
  std::vector<Mark> marks;
};

constexpr std::size_t kMostFixedLines = 4;

// The lines that a fix changes, or nothing when it moves lines or changes too many to be read.
std::vector<FixedLine> fixed_lines(const Source& source, const Fix& fix) {
  std::vector<FixedLine> lines;
  std::uint32_t copied = 0;  // bytes of the source up to here are in the last line's text
  const auto finish = [&](FixedLine& line) {
    const std::uint32_t begin = source.line_begin(line.number);
    const auto end = begin + static_cast<std::uint32_t>(source.line(line.number).size());
    if (copied < end) line.text += source.text({copied, end});
  };
  for (const Edit& edit : fix.edits) {
    const std::uint32_t number = source.position(edit.span.begin).line;
    if (edit.text.find_first_of("\r\n") != std::string::npos) return {};
    if (source.position(edit.span.end).line != number) return {};
    if (lines.empty() || lines.back().number != number) {
      if (!lines.empty()) finish(lines.back());
      lines.push_back({number, {}, {}});
      copied = source.line_begin(number);
    }
    FixedLine& line = lines.back();
    line.text += source.text({copied, edit.span.begin});
    const auto begin = static_cast<std::uint32_t>(line.text.size());
    line.text += edit.text;
    const auto end = static_cast<std::uint32_t>(line.text.size());
    const char sign = edit.span.size() == 0 ? '+' : '~';
    line.marks.push_back({{begin, end}, "", Ink::Added, sign});
    copied = edit.span.end;
  }
  if (!lines.empty()) finish(lines.back());
  if (lines.size() > kMostFixedLines) return {};
  return lines;
}

// ---- one diagnostic

class HumanReport {
 public:
  HumanReport(const Diagnostic& diagnostic, const RenderOptions& options)
      : diagnostic_(diagnostic),
        options_(options),
        painter_(options.colour),
        groups_(group_labels(diagnostic)) {
    for (const Fix& fix : diagnostic.fixes) fixes_.push_back(fixed_lines(diagnostic.source, fix));
  }

  std::string text() && {
    const Gutter gutter(number_width(), painter_);
    title();
    for (const Group& group : groups_) snippet(gutter, group);
    if (has_remarks()) remarks(gutter);
    return std::move(out_);
  }

 private:
  std::size_t number_width() const {
    std::uint32_t widest = 1;
    for (const Group& group : groups_) widest = std::max(widest, group.lines.back());
    for (const auto& lines : fixes_)
      for (const FixedLine& line : lines) widest = std::max(widest, line.number);
    return fmt::formatted_size("{}", widest);
  }

  void title() {
    painter_.paint(out_, severity_ink(diagnostic_.severity), severity_and_code(diagnostic_));
    painter_.paint(out_, Ink::Bold, ": " + printable(diagnostic_.message));
    out_ += '\n';
  }

  void snippet(const Gutter& gutter, const Group& group) {
    const bool first = &group == &groups_.front();
    if (!first) gutter.blank(out_);
    gutter.header(out_, first ? "-->" : ":::");
    const LineColumn at = group.source.position(group.first.begin);
    out_ += fmt::format("{}:{}:{}", shown_name(group.source), at.line, at.column);
    if (first && !diagnostic_.pointer.empty()) {
      out_ += fmt::format(" ({})", printable(diagnostic_.pointer));
    }
    out_ += '\n';
    gutter.blank(out_);
    draw_snippet(out_, gutter, group.source, group.marks, group.lines);
  }

  bool has_remarks() const {
    return !diagnostic_.notes.empty() || !diagnostic_.helps.empty() || !diagnostic_.fixes.empty() ||
           wants_more();
  }
  bool wants_more() const { return options_.more && !diagnostic_.code.empty(); }

  void remarks(const Gutter& gutter) {
    if (!groups_.empty()) gutter.blank(out_);
    for (const std::string& note : diagnostic_.notes) remark(gutter, "note", note);
    for (const std::string& help : diagnostic_.helps) remark(gutter, "help", help);
    bool after_lines = false;
    for (std::size_t i = 0; i < fixes_.size(); ++i) {
      remark(gutter, "help", diagnostic_.fixes[i].title);
      after_lines = !fixes_[i].empty();
      if (!after_lines) continue;
      gutter.blank(out_);
      std::uint32_t last = fixes_[i].front().number;
      for (const FixedLine& line : fixes_[i]) {
        if (line.number > last + 1) gutter.skip(out_, {});
        draw_line(out_, gutter, line.number, line.text, line.marks);
        last = line.number;
      }
      if (i + 1 < fixes_.size() || wants_more()) gutter.blank(out_);
    }
    if (wants_more()) {
      remark(gutter, "more", fmt::format("tamis explain {}", diagnostic_.code));
    }
  }

  // Further lines of a remark stand under its first.
  void remark(const Gutter& gutter, std::string_view kind, std::string_view text) {
    gutter.note(out_);
    painter_.paint(out_, Ink::Bold, kind);
    out_ += ": ";
    for (bool first = true; first || !text.empty(); first = false) {
      const std::size_t end = std::min(text.find('\n'), text.size());
      if (!first) out_.append(gutter.width() + 3 + kind.size() + 2, ' ');
      out_ += printable(text.substr(0, end));
      out_ += '\n';
      text.remove_prefix(std::min(end + 1, text.size()));
    }
  }

  const Diagnostic& diagnostic_;
  const RenderOptions& options_;
  Painter painter_;
  std::vector<Group> groups_;
  std::vector<std::vector<FixedLine>> fixes_;
  std::string out_;
};

}  // namespace

std::string render_human(std::span<const Diagnostic> diagnostics, const RenderOptions& options) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    if (!out.empty()) out += '\n';
    out += HumanReport(diagnostic, options).text();
  }
  return out;
}

}  // namespace tamis
