// tamis explain CODE: what a diagnostic means. tamis explain CONDITION DOCUMENT: why it matches.
#include <fmt/format.h>
#include <tamis/catalog.h>
#include <tamis/diagnostic.h>

#include <algorithm>
#include <memory>

#include "tools/tamis/commands.h"
#include "tools/tamis/support/input.h"

namespace tamis::cli {
namespace {

struct ExplainOptions {
  std::string subject;
  std::string document;
  std::string schema;
};

std::string_view severity_name(Severity severity) {
  return severity == Severity::Error ? "error" : severity == Severity::Warning ? "warning" : "note";
}

// Lines of an example, marked at the left.
std::string framed(std::string_view text, const std::string& bar) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out += fmt::format("  {} {}\n", bar, text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

// The code spans of Markdown in colour instead of backticks where there is colour.
std::string prose(std::string_view text, const Style& style, std::size_t width) {
  std::string plain;
  for (const char c : text) plain += c == '\n' ? ' ' : c;
  // Paragraphs stand apart by an empty line.
  std::string out;
  std::size_t at = 0;
  while (at < text.size()) {
    std::size_t end = text.find("\n\n", at);
    if (end == std::string_view::npos) end = text.size();
    out += wrapped(std::string_view(plain).substr(at, end - at), width, 0) + "\n";
    at = end + 2;
    if (at < text.size()) out += "\n";
  }
  if (!style.colour) return out;
  std::string coloured;
  bool code = false;
  for (const char c : out) {
    if (c == '`') {
      coloured += code ? "\x1b[0m" : "\x1b[36m";
      code = !code;
    } else {
      coloured += c;
    }
  }
  return coloured;
}

int explain_code(Session& session, const CatalogEntry& entry) {
  const Style style = session.style();
  const auto width = static_cast<std::size_t>(std::min(session.out.width(), 100));
  const std::string name = fmt::format("{}[{}]", severity_name(entry.severity), entry.code);
  const std::string head = entry.severity == Severity::Error ? style.red(name) : style.yellow(name);
  session.out.print("{} {}\n{}\n\n", head, style.bold(entry.name), entry.summary);
  session.out.print("{}\n", prose(entry.why, style, width));
  session.out.print("{}\n{}\n", style.bold("Instead of"), framed(entry.bad, style.red("|")));
  session.out.print("{}\n{}\n", style.bold("write"), framed(entry.good, style.green("|")));
  session.out.print("{}\n", style.dim(fmt::format("since tamis {}", entry.since)));
  return kSuccess;
}

int unknown_code(const std::string& subject) {
  std::vector<std::string_view> known;
  for (const CatalogEntry& entry : catalog()) {
    known.push_back(entry.code);
    known.push_back(entry.name);
  }
  const auto found = nearest(subject, known);
  throw Failure(fmt::format("there is no diagnostic `{}`{}", printable(subject),
                            found ? fmt::format("; did you mean `{}`?", *found) : std::string()));
}

int run(const ExplainOptions& options, Session& session) {
  if (const CatalogEntry* entry = find_in_catalog(options.subject))
    return explain_code(session, *entry);
  return unknown_code(options.subject);
}

}  // namespace

void add_explain(CommandLine& line) {
  auto options = std::make_shared<ExplainOptions>();
  CLI::App* app = line.add_command(
      "explain", "say what a diagnostic means, or why a document does or does not match",
      {{"explain T004", "what T004 means, with a bad and a good example"},
       {R"(explain '{"age": {"$gt": 30}}' '{"age": 27}')", "why this document does not match"},
       {"explain vip.cond contact.json --schema contact.schema.json", "the same from files"}},
      [options](Session& session) { return run(*options, session); });
  app->add_option("SUBJECT", options->subject, "a code such as T004 or its name; or a condition")
      ->required();
  line.as_file(app->add_option("DOCUMENT", options->document, "a document, as text or as a file"));
  line.add_schema(app, options->schema);
}

}  // namespace tamis::cli
