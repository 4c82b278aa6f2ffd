// tamis explain CODE: what a diagnostic means. tamis explain CONDITION DOCUMENT: why it matches.
#include <fmt/format.h>
#include <tamis/catalog.h>
#include <tamis/diagnostic.h>
#include <tamis/extended_json.h>
#include <tamis/predicate.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <nlohmann/json.hpp>

#include "grammar/render_formats.h"
#include "tools/tamis/commands.h"
#include "tools/tamis/support/catalog_json.h"
#include "tools/tamis/support/clock_flags.h"
#include "tools/tamis/support/explain_tree.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/language_flags.h"

namespace tamis::cli {
namespace {

struct ExplainFlags {
  std::string subject;
  std::string document;
  LanguageFlags language;
  ClockFlags clock;
  std::string format = "human";
};

// Lines of an example, marked at the left.
std::string framed(std::string_view text, const std::string& bar) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    out += fmt::format("  {} {}\n", bar, printable(text.substr(0, end)));
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

void write_json(Session& session, const nlohmann::ordered_json& json) {
  session.out.write(json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace) + "\n");
}

int explain_code(Session& session, const ExplainFlags& flags, const CatalogEntry& entry) {
  if (flags.format == "json") {
    write_json(session, entry_json(entry));
    return kSuccess;
  }
  const Style style = session.style();
  const auto width = static_cast<std::size_t>(std::min(session.out.width(), 100));
  const std::string name = fmt::format("{}[{}]", severity_name(entry.severity), entry.code);
  const std::string head = entry.severity == Severity::Error ? style.red(name) : style.yellow(name);
  session.out.print("{} {}\n{}\n\n", head, style.bold(entry.name), entry.summary);
  session.out.print("{}\n", prose(entry.why, style, width));
  if (entry.has_example()) {
    session.out.print("{}\n{}\n", style.bold("Instead of"), framed(entry.bad, style.red("|")));
    session.out.print("{}\n{}\n", style.bold("write"), framed(entry.good, style.green("|")));
  }
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

Value read_the_document(Session& session, const std::string& argument) {
  const Source source = read_condition(argument);
  const Result<Value> document = parse_extended_json(source);
  if (document.ok() && document->is(BsonType::Object)) return *document;
  session.show(document.diagnostics());
  throw Failure(document.ok() ? "a document is an object" : "the document is malformed");
}

nlohmann::ordered_json as_json(const predicate::Explanation& node, const Source& source) {
  static constexpr std::string_view kKinds[] = {"all", "any", "not", "element", "test"};
  const LineColumn at = source.position(node.span.begin);
  nlohmann::ordered_json json{{"kind", kKinds[static_cast<std::size_t>(node.kind)]},
                              {"verdict", node.verdict},
                              {"why", node.why},
                              {"text", source.text(node.span)},
                              {"line", at.line},
                              {"column", at.column}};
  if (!node.path.empty()) json["path"] = node.path;
  if (node.value)
    json["value"] = nlohmann::ordered_json::parse(
        to_extended_json(*node.value, ExtendedJson::Relaxed), nullptr, false);
  for (const predicate::Explanation& child : node.children)
    json["children"].push_back(as_json(child, source));
  return json;
}

int explain_document(Session& session, ExplainFlags& flags) {
  const Condition condition = compile_or_fail(session, flags.language, flags.subject);
  const Value document = read_the_document(session, flags.document);
  predicate::Matcher matcher(predicate::compile(condition));
  const predicate::Explanation why = matcher.explain(document, flags.clock.context());
  if (flags.format == "json") {
    write_json(session, as_json(why, condition.source()));
  } else {
    const Style style = session.style();
    const auto width = static_cast<std::size_t>(session.out.width());
    session.out.print(
        "{} {}\n\n", why.verdict ? style.yes() : style.no(),
        style.bold(why.verdict ? "the document matches" : "the document does not match"));
    session.out.write(explain_tree(why, condition.source(), style, width));
  }
  return why.verdict ? kSuccess : kFinding;
}

int run(Session& session, ExplainFlags& flags) {
  if (!flags.document.empty()) return explain_document(session, flags);
  if (const CatalogEntry* entry = find_in_catalog(flags.subject))
    return explain_code(session, flags, *entry);
  std::error_code unreadable;
  if (is_condition_text(flags.subject) || std::filesystem::exists(flags.subject, unreadable))
    throw Failure(
        "to explain a condition, say on which document: tamis explain CONDITION DOCUMENT");
  return unknown_code(flags.subject);
}

}  // namespace

void add_explain(CommandLine& line) {
  auto flags = std::make_shared<ExplainFlags>();
  CLI::App* app = line.add_command(
      "explain", "say what a diagnostic means, or why a document does or does not match",
      {{"explain T004", "what T004 means, with a bad and a good example"},
       {R"(explain '{"age": {"$gt": 30}}' '{"age": 27}')", "why this document does not match"},
       {"explain vip.cond contact.json --schema contact.schema.json", "the same from files"}},
      [flags](Session& session) { return run(session, *flags); });
  app->footer("Exit status with a document: 0 it matches, 1 it does not, 2 trouble.");
  line.as_file(
      app->add_option("SUBJECT", flags->subject, "a code such as T004 or its name; or a condition")
          ->required());
  line.as_file(app->add_option("DOCUMENT", flags->document, "a document: text, a file, or -"));
  flags->language.add(line, app);
  flags->clock.add(app);
  line.add_choice(app, "-f,--format", flags->format, {"human", "json"}, "form of the explanation");
}

}  // namespace tamis::cli
