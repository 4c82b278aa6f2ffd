#include "compiler/schema/kinds.h"

#include <cmath>

#include <fmt/format.h>

#include <tamis/extended_json.h>

#include "compiler/schema/words.h"

namespace tamis::schema_text {
namespace {

// The value as a whole number; nullopt if it is none or out of int64's range.
std::optional<std::int64_t> whole(const Value& value) {
  if (const auto* i = value.get_if<std::int32_t>()) return *i;
  if (const auto* i = value.get_if<std::int64_t>()) return *i;
  const auto* d = value.get_if<double>();
  if (d == nullptr || std::floor(*d) != *d || std::fabs(*d) > 9.0e15) return std::nullopt;
  return static_cast<std::int64_t>(*d);
}

bool is_string(const SyntaxNode& node) {
  return node.kind == SyntaxKind::String;
}

}  // namespace

std::string_view kind_of(const SyntaxNode& node) {
  switch (node.kind) {
    case SyntaxKind::Object:
      return "an object";
    case SyntaxKind::Array:
      return "an array";
    case SyntaxKind::String:
      return node.text.empty() ? "an empty string" : "a string";
    case SyntaxKind::Number:
      return "a number";
    case SyntaxKind::True:
      return "true";
    case SyntaxKind::False:
      return "false";
    case SyntaxKind::Null:
      return "null";
    case SyntaxKind::Undefined:
      return "undefined";
    case SyntaxKind::Regex:
      return "a regular expression";
    case SyntaxKind::Call:
      return "a call";
    case SyntaxKind::Identifier:
      return "a name without quotes";
  }
  return "a value";
}

Reporter::Entry wrong_value(Context& context, std::uint32_t node, std::string_view must_be) {
  const SyntaxNode& value = context.tree[node];
  return context.report.error("T105", value.span,
                              fmt::format("`{}` must be {}", value.key, must_be),
                              std::string(kind_of(value)));
}

std::optional<bool> read_bool(Context& context, std::uint32_t node) {
  const SyntaxKind kind = context.tree[node].kind;
  if (kind == SyntaxKind::True || kind == SyntaxKind::False) return kind == SyntaxKind::True;
  wrong_value(context, node, "true or false");
  return std::nullopt;
}

std::optional<Value> read_number(Context& context, std::uint32_t node) {
  std::optional<Value> value = read_value(context.tree, node, context.limits, context.report.out());
  if (!value) return std::nullopt;
  if (value->is_number() && compare_numbers(*value, Value(std::nan(""))) != 0) return value;
  wrong_value(context, node, "a number");
  return std::nullopt;
}

std::optional<std::int64_t> read_count(Context& context, std::uint32_t node) {
  const SyntaxKind kind = context.tree[node].kind;
  if (kind == SyntaxKind::Number || kind == SyntaxKind::Object) {
    const std::optional<Value> value =
        read_value(context.tree, node, context.limits, context.report.out());
    if (!value) return std::nullopt;
    const std::optional<std::int64_t> count = whole(*value);
    if (count && *count >= 0) return count;
  }
  wrong_value(context, node, "a whole number, 0 or more");
  return std::nullopt;
}

std::optional<std::string> read_text(Context& context, std::uint32_t node) {
  if (is_string(context.tree[node])) return std::string(context.tree[node].text);
  wrong_value(context, node, "a string");
  return std::nullopt;
}

bool is_identifier(std::string_view name) {
  return !name.empty() && name.find('\0') == std::string_view::npos;
}

std::optional<std::string> read_identifier(Context& context, std::uint32_t node) {
  const SyntaxNode& value = context.tree[node];
  if (is_string(value) && is_identifier(value.text)) return std::string(value.text);
  wrong_value(context, node, "the name of a table or column");
  return std::nullopt;
}

std::optional<std::size_t> read_word(Context& context, std::uint32_t node,
                                     std::span<const std::string_view> words) {
  const SyntaxNode& value = context.tree[node];
  if (is_string(value))
    for (std::size_t i = 0; i < words.size(); ++i)
      if (words[i] == value.text) return i;
  auto entry = wrong_value(context, node, list_of(words, "or"));
  if (is_string(value)) suggest(entry, value.span, value.text, {words.begin(), words.end()});
  return std::nullopt;
}

std::vector<std::uint32_t> read_texts(Context& context, std::uint32_t node) {
  const SyntaxTree& tree = context.tree;
  std::vector<std::uint32_t> texts;
  if (tree[node].kind != SyntaxKind::Array) {
    auto entry = wrong_value(context, node, "a list of strings");
    if (is_string(tree[node]))
      entry.fix("make it a list", tree[node].span,
                fmt::format("[{}]", tree.source().text(tree[node].span)), true);
    return texts;
  }
  std::map<std::string_view, std::uint32_t> seen;
  for (const std::uint32_t item : tree.children(tree[node])) {
    if (!is_string(tree[item])) {
      context.report.error("T105", tree[item].span,
                           fmt::format("`{}` must be a list of strings", tree[node].key),
                           std::string(kind_of(tree[item])));
      continue;
    }
    const auto [first, is_new] = seen.emplace(tree[item].text, item);
    if (is_new)
      texts.push_back(item);
    else
      repeated(context, node, first->second, item);
  }
  return texts;
}

bool is_object(Context& context, std::uint32_t node) {
  if (context.tree[node].kind == SyntaxKind::Object) return true;
  wrong_value(context, node, "an object");
  return false;
}

void repeated(Context& context, std::uint32_t list, std::uint32_t first, std::uint32_t again) {
  const SyntaxTree& tree = context.tree;
  context.report
      .warning(
          "T111", tree[again].span,
          fmt::format("`{}` lists {} twice", tree[list].key, tree.source().text(tree[again].span)),
          "listed again here")
      .label(tree[first].span, "first listed here")
      .fix("remove the second one", removal_span(tree, list, again), "", true);
}

}  // namespace tamis::schema_text
