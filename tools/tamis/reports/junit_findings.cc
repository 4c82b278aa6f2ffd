#include "tools/tamis/reports/junit_findings.h"

#include <fmt/format.h>
#include <tamis/render.h>

#include "tools/tamis/reports/xml.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

std::string xml_lines(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += xml(text.substr(0, end)) + "\n";
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

void add_case(std::string& out, const std::string& file, const Diagnostic& found) {
  const LineColumn at = found.source.position(found.span().begin);
  out +=
      fmt::format("    <testcase classname=\"{}\" name=\"{} at {}:{}\" file=\"{}\" line=\"{}\">\n",
                  xml(file), found.code, at.line, at.column, xml(file), at.line);
  const std::string report = xml_lines(render(std::span(&found, 1), ReportFormat::Human, {}));
  if (found.severity == Severity::Note)
    out += fmt::format("      <system-out>{}</system-out>\n", report);
  else
    out += fmt::format("      <{0} message=\"{1}\" type=\"{2}\">{3}</{0}>\n",
                       found.severity == Severity::Error ? "error" : "failure", xml(found.message),
                       found.code, report);
  out += "    </testcase>\n";
}

std::string head(std::string_view tag, std::string_view name, std::size_t cases,
                 const Counts& counts) {
  return fmt::format("<{} name=\"{}\" tests=\"{}\" failures=\"{}\" errors=\"{}\">\n", tag,
                     xml(name), cases, counts.warnings, counts.errors);
}

}  // namespace

std::string junit_findings_report(std::span<const FileFindings> files) {
  std::size_t cases = 0;
  Counts all;
  std::string body;
  for (const FileFindings& file : files) {
    const Counts counts = count(file.diagnostics);
    const std::size_t own = std::max<std::size_t>(counts.all(), 1);
    cases += own;
    all.errors += counts.errors;
    all.warnings += counts.warnings;
    all.notes += counts.notes;
    body += "  " + head("testsuite", file.file, own, counts);
    for (const Diagnostic& found : file.diagnostics) add_case(body, file.file, found);
    if (file.diagnostics.empty())
      body += fmt::format("    <testcase classname=\"{0}\" name=\"nothing found\" file=\"{0}\"/>\n",
                          xml(file.file));
    body += "  </testsuite>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" +
         head("testsuites", "tamis lint", cases, all) + body + "</testsuites>\n";
}

}  // namespace tamis::cli
