// The small texts inside values: hexadecimal, Base64, UUIDs and numbers. Everything is strict: a
// text is taken whole or not at all.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tamis/value.h>

namespace tamis::values {

inline bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::string to_hex(std::string_view bytes);
std::optional<ObjectId> parse_object_id(std::string_view text);  // 24 hexadecimal digits

// 01234567-89ab-cdef-0123-456789abcdef, in either case. `bytes` is replaced.
bool decode_uuid(std::string_view text, std::string& bytes);
std::string encode_uuid(std::string_view sixteen_bytes);

// Pairs of hexadecimal digits. `bytes` is replaced; what it held before is lost either way.
bool decode_hex(std::string_view text, std::string& bytes);

// RFC 4648, section 4: padded, without blanks, unused bits zero. `bytes` is replaced.
bool decode_base64(std::string_view text, std::string& bytes);
std::string encode_base64(std::string_view bytes);

// An optional minus and digits.
std::optional<std::int64_t> parse_int64(std::string_view text);
std::optional<std::int32_t> parse_int32(std::string_view text);

// Decimal digits with at most a point and an exponent, or NaN, Infinity, -Infinity. Rounds to
// nearest; nullopt for what is too large. Too small is 0.
std::optional<double> parse_double(std::string_view text);

// The fewest digits that read back as the same double, always with a point or an exponent: "1.0",
// "-0.0", "1E+20"; "NaN", "Infinity", "-Infinity".
std::string format_double(double number);

}  // namespace tamis::values
