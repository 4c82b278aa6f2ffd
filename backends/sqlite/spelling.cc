#include "backends/sqlite/spelling.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "backends/sqlite/expr.h"
#include "compiler/values/date_math.h"
#include "compiler/values/iso8601.h"
#include "grammar/utf8.h"

namespace tamis::sqlite {
namespace {

std::string blob(std::string_view bytes, const Dialect& dialect) {
  std::string digits;
  for (const char c : bytes) digits += fmt::format("{:02x}", static_cast<unsigned char>(c));
  return said(dialect.blob, {digits}).text;
}

// A literal ends at a NUL; of what is typed a shell loses a CR before a line's end, and takes other
// control characters for keys.
bool is_kept_by_shell(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte == '\n' || (byte >= 0x20 && byte != 0x7f);
}

std::string text_literal(const std::string& text, const Dialect& dialect) {
  if (std::ranges::all_of(text, is_kept_by_shell) && !find_invalid_utf8(text))
    return dialect.literal(text);
  return said(dialect.text_of_blob, {blob(text, dialect)}).text;
}

std::string number_literal(double number, const Dialect& dialect) {
  if (std::isinf(number)) return (number < 0 ? "-" : "") + std::string(dialect.infinity);
  std::string text = fmt::format("{}", number);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";
  return text;
}

}  // namespace

std::string mark(const Marks& marks, int number) {
  switch (marks.kind) {
    case Marks::Kind::Numbered:
      return fmt::format("?{}", marks.first + number - 1);
    case Marks::Kind::Named:
      return fmt::format("{}{}", marks.prefix, marks.first + number - 1);
    case Marks::Kind::Anonymous:
      break;
  }
  return "?";
}

std::string literal(const Value& value, const Dialect& dialect) {
  switch (value.type()) {
    case BsonType::Int32:
      return fmt::format("{}", value.as<std::int32_t>());
    case BsonType::Int64:
      // The least int64 has no literal of its own.
      if (value.as<std::int64_t>() == INT64_MIN) return "(-9223372036854775807 - 1)";
      return fmt::format("{}", value.as<std::int64_t>());
    case BsonType::Double:
      return number_literal(value.as<double>(), dialect);
    case BsonType::String:
      return text_literal(value.as<std::string>(), dialect);
    case BsonType::Binary:
      return blob(value.as<Binary>().bytes, dialect);
    default:
      return "NULL";
  }
}

std::optional<std::vector<Value>> values_at(std::span<const SqlParam> params,
                                            const Context& context) {
  std::vector<Value> values;
  for (const SqlParam& param : params)
    if (const auto* value = std::get_if<Value>(&param))
      values.push_back(*value);
    else if (const auto* date = std::get_if<RelativeDate>(&param))
      values.push_back(value_at(*date, context));
    else
      return std::nullopt;
  return values;
}

Value value_at(const RelativeDate& date, const Context& context) {
  const std::string& zone = context.time_zone.empty() ? date.time_zone : context.time_zone;
  const std::int64_t ms = resolve(*date.math, context.now_ms, zone);
  if (date.encoding == DateEncoding::Iso8601) return format_iso8601(ms);
  if (date.encoding == DateEncoding::EpochMs) return ms;
  if (ms % 1000 == 0) return ms / 1000;
  return static_cast<double>(ms) / 1000;
}

}  // namespace tamis::sqlite
