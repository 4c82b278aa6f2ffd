#include <fmt/format.h>

#include "compiler/schema/field.h"
#include "compiler/schema/kinds.h"
#include "compiler/values/regex.h"

namespace tamis::schema_text {
namespace {

// A bound and the member that set it.
struct Bound {
  std::optional<Value> value;
  bool exclusive = false;
  std::uint32_t node = kNoNode;
};

// `minimum` with `exclusiveMinimum: true` (draft 4) or a number of its own (draft 6 and later);
// of two numbers the tighter one counts. `sign` is 1 for a minimum and -1 for a maximum.
Bound read_bound(Context& context, const Members& members, std::string_view inclusive_key,
                 std::string_view exclusive_key, int sign) {
  Bound bound;
  if (const auto node = members.find(inclusive_key))
    bound = {read_number(context, *node), false, *node};
  const auto node = members.find(exclusive_key);
  if (!node) return bound;
  const SyntaxKind kind = context.tree[*node].kind;
  if (kind == SyntaxKind::True && bound.node == kNoNode) {
    wrong_value(context, *node, fmt::format("a number, or stand beside `{}`", inclusive_key));
  } else if (kind == SyntaxKind::True || kind == SyntaxKind::False) {
    bound.exclusive = kind == SyntaxKind::True;
  } else if (std::optional<Value> value = read_number(context, *node)) {
    if (!bound.value || compare_numbers(*value, *bound.value) * sign >= 0)
      bound = {std::move(value), true, *node};
  }
  return bound;
}

void contradictory(Context& context, std::uint32_t low, std::uint32_t high) {
  const SyntaxTree& tree = context.tree;
  const bool low_is_first = low < high;
  const SyntaxNode& later = tree[low_is_first ? high : low];
  const SyntaxNode& earlier = tree[low_is_first ? low : high];
  context.report
      .error("T109", later.span,
             fmt::format("no value fits both `{}` and `{}`", tree[low].key, tree[high].key),
             low_is_first ? "too low for the other" : "too high for the other")
      .label(earlier.span, fmt::format("`{}` stands here", earlier.key));
}

void read_bounds(Context& context, const Members& members, FieldSchema& field) {
  Bound low = read_bound(context, members, "minimum", "exclusiveMinimum", 1);
  Bound high = read_bound(context, members, "maximum", "exclusiveMaximum", -1);
  if (low.value && high.value) {
    const int order = compare_numbers(*low.value, *high.value);
    if (order > 0 || (order == 0 && (low.exclusive || high.exclusive)))
      contradictory(context, low.node, high.node);
  }
  field.minimum = std::move(low.value);
  field.exclusive_minimum = low.exclusive;
  field.maximum = std::move(high.value);
  field.exclusive_maximum = high.exclusive;
}

void read_counts(Context& context, const Members& members, std::string_view least_key,
                 std::string_view most_key, std::optional<std::int64_t>& least,
                 std::optional<std::int64_t>& most) {
  const auto low = members.find(least_key);
  const auto high = members.find(most_key);
  if (low) least = read_count(context, *low);
  if (high) most = read_count(context, *high);
  if (least && most && *least > *most) contradictory(context, *low, *high);
}

// The place of a byte of the decoded pattern in the text: exact unless escapes stand before it.
SourceSpan place_in(const Context& context, const SyntaxNode& pattern, std::uint32_t offset) {
  const std::uint32_t begin = pattern.span.begin + 1 + offset;
  const bool plain = pattern.span.size() == pattern.text.size() + 2 && begin < pattern.span.end;
  if (!plain) return pattern.span;
  std::uint32_t end = begin + 1;
  const std::string_view text = context.tree.source().text();
  while (end + 1 < pattern.span.end && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U)
    ++end;
  return {begin, end};
}

void read_pattern(Context& context, std::uint32_t node, FieldSchema& field) {
  const SyntaxNode& pattern = context.tree[node];
  std::optional<std::string> text = read_text(context, node);
  if (!text || text->empty()) return;
  // A schema's author is trusted, unlike a condition's.
  auto compiled = RegexProgram::compile(*text, "", RegexProfile::Full);
  if (const auto* error = std::get_if<RegexError>(&compiled)) {
    context.report.error("T114", place_in(context, pattern, error->offset),
                         "`pattern` is not a regular expression", error->message);
    return;
  }
  field.pattern = std::move(*text);
  field.pattern_program =
      std::make_shared<const RegexProgram>(std::get<RegexProgram>(std::move(compiled)));
}

}  // namespace

void read_limits(Context& context, const Members& members, FieldSchema& field) {
  read_bounds(context, members, field);
  read_counts(context, members, "minLength", "maxLength", field.min_length, field.max_length);
  read_counts(context, members, "minItems", "maxItems", field.min_items, field.max_items);
  if (const auto node = members.find("uniqueItems"))
    field.unique_items = read_bool(context, *node).value_or(false);
  if (const auto node = members.find("pattern")) read_pattern(context, *node, field);
}

}  // namespace tamis::schema_text
