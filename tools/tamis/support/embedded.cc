#include "tools/tamis/support/embedded.h"

#include <fmt/format.h>
#include <tamis/syntax_tree.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "tools/tamis/support/yaml.h"
#include "tools/tamis/support/yaml_fixes.h"

namespace tamis::cli {
namespace {

constexpr std::string_view kByHand = "by hand, as --fix cannot edit this YAML: ";

std::vector<std::string> parts_of(std::string_view pointer) {
  std::vector<std::string> parts;
  while (!pointer.empty()) {
    pointer.remove_prefix(1);
    const std::size_t slash = std::min(pointer.find('/'), pointer.size());
    std::string part;
    for (std::size_t i = 0; i < slash; ++i) {
      const bool escape = pointer[i] == '~' && i + 1 < slash;
      if (escape && (pointer[i + 1] == '0' || pointer[i + 1] == '1'))
        part += pointer[++i] == '0' ? '~' : '/';
      else
        part += pointer[i];
    }
    parts.push_back(std::move(part));
    pointer.remove_prefix(slash);
  }
  return parts;
}

// Recursion is as deep as the pointer has parts.
void find(const SyntaxTree& tree, std::uint32_t node, const std::vector<std::string>& parts,
          std::size_t depth, const std::string& path, std::uint32_t base,
          std::vector<Embedded>& found) {
  if (depth == parts.size()) {
    const SourceSpan span = tree[node].span;
    found.push_back({path, Source(tree.source().name(), std::string(tree.source().text(span))),
                     base + span.begin});
    return;
  }
  std::uint32_t index = 0;
  for (const std::uint32_t child : tree.children(tree[node])) {
    const bool member = tree[child].has_key;
    const std::string name = member ? std::string(tree[child].key) : std::to_string(index++);
    if (parts[depth] == "*" || parts[depth] == name)
      find(tree, child, parts, depth + 1, path + "/" + escape_pointer_part(name), base, found);
  }
}

bool is_ndjson(const Source& source) {
  const std::string& name = source.name();
  if (name.ends_with(".ndjson") || name.ends_with(".jsonl")) return true;
  // A first line that is a whole document, with more below it.
  const std::string_view text = source.text();
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos || text.find_first_not_of(" \t\r\n", end) == text.npos)
    return false;
  return parse_syntax(Source(name, std::string(text.substr(0, end)))).ok();
}

// The outer place of a byte of the text, as the beginning or the end of a span.
std::uint32_t outer_offset(std::uint32_t inner, const Embedded& place, bool is_end) {
  const Embedded::Piece* last = &place.pieces.front();
  for (const Embedded::Piece& piece : place.pieces) {
    if (is_end ? piece.inner.begin >= inner : piece.inner.begin > inner) break;
    last = &piece;
  }
  if (last->exact)
    return std::min(last->outer.begin + (inner - last->inner.begin), last->outer.end);
  return is_end ? last->outer.end : last->outer.begin;
}

std::optional<Fix> shifted(Fix fix, std::uint32_t offset) {
  for (Edit& edit : fix.edits) edit.span = {edit.span.begin + offset, edit.span.end + offset};
  return fix;
}

SourceSpan in_outer(SourceSpan span, const Embedded& place) {
  if (place.pieces.empty()) return {span.begin + place.offset, span.end + place.offset};
  const std::uint32_t begin = outer_offset(span.begin, place, false);
  return {begin, std::max(begin, outer_offset(span.end, place, true))};
}

}  // namespace

std::string escape_pointer_part(std::string_view name) {
  std::string out;
  for (const char c : name)
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  return out;
}

Diagnostics in_outer(Diagnostics diagnostics, const Embedded& place, const Source& outer) {
  for (Diagnostic& diagnostic : diagnostics) {
    diagnostic.source = outer;
    diagnostic.pointer = place.pointer + diagnostic.pointer;
    for (Label& label : diagnostic.labels)
      if (!label.source) label.span = in_outer(label.span, place);
    for (Fix& fix : std::exchange(diagnostic.fixes, {})) {
      auto there =
          place.pieces.empty() ? shifted(fix, place.offset) : fix_in_yaml(fix, place, outer);
      if (there)
        diagnostic.fixes.push_back(std::move(*there));
      else
        diagnostic.helps.push_back(std::string(kByHand) + fix.title);
    }
  }
  return diagnostics;
}

bool needs_hand(const Diagnostic& diagnostic) {
  return std::ranges::any_of(diagnostic.helps,
                             [](const std::string& help) { return help.starts_with(kByHand); });
}

Result<std::vector<Embedded>> find_conditions(const Source& document, const std::string& pointer) {
  const std::vector<std::string> parts = parts_of(pointer);
  if (is_yaml(document.name())) return yaml_conditions(document, parts);
  std::vector<Embedded> found;
  if (!is_ndjson(document)) {
    const Result<SyntaxTree> tree = parse_syntax(document);
    if (!tree.ok()) return tree.diagnostics();
    find(*tree, tree->root_index(), parts, 0, "", 0, found);
    return found;
  }
  Diagnostics errors;
  for (std::uint32_t line = 1; line <= document.line_count(); ++line) {
    const std::string_view text = document.line(line);
    if (text.find_first_not_of(" \t\r") == std::string_view::npos) continue;
    const Embedded place{"", Source(document.name(), std::string(text)), document.line_begin(line)};
    const Result<SyntaxTree> tree = parse_syntax(place.text);
    if (tree.ok()) {
      find(*tree, tree->root_index(), parts, 0, "", place.offset, found);
      continue;
    }
    for (Diagnostic& error : in_outer(tree.diagnostics(), place, document))
      errors.push_back(std::move(error));
  }
  if (has_error(errors)) return errors;
  return found;
}

}  // namespace tamis::cli
