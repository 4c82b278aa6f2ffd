#include "compiler/lint/suppressions.h"

#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

constexpr std::string_view kMark = "tamis:";
constexpr std::string_view kAllow = "allow";
constexpr std::string_view kBlanks = " \t\r\n";

struct Allowed {
  std::string_view name;
  SourceSpan span;
  SourceSpan comment;
  std::uint32_t line;  // that it is about
  bool alone;          // the only name of its comment
  bool used = false;
};

std::size_t skip_blanks(std::string_view text, std::size_t at) {
  return std::min(text.find_first_not_of(kBlanks, at), text.size());
}

// The line that a comment is about.
std::uint32_t line_of(const SyntaxTree& tree, SourceSpan comment) {
  const Source& source = tree.source();
  const std::uint32_t line = source.position(comment.begin).line;
  const std::string_view before = source.text({source.line_begin(line), comment.begin});
  if (before.find_first_not_of(kBlanks) != std::string_view::npos) return line;
  std::size_t at = comment.begin;
  for (const SourceSpan next : tree.comments()) {
    if (next.end <= at) continue;
    if (next.begin > at) break;
    at = skip_blanks(source.text(), next.end);
  }
  return source.position(static_cast<std::uint32_t>(at)).line;
}

// Where the names begin in a comment's text, or npos if it allows nothing.
std::size_t names_begin(std::string_view comment) {
  std::size_t at = skip_blanks(comment, 2);
  if (!comment.substr(at).starts_with(kMark)) return std::string_view::npos;
  at = skip_blanks(comment, at + kMark.size());
  if (!comment.substr(at).starts_with(kAllow)) return std::string_view::npos;
  at += kAllow.size();
  return at == comment.size() || kBlanks.find(comment[at]) != std::string_view::npos
             ? at
             : std::string_view::npos;
}

void read(const SyntaxTree& tree, SourceSpan comment, std::vector<Allowed>& all) {
  std::string_view text = tree.source().text(comment);
  std::size_t at = names_begin(text);
  if (at == std::string_view::npos) return;
  if (text.starts_with("/*") && text.ends_with("*/")) text.remove_suffix(2);
  text = text.substr(0, std::min(text.find(" -- "), text.size()));
  const std::size_t first = all.size();
  const std::uint32_t line = line_of(tree, comment);
  while ((at = std::min(text.find_first_not_of(" \t\r\n,", at), text.size())) < text.size()) {
    const std::size_t end = std::min(text.find_first_of(" \t\r\n,", at), text.size());
    const auto begin = comment.begin + static_cast<std::uint32_t>(at);
    all.push_back({text.substr(at, end - at),
                   {begin, begin + static_cast<std::uint32_t>(end - at)},
                   comment,
                   line,
                   false});
    at = end;
  }
  if (all.size() == first + 1) all.back().alone = true;
}

// A comment with the blanks before it, and with its line if nothing else stands there.
SourceSpan with_line(const Source& source, SourceSpan comment) {
  const std::string_view text = source.text();
  SourceSpan span = comment;
  while (span.begin > 0 && (text[span.begin - 1] == ' ' || text[span.begin - 1] == '\t'))
    --span.begin;
  const bool own_line = span.begin == 0 || text[span.begin - 1] == '\n';
  if (own_line && span.end < text.size() && text[span.end] == '\n') ++span.end;
  return span;
}

bool is_on(std::string_view name, const LintOptions& options) {
  return std::ranges::any_of(lint_rules(), [&](const RuleInfo& rule) {
    return names_rule(name, rule) && severity_of(rule, options).has_value();
  });
}

void report_unused(LintContext& context, const Allowed& allowed, Severity severity,
                   Diagnostics& found) {
  const Source& source = context.expression().source;
  const bool known = names_any_rule(allowed.name);
  auto entry = Reporter(source, found)
                   .add(severity, kUnusedSuppression.info.code, allowed.span,
                        known ? fmt::format("nothing that {} would report stands here",
                                            backticked(allowed.name))
                              : fmt::format("no rule is called {}", backticked(allowed.name)),
                        known ? "allows nothing" : "unknown");
  if (allowed.alone)
    entry.fix("leave the comment out", with_line(source, allowed.comment), "", true);
  else
    entry.help("leave the name out");
}

}  // namespace

void apply_suppressions(LintContext& context, const LintOptions& options,
                        std::optional<Severity> unused, Diagnostics& found) {
  const Source& source = context.expression().source;
  if (source.text().find(kMark) == std::string_view::npos) return;
  const SyntaxTree* tree = context.syntax();
  if (tree == nullptr) return;
  std::vector<Allowed> all;
  for (const SourceSpan comment : tree->comments()) read(*tree, comment, all);
  std::erase_if(found, [&](const Diagnostic& diagnostic) {
    const RuleInfo* rule = nullptr;
    for (const RuleInfo& info : lint_rules())
      if (info.code == diagnostic.code) rule = &info;
    const std::uint32_t line = source.position(diagnostic.span().begin).line;
    bool suppressed = false;
    for (Allowed& allowed : all) {
      if (allowed.line != line || !names_rule(allowed.name, *rule)) continue;
      allowed.used = true;
      suppressed = true;
    }
    return suppressed;
  });
  if (!unused) return;
  for (const Allowed& allowed : all)
    if (!allowed.used && (!names_any_rule(allowed.name) || is_on(allowed.name, options)))
      report_unused(context, allowed, *unused, found);
}

}  // namespace tamis::linting
