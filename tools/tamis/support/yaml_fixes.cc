#include "tools/tamis/support/yaml_fixes.h"

#include <tamis/syntax_tree.h>

#include <string>
#include <utility>

#include "tools/tamis/support/yaml.h"

namespace tamis::cli {
namespace {

using Piece = Embedded::Piece;

// Where a byte of a piece stands in the YAML: inside only of one that is there as it is.
std::optional<std::uint32_t> inside(const Piece& piece, std::uint32_t at) {
  const std::uint32_t offset = at - piece.inner.begin;
  const bool is_there = piece.exact && piece.inner.begin <= at && offset <= piece.outer.size();
  return is_there ? std::optional(piece.outer.begin + offset) : std::nullopt;
}

std::optional<std::uint32_t> outer_begin(std::uint32_t at, const Embedded& place) {
  for (const Piece& piece : place.pieces)
    if (piece.inner.begin == at) return piece.outer.begin;
  for (const Piece& piece : place.pieces) {
    if (const auto found = inside(piece, at)) return found;
    if (piece.inner.end == at) return piece.outer.end;
  }
  return std::nullopt;
}

std::optional<std::uint32_t> outer_end(std::uint32_t at, const Embedded& place) {
  for (const Piece& piece : place.pieces) {
    // A line's break is no part of what stands there.
    const bool is_all = !piece.exact || piece.inner.size() == piece.outer.size();
    if (piece.inner.end == at && is_all) return piece.outer.end;
    if (piece.inner.begin == at) return piece.outer.begin;
    if (const auto found = inside(piece, at)) return found;
  }
  return std::nullopt;
}

std::optional<SourceSpan> in_yaml(SourceSpan span, const Embedded& place) {
  const auto begin = outer_begin(span.begin, place);
  const auto end = span.size() == 0 ? begin : outer_end(span.end, place);
  if (!begin || !end || *begin > *end) return std::nullopt;
  return SourceSpan{*begin, *end};
}

bool same(const SyntaxTree& a, std::uint32_t in_a, const SyntaxTree& b, std::uint32_t in_b) {
  const SyntaxNode &one = a[in_a], &other = b[in_b];
  if (one.kind != other.kind || one.key != other.key || one.text != other.text ||
      one.flags != other.flags || one.child_count != other.child_count)
    return false;
  std::uint32_t child = other.first_child;
  for (const std::uint32_t own : a.children(one)) {
    if (!same(a, own, b, child)) return false;
    child = b[child].next_sibling;
  }
  return true;
}

bool same(const Source& a, const Source& b) {
  const Result<SyntaxTree> one = parse_syntax(a), other = parse_syntax(b);
  return one.ok() && other.ok() && same(*one, one->root_index(), *other, other->root_index());
}

// The value alone, with the fix made, as YAML has it.
bool is_read_as(const Fix& fix, const Embedded& place, const Source& outer,
                const std::string& wanted) {
  Fix moved = fix;
  for (Edit& edit : moved.edits) {
    if (edit.span.begin < place.yaml.begin || edit.span.end > place.yaml.end) return false;
    edit.span = {edit.span.begin - place.yaml.begin, edit.span.end - place.yaml.begin};
  }
  const FixedText fixed = apply_fixes(outer.text(place.yaml), {&moved});
  const std::string indent(place.yaml_column, ' ');
  const auto read = yaml_conditions(Source(outer.name(), indent + fixed.text), {});
  return fixed.applied == 1 && read.ok() && read->size() == 1 &&
         same(read->front().text, Source(outer.name(), wanted));
}

}  // namespace

std::optional<Fix> fix_in_yaml(const Fix& fix, const Embedded& place, const Source& outer) {
  if (place.yaml.size() == 0) return std::nullopt;
  Fix there = fix;
  for (Edit& edit : there.edits) {
    const auto span = in_yaml(edit.span, place);
    if (!span) return std::nullopt;
    edit.span = *span;
  }
  const FixedText wanted = apply_fixes(place.text.text(), {&fix});
  if (!is_read_as(there, place, outer, wanted.text)) return std::nullopt;
  return there;
}

}  // namespace tamis::cli
