// JSON strings, and names in the quotes of the text around them.
#pragma once

#include <string>
#include <string_view>

namespace tamis {

// Appends `text`, which is UTF-8, in quotes and with the escapes that RFC 8259 asks for.
void append_json_string(std::string& out, std::string_view text);

// `name` in the quotes that `written` has, or in none where `written` has none and `name` needs
// none.
std::string quoted_like(std::string_view written, std::string_view name);

}  // namespace tamis
