#include "backends/sqlite/query/sql_text.h"

#include <fmt/format.h>

namespace tamis::sqlite {
namespace {
std::string doubled(std::string_view text, char mark) {
  std::string out(1, mark);
  for (const char c : text) {
    if (c == mark) out += c;
    out += c;
  }
  return out + mark;
}
}  // namespace

std::string quoted_identifier(std::string_view name) {
  return doubled(name, '"');
}

std::string mark(const Marks& marks, int number) {
  if (marks.kind == Marks::Kind::Numbered) return fmt::format("?{}", number);
  return marks.kind == Marks::Kind::Named ? fmt::format("{}{}", marks.prefix, number) : "?";
}

std::string literal(const Value& value) {
  if (const auto* i = value.get_if<std::int32_t>()) return std::to_string(*i);
  if (const auto* i = value.get_if<std::int64_t>()) return std::to_string(*i);
  if (const auto* d = value.get_if<double>()) return fmt::format("{}", *d);
  if (const auto* s = value.get_if<std::string>()) return doubled(*s, '\'');
  return "NULL";
}

}  // namespace tamis::sqlite
