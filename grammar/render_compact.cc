// One line a diagnostic: file:line:column: severity[CODE]: message
#include <fmt/format.h>

#include "grammar/render_formats.h"
#include "grammar/text_width.h"

namespace tamis {

std::string render_compact(std::span<const Diagnostic> diagnostics) {
  std::string out;
  for (const Diagnostic& d : diagnostics) {
    const Source& source = primary_source(d);
    const LineColumn at = source.position(d.span().begin);
    out += fmt::format("{}:{}:{}: {}: {}\n", shown_name(source), at.line, at.column,
                       severity_and_code(d), printable(d.message));
  }
  return out;
}

}  // namespace tamis
