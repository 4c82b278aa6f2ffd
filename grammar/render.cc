#include <tamis/render.h>

#include "grammar/render_formats.h"
#include "grammar/text_width.h"

namespace tamis {

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      return "note";
  }
  return "error";
}

std::string severity_and_code(const Diagnostic& diagnostic) {
  std::string text(severity_name(diagnostic.severity));
  if (!diagnostic.code.empty()) text += '[' + printable(diagnostic.code) + ']';
  return text;
}

std::string shown_name(const Source& source) {
  return source.name().empty() ? "<text>" : printable(source.name());
}

std::string render(std::span<const Diagnostic> diagnostics, ReportFormat format,
                   const RenderOptions& options) {
  switch (format) {
    case ReportFormat::Human:
      return render_human(diagnostics, options);
    case ReportFormat::Json:
      return render_json(diagnostics);
    case ReportFormat::Sarif:
      return render_sarif(diagnostics, options);
    case ReportFormat::Github:
      return render_github(diagnostics);
    case ReportFormat::Compact:
      return render_compact(diagnostics);
  }
  return {};
}

}  // namespace tamis
