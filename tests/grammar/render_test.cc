// Diagnostics for machines: JSON Lines, SARIF, GitHub's workflow commands and one line each.
#include <tamis/render.h>

#include <nlohmann/json.hpp>
#include <string>

#include "tests/support/catch.h"

namespace tamis {
namespace {

using nlohmann::json;

Diagnostic sample() {
  Diagnostic d;
  d.code = "T004";
  d.severity = Severity::Warning;
  d.message = "`é` is 100%, more or less";
  d.source = Source("dir with blank/a,b:c.cond", "{\n é: \"x\",\n b: 2}");
  d.labels = {{{3, 5}, "here"}, {{0, 4}, "there", Source("s.json", "{}\n{}")}};
  d.notes = {"a note\nof two lines"};
  d.helps = {"a help"};
  d.fixes = {{"rename it", {{{3, 5}, "e"}, {{12, 13}, "c"}}, true}};
  d.pointer = "/segments/0";
  return d;
}

std::string rendered(const Diagnostic& d, ReportFormat format) {
  return render({&d, 1}, format);
}

TEST_CASE("JSON Lines", "[grammar][render]") {
  const std::string text = rendered(sample(), ReportFormat::Json);
  CHECK(text.ends_with("}\n"));
  CHECK(text.find('\n') == text.size() - 1);
  CHECK(json::parse(text) == json::parse(R"({
    "code": "T004", "severity": "warning", "message": "`é` is 100%, more or less",
    "file": "dir with blank/a,b:c.cond",
    "span": {"begin": 3, "end": 5, "line": 2, "column": 2, "end_line": 2, "end_column": 3},
    "labels": [
      {"file": "dir with blank/a,b:c.cond", "text": "here",
       "span": {"begin": 3, "end": 5, "line": 2, "column": 2, "end_line": 2, "end_column": 3}},
      {"file": "s.json", "text": "there",
       "span": {"begin": 0, "end": 4, "line": 1, "column": 1, "end_line": 2, "end_column": 2}}],
    "notes": ["a note\nof two lines"], "helps": ["a help"],
    "fixes": [{"title": "rename it", "safe": true,
               "edits": [{"begin": 3, "end": 5, "text": "e"},
                         {"begin": 12, "end": 13, "text": "c"}]}],
    "pointer": "/segments/0"})"));
  const Diagnostics two = {sample(), Diagnostic{}};
  const std::string lines = render(two, ReportFormat::Json);
  CHECK(json::parse(lines.substr(lines.find('\n') + 1)).at("span").is_null());
  CHECK(render({}, ReportFormat::Json).empty());
}

TEST_CASE("JSON of text that is no UTF-8", "[grammar][render]") {
  Diagnostic d = sample();
  d.message = "\xFF\x1B";
  CHECK(json::parse(rendered(d, ReportFormat::Json)).at("message") == "\uFFFD\x1B");
}

TEST_CASE("SARIF", "[grammar][render]") {
  Diagnostic second = sample();
  second.severity = Severity::Error;
  second.code = "E001";
  second.labels.resize(1);
  second.fixes.clear();
  const Diagnostics diagnostics = {sample(), second, sample()};
  RenderOptions options;
  options.tool_version = "1.2.3";
  const json log = json::parse(render(diagnostics, ReportFormat::Sarif, options));
  CHECK(log.at("version") == "2.1.0");
  REQUIRE(log.at("runs").size() == 1);
  const json& run = log.at("runs").at(0);
  CHECK(run.at("columnKind") == "unicodeCodePoints");
  CHECK(run.at("tool") == json::parse(R"({"driver": {
    "name": "tamis", "version": "1.2.3", "rules": [
      {"id": "T004", "defaultConfiguration": {"level": "warning"}},
      {"id": "E001", "defaultConfiguration": {"level": "error"}}]}})"));
  REQUIRE(run.at("results").size() == 3);
  CHECK(run.at("results").at(2).at("ruleIndex") == 0);
  CHECK(run.at("results").at(1).at("ruleIndex") == 1);
  CHECK_FALSE(run.at("results").at(1).contains("fixes"));
  CHECK_FALSE(run.at("results").at(1).contains("relatedLocations"));
  CHECK(run.at("results").at(0) == json::parse(R"({
    "ruleId": "T004", "ruleIndex": 0, "level": "warning",
    "message": {"text": "`é` is 100%, more or less\nnote: a note\nof two lines\nhelp: a help"},
    "locations": [{
      "physicalLocation": {
        "artifactLocation": {"uri": "dir%20with%20blank/a%2Cb%3Ac.cond"},
        "region": {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 3}},
      "message": {"text": "here"},
      "logicalLocations": [{"fullyQualifiedName": "/segments/0"}]}],
    "relatedLocations": [{
      "id": 1,
      "physicalLocation": {
        "artifactLocation": {"uri": "s.json"},
        "region": {"startLine": 1, "startColumn": 1, "endLine": 2, "endColumn": 2}},
      "message": {"text": "there"}}],
    "fixes": [{
      "description": {"text": "rename it"},
      "artifactChanges": [{
        "artifactLocation": {"uri": "dir%20with%20blank/a%2Cb%3Ac.cond"},
        "replacements": [
          {"deletedRegion": {"startLine": 2, "startColumn": 2, "endLine": 2, "endColumn": 3},
           "insertedContent": {"text": "e"}},
          {"deletedRegion": {"startLine": 3, "startColumn": 1, "endLine": 3, "endColumn": 2},
           "insertedContent": {"text": "c"}}]}]}]})"));
}

TEST_CASE("an empty SARIF log is whole", "[grammar][render]") {
  const json log = json::parse(render({}, ReportFormat::Sarif));
  CHECK(log.at("runs").at(0).at("results") == json::array());
  CHECK(log.at("runs").at(0).at("tool").at("driver").at("rules") == json::array());
}

TEST_CASE("GitHub's workflow commands", "[grammar][render]") {
  CHECK(rendered(sample(), ReportFormat::Github) ==
        "::warning file=dir with blank/a%2Cb%3Ac.cond,line=2,endLine=2,col=2,endColumn=3,"
        "title=T004::`é` is 100%25, more or less%0Anote: a note%0Aof two lines%0Ahelp: a help"
        "%0Ahelp: rename it\n");
  Diagnostic d;
  d.code = "E001";
  d.message = "a\r\nb\x1B[0m::error::c";
  d.source = Source("", "a\nb");
  d.labels = {{{0, 3}, ""}};
  CHECK(rendered(d, ReportFormat::Github) ==
        "::error file=<text>,line=1,endLine=2,title=E001::a\\r\\nb\\x1b[0m::error::c\n");
  d.severity = Severity::Note;
  CHECK(rendered(d, ReportFormat::Github).starts_with("::notice "));
}

TEST_CASE("one line each", "[grammar][render]") {
  Diagnostic d;
  d.message = "a\nb";
  const Diagnostics diagnostics = {sample(), d};
  CHECK(render(diagnostics, ReportFormat::Compact) ==
        "dir with blank/a,b:c.cond:2:2: warning[T004]: `é` is 100%, more or less\n"
        "<text>:1:1: error: a\\nb\n");
}

TEST_CASE("offsets outside the text are taken as its end", "[grammar][render]") {
  Diagnostic d;
  d.message = "far";
  d.source = Source("a", "{}");
  d.labels = {{{7, 9}, "x"}, {{0, 99}, "y"}};
  d.fixes = {{"z", {{{50, 60}, "w"}}}};
  for (const auto format : {ReportFormat::Human, ReportFormat::Json, ReportFormat::Sarif,
                            ReportFormat::Github, ReportFormat::Compact})
    CHECK_FALSE(rendered(d, format).empty());
}

}  // namespace
}  // namespace tamis
