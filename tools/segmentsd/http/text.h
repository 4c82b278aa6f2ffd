// Small questions about text: blanks, lengths, dates, zones.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace segmentsd {

// Without the blanks of Unicode at both ends. `text` is UTF-8.
std::string_view trimmed(std::string_view text);
std::size_t code_points(std::string_view text);
// "2026-01-31", or with a time of day and a zone ("T10:00:00.250Z", "T10:00+02:00"), years 0–9999.
std::optional<std::int64_t> parse_iso8601(std::string_view text);
// Numbers of JSON. An integer, which has neither a fraction nor an exponent, is kept exactly or not
// at all; another number is the nearest double.
bool is_integer(std::string_view number);
std::optional<std::variant<std::int64_t, double>> parse_number(std::string_view text);
// UTC with milliseconds: "2026-01-31T10:00:00.250Z".
std::string iso8601(std::int64_t ms);
// Whether the value of an `If-Match` or `If-None-Match` is `*` or has the tag in its list.
bool names_etag(std::string_view header, std::string_view etag);
bool is_time_zone(const std::string& name);
bool is_email(std::string_view text);
// ASCII letters alone: what follows an `@` is compared without regard to case.
std::string lower_case(std::string_view text);
// For a terminal: control characters are shown, never sent.
std::string printable(std::string_view text);

}  // namespace segmentsd
