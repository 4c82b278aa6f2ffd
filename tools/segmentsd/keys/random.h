// Random identifiers, hashes and comparison of secrets.
#pragma once

#include <string>
#include <string_view>

namespace segmentsd {

// `bytes` random bytes in hex, from the operating system's generator.
std::string random_hex(int bytes);
std::string sha256(std::string_view text);  // 32 bytes
// Takes as long for equal texts as for others of that length.
bool equal_secrets(std::string_view a, std::string_view b);

}  // namespace segmentsd
