#include "tools/segmentsd/http/text.h"

#include <optional>
#include <variant>

#include "tests/support/catch.h"

namespace segmentsd {
namespace {

TEST_CASE("an entity tag is found in its header", "[segmentsd]") {
  struct Row {
    const char* header;
    bool found;
  };
  constexpr Row kRows[] = {
      {R"("1")", true},   {R"( "0" , "1" )", true}, {"*", true},  {R"("0","1","2")", true},
      {R"("11")", false}, {R"("0")", false},        {"1", false}, {"", false},
      {R"(W/"1")", false}};
  for (const Row& row : kRows) {
    CAPTURE(row.header);
    CHECK(names_etag(row.header, R"("1")") == row.found);
  }
}

TEST_CASE("a date is one that can be written again", "[segmentsd]") {
  struct Row {
    const char* text;
    const char* read;  // nullptr: no date
  };
  constexpr Row kRows[] = {
      {"2026-01-31", "2026-01-31T00:00:00.000Z"},
      {"2026-01-31T10:00Z", "2026-01-31T10:00:00.000Z"},
      {"2026-01-31T10:00:00.1239Z", "2026-01-31T10:00:00.123Z"},
      {"2026-01-31T00:30+0200", "2026-01-30T22:30:00.000Z"},
      {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"},
      {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
      {"0000-01-01T00:00:00+00:01", nullptr},
      {"9999-12-31T23:59:00-00:01", nullptr},
      {"2026-01-31T10:00.5Z", nullptr},
      {"2026-02-29", nullptr},
  };
  for (const Row& row : kRows) {
    CAPTURE(row.text);
    const auto ms = parse_iso8601(row.text);
    CHECK(ms.has_value() == (row.read != nullptr));
    if (ms && row.read != nullptr) CHECK(iso8601(*ms) == row.read);
  }
}

TEST_CASE("an integer is kept exactly or not at all", "[segmentsd]") {
  using Number = std::variant<std::int64_t, double>;
  struct Row {
    const char* text;
    std::optional<Number> number;
  };
  const Row rows[] = {
      {"9223372036854775807", Number(std::int64_t{9223372036854775807})},
      {"-9223372036854775808", Number(std::int64_t{-9223372036854775807 - 1})},
      {"9223372036854775808", std::nullopt},
      {"-9223372036854775809", std::nullopt},
      {"123456789012345678901234567890", std::nullopt},
      {"1e3", Number(1000.0)},
      {"0.5", Number(0.5)},
      {"1e308", Number(1e308)},
      {"1e309", std::nullopt},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK(parse_number(row.text) == row.number);
  }
}

}  // namespace
}  // namespace segmentsd
