#include "backends/predicate/text/scan_form.h"

#include <charconv>
#include <cstring>
#include <vector>

#include "compiler/values/text_codecs.h"
#include "grammar/unescape.h"

namespace tamis::predicate {
namespace {

// Whole numbers below 10^18 are int64s; those up to 2^53, divided by a power of ten that is a
// double, give the nearest double.
constexpr int kMostDigits = 18;
constexpr std::uint64_t kMostExact = std::uint64_t{1} << 53U;
constexpr double kPowersOfTen[kMostDigits + 1] = {1e0,  1e1,  1e2,  1e3,  1e4,  1e5,  1e6,
                                                  1e7,  1e8,  1e9,  1e10, 1e11, 1e12, 1e13,
                                                  1e14, 1e15, 1e16, 1e17, 1e18};

bool has_exponent(const char* at, const char* end) {
  return at != end && (*at == 'e' || *at == 'E');
}

Datum read_long_number(const char* begin, const char* end, bool whole) {
  std::int64_t integer = 0;
  if (whole && std::from_chars(begin, end, integer).ec == std::errc()) return make_whole(integer);
  // What is nearer to zero than any other double stays it.
  double number = *begin == '-' ? -0.0 : 0.0;
  std::from_chars(begin, end, number);
  return make_double(number);
}

}  // namespace

std::string_view without_escapes(std::string_view raw, char* out) {
  if (std::memchr(raw.data(), '\\', raw.size()) == nullptr) return raw;
  std::vector<EscapeProblem> problems;
  const char* const end = unescape(raw, out, problems);
  return {out, static_cast<std::size_t>(end - out)};
}

Datum read_number(const char* text, const char* end) {
  const char* at = text;
  const bool negative = *at == '-';
  if (negative) ++at;
  std::uint64_t digits = 0;
  std::ptrdiff_t count = 0;
  std::ptrdiff_t after_dot = 0;
  for (; at != end && values::is_digit(*at); ++at, ++count)
    digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
  const bool whole = at == end || *at != '.';
  if (!whole)
    for (++at; at != end && values::is_digit(*at); ++at, ++count, ++after_dot)
      digits = digits * 10 + static_cast<std::uint64_t>(*at - '0');
  if (has_exponent(at, end)) return read_long_number(text, end, false);
  if (count > kMostDigits || (!whole && digits > kMostExact))
    return read_long_number(text, at, whole);
  if (whole) {
    const auto integer = static_cast<std::int64_t>(digits);
    return make_whole(negative ? -integer : integer);
  }
  const double number = static_cast<double>(digits) / kPowersOfTen[after_dot];
  return make_double(negative ? -number : number);
}

}  // namespace tamis::predicate
