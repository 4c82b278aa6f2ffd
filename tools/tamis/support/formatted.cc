#include "tools/tamis/support/formatted.h"

#include <tamis/extended_json.h>

#include <limits>
#include <optional>

#include "compiler/print/print.h"
#include "tools/tamis/support/comments.h"
#include "tools/tamis/support/pretty.h"

namespace tamis::cli {
namespace {

constexpr auto kMany = std::numeric_limits<std::uint32_t>::max();

// For a text that compiled, and what is printed from it. The parser's stack has its limit still.
constexpr Limits kNoLimits{.text_bytes = kMany, .literal_nesting = kMany, .nodes = kMany};

// Whether lines end as on Windows, by the first that ends outside comments.
bool has_crlf(const SyntaxTree& tree) {
  const std::string_view text = tree.source().text();
  std::size_t at = 0;
  for (const SourceSpan comment : tree.comments()) {
    if (text.substr(at, comment.begin - at).find('\n') != std::string_view::npos) break;
    at = comment.end;
  }
  const std::size_t end = text.find('\n', at);
  return end != std::string_view::npos && end > 0 && text[end - 1] == '\r';
}

// Only comments have line breaks of other kinds.
std::string with_line_breaks(std::string_view text, std::string_view line_break) {
  std::string result;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\r' && text.substr(i + 1).starts_with('\n')) ++i;
    if (text[i] == '\r' || text[i] == '\n')
      result += line_break;
    else
      result += text[i];
  }
  return result;
}

// An operand of `$elemMatch` that Extended JSON reads as a regex is one operator again.
void restore_elem_match(const SyntaxTree& tree, std::uint32_t node, Value& value) {
  const SyntaxNode& syntax = tree[node];
  if (const Regex* regex = value.get_if<Regex>()) {
    if (syntax.key == "$elemMatch" && tree[syntax.first_child].key == "$regex")
      value = Value::object({{"$regex", regex->pattern}, {"$options", regex->options}});
    return;
  }
  Array* array = value.get_if<Array>();
  Object* object = value.get_if<Object>();
  std::size_t i = 0;
  for (const std::uint32_t child : tree.children(syntax)) {
    if (array != nullptr) restore_elem_match(tree, child, (*array)[i]);
    if (object != nullptr) restore_elem_match(tree, child, (*object)[i].value);
    ++i;
  }
}

Result<SyntaxTree> shell_tree(const SyntaxTree& canonical) {
  Diagnostics errors;
  std::optional<Value> value = read_value(canonical, canonical.root_index(), kNoLimits, errors);
  if (!value) return errors;
  restore_elem_match(canonical, canonical.root_index(), *value);
  return parse_syntax(Source("", to_extended_json(*value, ExtendedJson::Shell)), kNoLimits);
}

}  // namespace

Result<std::string> formatted(const Condition& condition, const Layout& layout) {
  const bool segments = layout.form == Layout::Form::Segments;
  Result<PrintedText> printed = segments ? segments_text(condition.checked())
                                         : Result<PrintedText>(canonical_text(condition.checked()));
  if (!printed.ok()) return printed.diagnostics();
  const Result<SyntaxTree> source = parse_syntax(condition.source(), kNoLimits);
  if (!source.ok()) return source.diagnostics();
  Result<SyntaxTree> tree = parse_syntax(Source("", printed->text), kNoLimits);
  if (!tree.ok()) return tree.diagnostics();
  std::vector<Comment> comments =
      carried(comments_of(*source), *source, counterparts(*source, *tree, printed->origins));
  if (layout.form == Layout::Form::Shell) {
    Result<SyntaxTree> shell = shell_tree(*tree);
    if (!shell.ok()) return shell.diagnostics();
    comments = carried(std::move(comments), *tree, counterparts(*tree, *shell, {}));
    tree = std::move(shell);
  }
  return with_line_breaks(pretty(*tree, comments, layout.width), has_crlf(*source) ? "\r\n" : "\n");
}

}  // namespace tamis::cli
