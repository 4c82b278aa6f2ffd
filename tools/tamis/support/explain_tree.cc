#include "tools/tamis/support/explain_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

namespace tamis::cli {
namespace {

using predicate::Explanation;

constexpr std::size_t kMostClauseColumns = 48;

struct Row {
  std::string left;     // branches, verdict and clause, coloured
  std::size_t columns;  // of `left`
  bool verdict;
  std::string why;
};

std::string heading(const Explanation& node, const Source& condition, const Style& style) {
  switch (node.kind) {
    case Explanation::Kind::All:
      return "all of";
    case Explanation::Kind::Any:
      return "any of";
    case Explanation::Kind::Not:
      return "not";
    default:
      return clause_text(condition, node.span, kMostClauseColumns, style);
  }
}

// Recursion is as deep as the condition, which Limits::condition_depth bounds.
void add_rows(const Explanation& node, const Source& condition, const Style& style,
              const std::string& before, const std::string& below, std::vector<Row>& rows) {
  const std::string clause = heading(node, condition, style);
  const bool leaf = node.children.empty();
  rows.push_back({style.dim(before) + (node.verdict ? style.yes() : style.no()) + " " +
                      (leaf ? clause : style.bold(clause)),
                  columns(before) + 2 + columns(clause), node.verdict, node.why});
  for (std::size_t i = 0; i < node.children.size(); ++i) {
    const bool last = i + 1 == node.children.size();
    add_rows(node.children[i], condition, style, below + std::string(style.branch(last)),
             below + std::string(style.trunk(last)), rows);
  }
}

}  // namespace

std::string clause_text(const Source& condition, SourceSpan span, std::size_t limit,
                        const Style& style) {
  std::string line;
  for (const char c : condition.text(span)) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank)
      line += c;
    else if (!line.empty() && line.back() != ' ')
      line += ' ';
  }
  std::string shown = printable(line);
  if (columns(shown) <= limit) return shown;
  shown = printable(line, limit - columns(style.ellipsis()));
  if (shown.ends_with("...")) shown.erase(shown.size() - 3);
  return shown + std::string(style.ellipsis());
}

std::string explain_tree(const Explanation& explanation, const Source& condition,
                         const Style& style, std::size_t width, std::size_t indent) {
  std::vector<Row> rows;
  add_rows(explanation, condition, style, "", "", rows);
  std::size_t column = 0;
  for (const Row& row : rows)
    if (!row.why.empty()) column = std::max(column, row.columns);
  column += 2;
  const bool beside = indent + column + 24 <= width;
  std::string out;
  for (const Row& row : rows) {
    out.append(indent, ' ');
    out += row.left;
    if (!row.why.empty()) {
      const std::string why = printable(row.why);
      const std::size_t at = beside ? column : 8;
      if (beside)
        out.append(column - row.columns, ' ');
      else
        out += "\n" + std::string(indent + at, ' ');
      const std::size_t room = width > indent + at + 20 ? width - indent - at : 20;
      const std::string text = wrapped(why, room, indent + at);
      out += row.verdict ? style.dim(text) : text;
    }
    out += '\n';
  }
  return out;
}

std::string reasons_in_words(const Explanation& explanation) {
  std::string text;
  for (const Explanation* reason : predicate::reasons(explanation)) {
    if (reason->why.empty() || text.find(reason->why) != std::string::npos) continue;
    text += (text.empty() ? "" : "; ") + reason->why;
  }
  return text;
}

}  // namespace tamis::cli
