#include <tamis/value.h>

#include <limits>

#include "compiler/values/decimal.h"
#include "compiler/values/numbers.h"
#include "tests/support/catch.h"

using namespace tamis;
using namespace tamis::values;

namespace {

Decimal128 decimal(std::string_view text) {
  return Decimal128::parse(text).value();
}

}  // namespace

TEST_CASE("decimals are read and written as text", "[decimal]") {
  struct Row {
    const char* why;
    const char* text;
    const char* printed;  // nullptr: refused
  };
  constexpr Row kRows[] = {
      {"trailing zeros are part of the value", "1.500", "1.500"},
      {"a small exponent is written out", "5E-6", "0.000005"},
      {"a large one is not", "1e3", "1E+3"},
      {"a sign survives on zero", "-0.00", "-0.00"},
      {"names in any case", "-inFinity", "-Infinity"},
      {"NaN", "nan", "NaN"},
      {"34 digits fit", "1234567890123456789012345678901234", "1234567890123456789012345678901234"},
      {"35 would have to be rounded", "12345678901234567890123456789012345", nullptr},
      {"a 35th digit of zero loses nothing", "12345678901234567890123456789012340",
       "1.234567890123456789012345678901234E+34"},
      {"the largest", "9.999999999999999999999999999999999E+6144",
       "9.999999999999999999999999999999999E+6144"},
      {"past the largest", "1E+6145", nullptr},
      {"the least", "1E-6176", "1E-6176"},
      {"below the least", "1E-6177", nullptr},
      {"a zero's exponent is clamped", "0E+9999", "0E+6111"},
      {"nothing", "", nullptr},
      {"a blank", " 1", nullptr},
      {"two points", "1.2.3", nullptr},
      {"no digits", ".", nullptr},
      {"an exponent without digits", "1e", nullptr},
      {"a word", "one", nullptr},
  };
  for (const Row& row : kRows) {
    DYNAMIC_SECTION(row.why) {
      const auto parsed = Decimal128::parse(row.text);
      REQUIRE(parsed.has_value() == (row.printed != nullptr));
      if (parsed) CHECK(parsed->to_string() == row.printed);
    }
  }
  CHECK_FALSE(Decimal128::parse(std::string_view("1\0", 2)).has_value());
  CHECK_FALSE(Decimal128::parse("1E+99999999999999999999").has_value());
}

TEST_CASE("unpack() and pack() undo each other", "[decimal]") {
  for (const char* text : {"0", "-0", "1", "-1.50", "9999999999999999999999999999999999E+6111",
                           "1E-6176", "Infinity", "-Infinity", "NaN"}) {
    INFO(text);
    CHECK(pack(unpack(decimal(text))) == decimal(text));
  }
  const DecimalParts parts = unpack(decimal("-12.50"));
  CHECK(parts.negative);
  CHECK(parts.exponent == -2);
  CHECK(parts.coefficient == 1250);
}

TEST_CASE("bits beyond 34 digits stand for zero", "[decimal]") {
  const Decimal128 large_form{.high = 0x6c10000000000000U, .low = 7};
  CHECK(compare_number(large_form, decimal("0")) == 0);
  const Decimal128 all_ones{.high = 0x3041ffffffffffffU, .low = ~std::uint64_t{0}};
  CHECK(compare_number(all_ones, decimal("0")) == 0);
}

TEST_CASE("numbers become int64 only when nothing is lost", "[decimal][numbers]") {
  struct Row {
    const char* why;
    const char* text;
    std::optional<std::int64_t> exact, truncated;
  };
  constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
  constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();
  constexpr Row kRows[] = {
      {"a whole number with a fraction of zero", "5.00", 5, 5},
      {"a fraction is cut toward zero", "-5.9", std::nullopt, -5},
      {"an exponent is applied", "12E+3", 12000, 12000},
      {"the largest", "9223372036854775807", kMax, kMax},
      {"one more", "9223372036854775808", std::nullopt, std::nullopt},
      {"the least", "-9223372036854775808", kMin, kMin},
      {"one less", "-9223372036854775809", std::nullopt, std::nullopt},
      {"a little over the largest is cut", "9223372036854775807.9", std::nullopt, kMax},
      {"far below one", "1E-6000", std::nullopt, 0},
      {"zero with a large exponent", "0E+6000", 0, 0},
      {"far too large", "1E+6000", std::nullopt, std::nullopt},
      {"an infinity", "Infinity", std::nullopt, std::nullopt},
      {"not a number", "NaN", std::nullopt, std::nullopt},
  };
  for (const Row& row : kRows) {
    DYNAMIC_SECTION(row.why) {
      CHECK(to_int64_exact(decimal(row.text)) == row.exact);
      CHECK(to_int64_truncated(decimal(row.text)) == row.truncated);
    }
  }
  CHECK(to_int64_exact(9223372036854775808.0) == std::nullopt);
  CHECK(to_int64_exact(-9223372036854775808.0) == kMin);
  CHECK(to_int64_exact(0.5) == std::nullopt);
  CHECK(to_int64_truncated(-0.5) == 0);
  CHECK(to_int64_truncated(std::numeric_limits<double>::quiet_NaN()) == std::nullopt);
}

TEST_CASE("to_double() rounds to nearest", "[decimal][numbers]") {
  CHECK(to_double(decimal("0.1")) == 0.1);
  CHECK(to_double(decimal("-1E+23")) == -1e23);
  CHECK(to_double(decimal("1E+400")) == std::numeric_limits<double>::infinity());
  CHECK(to_double(decimal("1E-400")) == 0.0);
  CHECK(to_double(to_decimal(-42)) == -42.0);
}
