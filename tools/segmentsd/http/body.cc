#include "tools/segmentsd/http/body.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <set>

#include "tools/segmentsd/http/text.h"

namespace segmentsd {
namespace {

using tamis::SyntaxKind;
using tamis::SyntaxNode;

constexpr std::uint32_t kBodyBytes = 1U << 20U;
constexpr std::uint32_t kNesting = 200;
// The compiler's to judge, where a key stands twice in them too.
constexpr std::string_view kConditions[] = {"conditions", "filters"};

tamis::SyntaxTree parse(std::string text, std::string_view what) {
  tamis::Limits limits;
  limits.text_bytes = kBodyBytes;
  limits.nesting = kNesting;
  auto tree = tamis::parse_syntax(tamis::Source("body", std::move(text)), limits,
                                  tamis::SyntaxMode::StrictJson);
  if (!tree) {
    const tamis::Diagnostic& first = tree.diagnostics().front();
    const tamis::LineColumn at = first.source.position(first.span().begin);
    throw ApiError("INVALID_JSON", fmt::format("the {} is not JSON: {} (line {}, column {})", what,
                                               first.message, at.line, at.column));
  }
  if (tree->root().kind != SyntaxKind::Object)
    throw ApiError("INVALID_JSON", fmt::format("the {} must be a JSON object", what));
  return std::move(tree).value();
}

}  // namespace

std::string pointer(std::string_view base, std::string_view component) {
  std::string out(base);
  out += '/';
  for (const char c : component) {
    if (c == '~')
      out += "~0";
    else if (c == '/')
      out += "~1";
    else
      out += c;
  }
  return out;
}

Body::Body(std::string text, std::string_view what) : tree_(parse(std::move(text), what)) {
  for (const std::uint32_t member : tree_.children(tree_.root())) {
    const std::string_view key = tree_[member].key;
    if (!members_.emplace(key, member).second)
      error(pointer("", key), "DUPLICATE_FIELD", fmt::format("`{}` occurs twice", key));
    if (std::find(std::begin(kConditions), std::end(kConditions), key) == std::end(kConditions))
      check_keys(member, pointer("", key));
  }
}

void Body::check_keys(std::uint32_t node, const std::string& where) {
  std::set<std::string_view> keys;
  for_each_child(tree_, node, where, [&](std::uint32_t child, const std::string& inside) {
    const SyntaxNode& entry = tree_[child];
    if (entry.has_key && !keys.insert(entry.key).second)
      error(inside, "DUPLICATE_FIELD", fmt::format("`{}` occurs twice", entry.key));
    check_keys(child, inside);
  });
}

std::string_view Body::source_of(std::uint32_t node) const {
  return tree_.source().text(tree_[node].span);
}

void Body::error(std::string field, std::string_view code, std::string message, Json more) {
  errors_.push_back({std::move(field), std::string(code), std::move(message), std::move(more)});
}

std::uint32_t Body::node(std::string_view field, bool required) {
  asked_[field] = true;
  const auto found = members_.find(field);
  if (found != members_.end()) return found->second;
  if (required)
    error(pointer("", field), "MISSING_REQUIRED_FIELD", fmt::format("`{}` is required", field));
  return tamis::kNoNode;
}

const SyntaxNode* Body::take(std::string_view field, bool required) {
  const std::uint32_t index = node(field, required);
  return index == tamis::kNoNode ? nullptr : &tree_[index];
}

Given<std::string> Body::text(std::string_view field, const TextRule& rule) {
  const SyntaxNode* node = take(field, rule.required);
  if (node == nullptr) return {};
  if (node->kind == SyntaxKind::Null && rule.nullable) return {true, std::nullopt};
  const std::string where = pointer("", field);
  if (node->kind != SyntaxKind::String) {
    error(where, "INVALID_FIELD_TYPE",
          fmt::format("`{}` must be a string{}", field, rule.nullable ? " or null" : ""));
    return {};
  }
  std::string value(rule.one_of.empty() ? trimmed(node->text) : node->text);
  const std::size_t length = code_points(value);
  if (value.find('\0') != std::string::npos) {
    error(where, "INVALID_FIELD_VALUE", fmt::format("`{}` may not hold U+0000", field));
  } else if (length < rule.min) {
    error(where, "FIELD_TOO_SHORT",
          length == 0 ? fmt::format("`{}` must not be blank", field)
                      : fmt::format("`{}` has {} characters, at least {} are needed", field, length,
                                    rule.min));
  } else if (rule.max != 0 && length > rule.max) {
    error(where, "FIELD_TOO_LONG",
          fmt::format("`{}` has {} characters, at most {} are allowed", field, length, rule.max));
  } else if (!rule.one_of.empty() &&
             std::find(rule.one_of.begin(), rule.one_of.end(), value) == rule.one_of.end()) {
    error(where, "INVALID_FIELD_VALUE",
          fmt::format("`{}` must be one of {}", field, fmt::join(rule.one_of, ", ")));
  } else {
    return {true, std::move(value)};
  }
  return {};
}

Given<bool> Body::boolean(std::string_view field) {
  const SyntaxNode* node = take(field, false);
  if (node == nullptr) return {};
  if (node->kind == SyntaxKind::True || node->kind == SyntaxKind::False)
    return {true, node->kind == SyntaxKind::True};
  error(pointer("", field), "INVALID_FIELD_TYPE", fmt::format("`{}` must be true or false", field));
  return {};
}

Given<std::int64_t> Body::date(std::string_view field) {
  const SyntaxNode* node = take(field, false);
  if (node == nullptr) return {};
  if (node->kind == SyntaxKind::Null) return {true, std::nullopt};
  if (node->kind == SyntaxKind::String)
    if (const auto ms = parse_iso8601(node->text)) return {true, ms};
  error(pointer("", field), "INVALID_FIELD_VALUE",
        fmt::format("`{}` must be a date such as \"2026-01-31T10:00:00Z\", or null", field));
  return {};
}

void Body::finish() {
  for (const auto& [key, index] : members_)
    if (!asked_.contains(key))
      error(pointer("", key), "UNKNOWN_FIELD", fmt::format("`{}` is not a field here", key));
  if (errors_.empty()) return;
  std::string message = errors_.front().message;
  if (errors_.size() > 1) message += fmt::format(" (and {} more)", errors_.size() - 1);
  throw ApiError("VALIDATION_FAILED", std::move(message), std::move(errors_));
}

}  // namespace segmentsd
