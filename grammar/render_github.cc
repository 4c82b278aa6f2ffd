// Workflow commands, which GitHub shows beside the changed lines.
#include <fmt/format.h>

#include "grammar/render_formats.h"
#include "grammar/text_width.h"

namespace tamis {
namespace {

enum class Part : std::uint8_t { Message, Property };

std::string escape(std::string_view text, Part part) {
  const bool property = part == Part::Property;
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '%':
        out += "%25";
        break;
      case '\r':
        out += "%0D";
        break;
      case '\n':
        out += "%0A";
        break;
      case ':':
        out += property ? "%3A" : ":";
        break;
      case ',':
        out += property ? "%2C" : ",";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string_view command(Severity severity) {
  return severity == Severity::Note ? "notice" : severity_name(severity);
}

// Line breaks that we wrote are kept; those in a user's names are not line breaks.
std::string message(const Diagnostic& diagnostic) {
  std::string text = printable(diagnostic.message);
  const auto add = [&](std::string_view kind, std::string_view remark) {
    text += fmt::format("\n{}: ", kind);
    for (std::size_t end = remark.find('\n'); end != std::string_view::npos;
         end = remark.find('\n')) {
      text += printable(remark.substr(0, end)) + '\n';
      remark.remove_prefix(end + 1);
    }
    text += printable(remark);
  };
  for (const std::string& note : diagnostic.notes) add("note", note);
  for (const std::string& help : diagnostic.helps) add("help", help);
  for (const Fix& fix : diagnostic.fixes) add("help", fix.title);
  return text;
}

}  // namespace

std::string render_github(std::span<const Diagnostic> diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    const Source& source = primary_source(d);
    const LineColumn begin = source.position(d.span().begin);
    const LineColumn end = source.position(d.span().end);
    std::string place =
        fmt::format("file={},line={},endLine={}", escape(shown_name(source), Part::Property),
                    begin.line, end.line);
    // GitHub takes columns only within one line.
    if (begin.line == end.line) {
      place += fmt::format(",col={},endColumn={}", begin.column, end.column);
    }
    out +=
        fmt::format("::{} {},title={}::{}\n", command(d.severity), place,
                    escape(printable(d.code), Part::Property), escape(message(d), Part::Message));
  }
  return out;
}

}  // namespace tamis
