#include "grammar/quote.h"

#include <algorithm>
#include <cctype>
#include <iterator>

#include <fmt/format.h>

namespace tamis {
namespace {

bool needs_escape(char c) {
  return c == '"' || c == '\\' || static_cast<unsigned char>(c) < 0x20;
}

void append_escape(std::string& out, char c) {
  switch (c) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\b':
      out += "\\b";
      break;
    case '\f':
      out += "\\f";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      fmt::format_to(std::back_inserter(out), "\\u{:04x}",
                     static_cast<unsigned>(static_cast<unsigned char>(c)));
  }
}

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  std::size_t copied = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (!needs_escape(text[i])) continue;
    out += text.substr(copied, i - copied);
    append_escape(out, text[i]);
    copied = i + 1;
  }
  out += text.substr(copied);
  out += '"';
}

std::string quoted_like(std::string_view written, std::string_view name) {
  const bool is_bare = std::ranges::all_of(name, [](char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '_' || c == '$';
  });
  if (is_bare && !written.empty() && written[0] != '"' && written[0] != '\'')
    return std::string(name);
  const bool is_plain =
      std::ranges::none_of(name, [](char c) { return needs_escape(c) || c == '\''; });
  if (is_plain && written.starts_with('\'')) return fmt::format("'{}'", name);
  std::string quoted;
  append_json_string(quoted, name);
  return quoted;
}

}  // namespace tamis
