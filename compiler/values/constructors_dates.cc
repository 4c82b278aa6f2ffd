// Dates and timestamps.
#include <array>
#include <cmath>
#include <string>

#include "compiler/values/constructor.h"
#include "compiler/values/iso8601.h"

namespace tamis::values {
// ISO text, milliseconds, or a date again.
Made make_date(Call& call) {
  if (!call.is_text(0)) {
    const bool is_call = call.at(0).kind == SyntaxKind::Call;
    if (is_call) {
      const Made inner = call.value(0);
      if (!inner || inner->is(BsonType::Date)) return inner;
    }
    const auto ms = call.whole(0, kInt64Min, kInt64Max);
    if (!ms) return std::nullopt;
    return Date{*ms};
  }
  const auto parsed = parse_iso8601(call.at(0).text);
  if (const auto* date = std::get_if<IsoDate>(&parsed)) return Date{date->ms};
  return call.wrong(0, std::string(std::get<IsoError>(parsed).message));
}

// Year and month (from 0), then day, hours, minutes, seconds and milliseconds: UTC's, and each may
// run over.
Made make_date_of_parts(Call& call) {
  if (call.count() == 1) return make_date(call);
  constexpr std::int64_t kMost = 1'000'000'000;
  std::array<std::int64_t, 7> parts{0, 0, 1, 0, 0, 0, 0};
  for (std::size_t i = 0; i < call.count(); ++i) {
    const auto part = call.whole(i, -kMost, kMost);
    if (!part) return std::nullopt;
    parts[i] = *part;
  }
  const auto [year, month, day, hour, minute, second, ms] = parts;
  if (year >= 0 && year <= 99) return call.wrong(0, "a year of two digits");
  if (std::abs(year) > 200'000'000) return call.wrong(0, "out of range");
  const std::int64_t days =
      days_from_civil({.year = year, .month = static_cast<int>(month + 1), .day = 1}) + day - 1;
  if (std::abs(days) > 100'000'000'000) return call.wrong(0, "out of range");
  return Date{(((days * 24 + hour) * 60 + minute) * 60 + second) * 1000 + ms};
}

Made make_timestamp(Call& call) {
  if (call.count() == 2) {
    const auto t = call.whole(0, 0, kUint32Max);
    if (!t) return std::nullopt;
    const auto i = call.whole(1, 0, kUint32Max);
    if (!i) return std::nullopt;
    return Timestamp{static_cast<std::uint32_t>(*t), static_cast<std::uint32_t>(*i)};
  }
  Made value = call.value(0);
  if (!value) return std::nullopt;
  if (const auto* bits = value->get_if<std::int64_t>()) {
    const auto whole = static_cast<std::uint64_t>(*bits);
    return Timestamp{static_cast<std::uint32_t>(whole >> 32U), static_cast<std::uint32_t>(whole)};
  }
  const Value* parts[] = {value->find("t"), value->find("i")};
  std::array<std::uint32_t, 2> numbers{};
  if (value->is(BsonType::Timestamp)) return value;
  if (!value->is(BsonType::Object) || value->as<Object>().size() != 2) return call.wrong(0);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const auto* number = parts[i] == nullptr ? nullptr : parts[i]->get_if<std::int32_t>();
    const auto* large = parts[i] == nullptr ? nullptr : parts[i]->get_if<std::int64_t>();
    const std::int64_t whole = number != nullptr ? *number : (large != nullptr ? *large : -1);
    if (whole < 0 || whole > kUint32Max) return call.wrong(0, "`t` and `i` are not both in here");
    numbers[i] = static_cast<std::uint32_t>(whole);
  }
  return Timestamp{numbers[0], numbers[1]};
}

}  // namespace tamis::values
