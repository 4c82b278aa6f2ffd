// The formats behind render(), one function and one file each.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include <tamis/render.h>

namespace tamis {

std::string render_human(std::span<const Diagnostic> diagnostics, const RenderOptions& options);
std::string render_json(std::span<const Diagnostic> diagnostics);
std::string render_sarif(std::span<const Diagnostic> diagnostics, const RenderOptions& options);
std::string render_github(std::span<const Diagnostic> diagnostics);
std::string render_compact(std::span<const Diagnostic> diagnostics);

std::string_view severity_name(Severity severity);

// "error[E001]", or "error" without a code.
std::string severity_and_code(const Diagnostic& diagnostic);

// The name of a source as users see it: never empty.
std::string shown_name(const Source& source);

// The source that a label points into.
inline const Source& source_of(const Label& label, const Diagnostic& diagnostic) {
  return label.source ? *label.source : diagnostic.source;
}

// The source of the primary label.
inline const Source& primary_source(const Diagnostic& diagnostic) {
  return diagnostic.labels.empty() ? diagnostic.source
                                   : source_of(diagnostic.labels.front(), diagnostic);
}

}  // namespace tamis
