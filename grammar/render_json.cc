// JSON Lines: one object a diagnostic. Offsets are bytes from 0, lines and columns count from 1.
#include <nlohmann/json.hpp>

#include "grammar/render_formats.h"

namespace tamis {
namespace {

using Json = nlohmann::ordered_json;

Json span_json(const Source& source, SourceSpan span) {
  const LineColumn begin = source.position(span.begin);
  const LineColumn end = source.position(span.end);
  return {{"begin", span.begin},    {"end", span.end},      {"line", begin.line},
          {"column", begin.column}, {"end_line", end.line}, {"end_column", end.column}};
}

Json label_json(const Label& label, const Diagnostic& diagnostic) {
  const Source& source = source_of(label, diagnostic);
  return {{"file", source.name()}, {"span", span_json(source, label.span)}, {"text", label.text}};
}

Json fix_json(const Fix& fix) {
  Json edits = Json::array();
  for (const Edit& edit : fix.edits) {
    edits.push_back({{"begin", edit.span.begin}, {"end", edit.span.end}, {"text", edit.text}});
  }
  return {{"title", fix.title}, {"safe", fix.safe}, {"edits", std::move(edits)}};
}

Json diagnostic_json(const Diagnostic& d) {
  Json labels = Json::array();
  for (const Label& label : d.labels) labels.push_back(label_json(label, d));
  Json fixes = Json::array();
  for (const Fix& fix : d.fixes) fixes.push_back(fix_json(fix));
  return {{"code", d.code},
          {"severity", severity_name(d.severity)},
          {"message", d.message},
          {"file", d.source.name()},
          {"span", d.labels.empty() ? Json() : span_json(primary_source(d), d.span())},
          {"labels", std::move(labels)},
          {"notes", d.notes},
          {"helps", d.helps},
          {"fixes", std::move(fixes)},
          {"pointer", d.pointer}};
}

}  // namespace

std::string render_json(std::span<const Diagnostic> diagnostics) {
  std::string out;
  for (const Diagnostic& diagnostic : diagnostics) {
    out += diagnostic_json(diagnostic).dump(-1, ' ', false, Json::error_handler_t::replace);
    out += '\n';
  }
  return out;
}

}  // namespace tamis
