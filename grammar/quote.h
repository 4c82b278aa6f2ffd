// JSON strings.
#pragma once

#include <string>
#include <string_view>

namespace tamis {

// Appends `text`, which is UTF-8, in quotes and with the escapes that RFC 8259 asks for.
void append_json_string(std::string& out, std::string_view text);

}  // namespace tamis
