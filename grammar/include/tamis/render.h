// Diagnostics as text. Rendering never fails and never reads the environment: the caller says
// whether to colour.
#pragma once

#include <span>
#include <string>

#include <tamis/diagnostic.h>

namespace tamis {

enum class ReportFormat : std::uint8_t {
  Human,    // rustc-like, several lines each
  Json,     // one JSON object a line
  Sarif,    // one SARIF 2.1.0 log
  Github,   // workflow commands: ::error file=…,line=…,col=…::…
  Compact,  // file:line:column: severity[CODE]: message
};

struct RenderOptions {
  bool colour = false;
  bool more = true;          // human: end with "= more: tamis explain CODE"
  std::string tool_version;  // SARIF: the driver's version
};

// Each text ends with a line break; no diagnostics give "" (a whole empty log for Sarif).
// Names and text of users are escaped for the format; control bytes are shown, never sent on.
std::string render(std::span<const Diagnostic> diagnostics, ReportFormat format,
                   const RenderOptions& options = {});

}  // namespace tamis
