#include "backends/predicate/document/read_ahead.h"

#include <string>
#include <vector>

#include "tests/support/catch.h"

using tamis::predicate::ReadAhead;

namespace {

constexpr std::size_t kGap = ReadAhead::kGap;
constexpr std::size_t kLargest = ReadAhead::kLargest;

struct Asked {
  std::size_t begin;
  std::size_t size;
  bool goes_on;
};

struct Row {
  std::string_view why;
  std::vector<Asked> asked;
};

const std::vector<Row> kRows = {
    {"one behind the other", {{0, 700, false}, {700, 300, true}, {1'000, 50, true}}},
    {"a gap as allocators leave it", {{0, 700, false}, {700 + kGap - 1, 300, true}}},
    {"too far behind", {{0, 700, false}, {700 + kGap, 300, false}}},
    {"the other way", {{9'000, 700, false}, {8'300, 700, false}, {7'600, 700, false}}},
    {"the same again", {{0, 700, false}, {0, 700, false}, {700, 700, true}}},
    {"elsewhere, and on from there", {{0, 700, false}, {90'000, 700, false}, {90'700, 700, true}}},
    {"as large as any", {{0, 700, false}, {700, kLargest, true}, {700 + kLargest, 16, true}}},
    {"too large, but followed",
     {{0, 700, false}, {700, kLargest + 1, false}, {701 + kLargest, 16, true}}},
};

}  // namespace

TEST_CASE("small documents that follow each other are read ahead", "[predicate][document]") {
  const std::vector<char> memory(100'000);
  for (const Row& row : kRows) {
    DYNAMIC_SECTION(row.why) {
      ReadAhead documents;
      for (const auto& [begin, size, goes_on] : row.asked) {
        CAPTURE(begin);
        CHECK(documents.goes_on(memory.data() + begin, size) == goes_on);
      }
    }
  }
}
