#include "compiler/values/text_codecs.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace tamis::values {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::uint8_t kNoDigit = 0xff;

constexpr std::array<std::uint8_t, 256> digit_table(std::string_view digits) {
  std::array<std::uint8_t, 256> table{};
  table.fill(kNoDigit);
  for (std::size_t i = 0; i < digits.size(); ++i)
    table[static_cast<unsigned char>(digits[i])] = static_cast<std::uint8_t>(i);
  return table;
}

constexpr auto kBase64Values = digit_table(kBase64Digits);

constexpr std::array<std::uint8_t, 256> kHexValues = [] {
  auto table = digit_table(kHexDigits);
  for (std::size_t i = 10; i < 16; ++i) table['A' + i - 10] = static_cast<std::uint8_t>(i);
  return table;
}();

std::uint8_t hex_value(char c) {
  return kHexValues[static_cast<unsigned char>(c)];
}

// The byte that two digits stand for, or nullopt.
std::optional<std::uint8_t> hex_byte(const char* pair) {
  const std::uint8_t high = hex_value(pair[0]);
  const std::uint8_t low = hex_value(pair[1]);
  if (high == kNoDigit || low == kNoDigit) return std::nullopt;
  return static_cast<std::uint8_t>(high * 16 + low);
}

constexpr std::size_t kUuidText = 36;

// Of a number without its sign that is not zero: by the power of ten of its first digit.
bool is_below_one(std::string_view digits) {
  const std::size_t mark = std::min(digits.find_first_of("eE"), digits.size());
  const std::string_view mantissa = digits.substr(0, mark);
  const auto point = static_cast<std::int64_t>(std::min(mantissa.find('.'), mantissa.size()));
  const auto first = static_cast<std::int64_t>(mantissa.find_first_of("123456789"));
  std::int64_t exponent = 0;
  if (mark < digits.size()) {
    std::string_view text = digits.substr(mark + 1);
    if (text.starts_with('+')) text.remove_prefix(1);
    if (std::from_chars(text.data(), text.data() + text.size(), exponent).ec != std::errc{})
      return text.starts_with('-');
  }
  return point - first + exponent <= 0;
}

bool is_uuid_dash(std::size_t at) {
  return at == 8 || at == 13 || at == 18 || at == 23;
}

}  // namespace

std::string to_hex(std::string_view bytes) {
  std::string text;
  text.reserve(bytes.size() * 2);
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text += kHexDigits[byte >> 4U];
    text += kHexDigits[byte & 0xfU];
  }
  return text;
}

std::optional<ObjectId> parse_object_id(std::string_view text) {
  ObjectId id;
  if (text.size() != id.bytes.size() * 2) return std::nullopt;
  for (std::size_t i = 0; i < id.bytes.size(); ++i) {
    const auto byte = hex_byte(text.data() + i * 2);
    if (!byte) return std::nullopt;
    id.bytes[i] = *byte;
  }
  return id;
}

bool decode_hex(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 2 != 0) return false;
  bytes.reserve(text.size() / 2);
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const auto byte = hex_byte(text.data() + i);
    if (!byte) return false;
    bytes += static_cast<char>(*byte);
  }
  return true;
}

bool decode_uuid(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() != kUuidText) return false;
  for (std::size_t i = 0; i < kUuidText;) {
    if (is_uuid_dash(i)) {
      if (text[i] != '-') return false;
      ++i;
      continue;
    }
    const auto byte = hex_byte(text.data() + i);
    if (!byte) return false;
    bytes += static_cast<char>(*byte);
    i += 2;
  }
  return true;
}

std::string encode_uuid(std::string_view sixteen_bytes) {
  std::string text = to_hex(sixteen_bytes);
  for (std::size_t i = 0; i < text.size(); ++i)
    if (is_uuid_dash(i)) text.insert(i, 1, '-');
  return text;
}

bool decode_base64(std::string_view text, std::string& bytes) {
  bytes.clear();
  if (text.size() % 4 != 0) return false;
  std::size_t padding = 0;
  while (padding < 2 && text.ends_with('=')) {
    text.remove_suffix(1);
    ++padding;
  }
  bytes.reserve(text.size() / 4 * 3 + 2);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const char c : text) {
    const std::uint8_t digit = kBase64Values[static_cast<unsigned char>(c)];
    if (digit == kNoDigit) return false;
    bits = (bits << 6U) | digit;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>((bits >> held) & 0xffU);
      bits &= (1U << held) - 1;
    }
  }
  return bits == 0;
}

std::string encode_base64(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::string_view group = bytes.substr(i, 3);
    std::uint32_t bits = 0;
    for (std::size_t j = 0; j < 3; ++j)
      bits = (bits << 8U) | (j < group.size() ? static_cast<unsigned char>(group[j]) : 0U);
    for (unsigned j = 0; j < 4; ++j)
      text += j <= group.size() ? kBase64Digits[(bits >> (18 - 6 * j)) & 0x3fU] : '=';
  }
  return text;
}

std::optional<std::int64_t> parse_int64(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::optional<std::int32_t> parse_int32(std::string_view text) {
  const auto number = parse_int64(text);
  if (!number || *number < std::numeric_limits<std::int32_t>::min() ||
      *number > std::numeric_limits<std::int32_t>::max())
    return std::nullopt;
  return static_cast<std::int32_t>(*number);
}

std::optional<double> parse_double(std::string_view text) {
  if (text == "NaN") return std::numeric_limits<double>::quiet_NaN();
  if (text == "Infinity") return std::numeric_limits<double>::infinity();
  if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
  const std::string_view digits = text.starts_with('-') ? text.substr(1) : text;
  if (digits.empty() || !(is_digit(digits.front()) || digits.front() == '.')) return std::nullopt;
  double number = 0.0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (end != text.data() + text.size()) return std::nullopt;
  if (error == std::errc{}) return number;
  if (!is_below_one(digits)) return std::nullopt;  // too large, not too small
  return text.starts_with('-') ? -0.0 : 0.0;
}

std::string format_double(double number) {
  if (std::isnan(number)) return "NaN";
  if (std::isinf(number)) return number < 0 ? "-Infinity" : "Infinity";
  std::string text = fmt::format("{}", number);
  std::ranges::replace(text, 'e', 'E');
  if (text.find_first_of(".E") == std::string::npos) text += ".0";
  return text;
}

}  // namespace tamis::values
