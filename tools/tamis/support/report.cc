#include "tools/tamis/support/report.h"

#include <fmt/format.h>

namespace tamis::cli {

const std::vector<std::string>& report_formats() {
  static const std::vector<std::string> kFormats = {"human", "json", "sarif", "github", "compact"};
  return kFormats;
}

ReportFormat report_format(const std::string& word) {
  if (word == "json") return ReportFormat::Json;
  if (word == "sarif") return ReportFormat::Sarif;
  if (word == "github") return ReportFormat::Github;
  if (word == "compact") return ReportFormat::Compact;
  return ReportFormat::Human;
}

RenderOptions render_options(const Style& style) {
  RenderOptions options;
  options.colour = style.colour;
  options.tool_version = TAMIS_VERSION;
  return options;
}

Counts count(const Diagnostics& diagnostics) {
  Counts counts;
  for (const Diagnostic& diagnostic : diagnostics) switch (diagnostic.severity) {
      case Severity::Error:
        ++counts.errors;
        break;
      case Severity::Warning:
        ++counts.warnings;
        break;
      case Severity::Note:
        ++counts.notes;
        break;
    }
  return counts;
}

std::string plural(std::size_t count, const std::string& noun) {
  return fmt::format("{} {}{}", count, noun, count == 1 ? "" : "s");
}

std::string in_words(const Counts& counts) {
  std::vector<std::string> parts;
  if (counts.errors != 0) parts.push_back(plural(counts.errors, "error"));
  if (counts.warnings != 0) parts.push_back(plural(counts.warnings, "warning"));
  if (counts.notes != 0) parts.push_back(plural(counts.notes, "note"));
  if (parts.empty()) return "nothing";
  std::string text = parts.front();
  for (std::size_t i = 1; i < parts.size(); ++i)
    text += (i + 1 == parts.size() ? " and " : ", ") + parts[i];
  return text;
}

std::string counted(const Diagnostics& diagnostics) {
  return in_words(count(diagnostics));
}

}  // namespace tamis::cli
