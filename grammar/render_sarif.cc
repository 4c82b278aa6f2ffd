// One SARIF 2.1.0 log, for code scanning and editors.
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "grammar/render_formats.h"

namespace tamis {
namespace {

using Json = nlohmann::ordered_json;

// A file name as a URI reference (RFC 3986, section 4.1): all but unreserved bytes and `/` are
// percent-encoded.
std::string uri(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                       std::string_view("-._~/").find(c) != std::string_view::npos;
    if (plain) {
      out += c;
    } else {
      out += fmt::format("%{:02X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    }
  }
  return out;
}

Json region(const Source& source, SourceSpan span) {
  const LineColumn begin = source.position(span.begin);
  const LineColumn end = source.position(span.end);
  return {{"startLine", begin.line},
          {"startColumn", begin.column},
          {"endLine", end.line},
          {"endColumn", end.column}};
}

Json artifact(const Source& source) {
  return {{"uri", uri(source.name().empty() ? "<text>" : source.name())}};
}

Json location(const Label& label, const Diagnostic& diagnostic) {
  const Source& source = source_of(label, diagnostic);
  Json result = {
      {"physicalLocation",
       {{"artifactLocation", artifact(source)}, {"region", region(source, label.span)}}}};
  if (!label.text.empty()) result["message"] = {{"text", label.text}};
  return result;
}

Json fix_json(const Fix& fix, const Source& source) {
  Json replacements = Json::array();
  for (const Edit& edit : fix.edits) {
    replacements.push_back(
        {{"deletedRegion", region(source, edit.span)}, {"insertedContent", {{"text", edit.text}}}});
  }
  return {{"description", {{"text", fix.title}}},
          {"artifactChanges", Json::array({{{"artifactLocation", artifact(source)},
                                            {"replacements", std::move(replacements)}}})}};
}

std::string message(const Diagnostic& d) {
  std::string text = d.message;
  for (const std::string& note : d.notes) text += "\nnote: " + note;
  for (const std::string& help : d.helps) text += "\nhelp: " + help;
  return text;
}

Json result_json(const Diagnostic& d, std::size_t rule) {
  Json result = {{"ruleId", d.code},
                 {"ruleIndex", rule},
                 {"level", severity_name(d.severity)},
                 {"message", {{"text", message(d)}}}};
  Json locations = Json::array();
  if (!d.labels.empty()) locations.push_back(location(d.labels.front(), d));
  if (!d.pointer.empty() && !locations.empty()) {
    locations.front()["logicalLocations"] = Json::array({{{"fullyQualifiedName", d.pointer}}});
  }
  result["locations"] = std::move(locations);
  Json related = Json::array();
  for (std::size_t i = 1; i < d.labels.size(); ++i) {
    Json place = location(d.labels[i], d);
    place["id"] = i;
    related.push_back(std::move(place));
  }
  if (!related.empty()) result["relatedLocations"] = std::move(related);
  Json fixes = Json::array();
  for (const Fix& fix : d.fixes) fixes.push_back(fix_json(fix, d.source));
  if (!fixes.empty()) result["fixes"] = std::move(fixes);
  return result;
}

}  // namespace

std::string render_sarif(std::span<const Diagnostic> diagnostics, const RenderOptions& options) {
  Json rules = Json::array();
  Json results = Json::array();
  std::map<std::string, std::size_t> rule_of;
  for (const Diagnostic& d : diagnostics) {
    const auto [rule, is_new] = rule_of.try_emplace(d.code, rules.size());
    if (is_new) {
      rules.push_back(
          {{"id", d.code}, {"defaultConfiguration", {{"level", severity_name(d.severity)}}}});
    }
    results.push_back(result_json(d, rule->second));
  }
  Json driver = {{"name", "tamis"}, {"rules", std::move(rules)}};
  if (!options.tool_version.empty()) driver["version"] = options.tool_version;
  const Json log = {{"$schema", "https://json.schemastore.org/sarif-2.1.0.json"},
                    {"version", "2.1.0"},
                    {"runs", Json::array({{{"tool", {{"driver", std::move(driver)}}},
                                           {"columnKind", "unicodeCodePoints"},
                                           {"results", std::move(results)}}})}};
  return log.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace tamis
