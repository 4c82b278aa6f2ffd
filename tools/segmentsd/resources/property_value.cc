#include "tools/segmentsd/resources/property_value.h"

#include <fmt/format.h>

#include "tools/segmentsd/http/text.h"

namespace segmentsd {
namespace {

using tamis::SyntaxKind;
using tamis::SyntaxNode;

constexpr std::size_t kMaxText = 1000;

std::optional<SqlValue> value_of(const SyntaxNode& node, PropertyType type) {
  if (node.kind == SyntaxKind::Null) return nullptr;
  switch (type) {
    case PropertyType::String:
      if (node.kind == SyntaxKind::String && node.text.find('\0') == std::string_view::npos &&
          code_points(node.text) <= kMaxText)
        return std::string(node.text);
      break;
    case PropertyType::Number:
      if (node.kind != SyntaxKind::Number) break;
      if (const auto number = parse_number(node.text))
        return std::visit([](auto value) { return SqlValue(value); }, *number);
      break;
    case PropertyType::Date:
      if (node.kind == SyntaxKind::String)
        if (const auto ms = parse_iso8601(node.text)) return *ms;
      break;
    case PropertyType::Boolean:
      if (node.kind == SyntaxKind::True || node.kind == SyntaxKind::False)
        return std::int64_t{node.kind == SyntaxKind::True};
      break;
  }
  return std::nullopt;
}

std::string_view expectation(PropertyType type) {
  switch (type) {
    case PropertyType::String:
      return "a string of at most 1000 characters";
    case PropertyType::Number:
      return "a number, an integer one of at most 64 bits";
    case PropertyType::Date:
      return "a date such as \"2026-01-31T10:00:00Z\"";
    case PropertyType::Boolean:
      break;
  }
  return "true or false";
}

}  // namespace

std::optional<SqlValue> read_property(Body& body, std::uint32_t node, PropertyType type,
                                      const std::string& where) {
  std::optional<SqlValue> value = value_of(body.tree()[node], type);
  if (!value)
    body.error(where, "INVALID_FIELD_TYPE",
               fmt::format("`{}` must be {}, or null", where.substr(where.rfind('/') + 1),
                           expectation(type)));
  return value;
}

}  // namespace segmentsd
