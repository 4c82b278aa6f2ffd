#include "tests/support/equivalence/vocabulary.h"

#include <cmath>
#include <limits>

namespace tamis::equivalence {
namespace {

using namespace std::string_literals;

Value decimal(std::string_view text) {
  return *Decimal128::parse(text);
}

void locate(const Value& value, const std::string& path, std::vector<Located>& found) {
  const auto add = [&](const std::string& name, const Value& inner) {
    const std::string inner_path = path.empty() ? name : path + "." + name;
    found.push_back({inner_path, &inner});
    locate(inner, inner_path, found);
  };
  if (const auto* object = value.get_if<Object>())
    for (const Member& member : *object) add(member.key, member.value);
  if (const auto* array = value.get_if<Array>())
    for (std::size_t i = 0; i < array->size(); ++i) add(std::to_string(i), (*array)[i]);
}

}  // namespace

const std::vector<Value>& scalars() {
  static const std::vector<Value> values = {
      nullptr,
      1,
      "a",
      true,
      0,
      2,
      -1,
      false,
      10,
      std::int64_t{1},
      std::int64_t{9007199254740993},
      std::numeric_limits<std::int64_t>::min(),
      1.0,
      2.5,
      -0.0,
      9007199254740992.0,
      9.3e18,
      std::numeric_limits<double>::infinity(),
      std::nan(""),
      decimal("1"),
      decimal("2.50"),
      decimal("9007199254740993"),
      decimal("1E+400"),
      decimal("NaN"),
      decimal("-Infinity"),
      "",
      "b",
      "ab",
      "A",
      "abc\n",
      "äö",
      "1",
      "a\0b"s,
      Date{0},
      Date{1704067200000},
      Date{-1},
      Timestamp{1, 0},
      Timestamp{1, 2},
      ObjectId{},
      ObjectId{{1, 2, 3}},
      Binary{"\x05"s, 0},
      Binary{"\x01\xff"s, 0},
      Binary{""s, 0},
      Symbol{"a"},
      JavaScript{"a"},
      Regex{"^a", ""},
      Regex{"a", "i"},
      MinKey{},
      MaxKey{},
  };
  return values;
}

const std::vector<Value>& stored_scalars() {
  static const std::vector<Value> values = {
      Undefined{},
      DbPointer{"a", ObjectId{}},
      JavaScriptWithScope{"a", {{"b", 1}}},
  };
  return values;
}

const std::vector<std::string_view>& field_names() {
  static const std::vector<std::string_view> names = {"a", "b", "c", "0", "1"};
  return names;
}

const std::vector<Regex>& regexes() {
  static const std::vector<Regex> values = {
      {"a", ""},    {"^a", ""},   {"b$", ""},      {"^ab$", ""},  {"A", "i"}, {"^b", "m"},
      {".", ""},    {".b", "s"},  {"a|b", ""},     {"[ab]+", ""}, {"^$", ""}, {"a b", "x"},
      {"\\d", ""},  {"\\s$", ""}, {"(?i)^AB", ""}, {"ö", ""},     {"Ö", "i"}, {"a?b*", ""},
      {"b\\z", ""}, {"^ä", ""},   {"^a$", "i"},
  };
  return values;
}

std::vector<Located> locate_all(const Value& document) {
  std::vector<Located> found;
  locate(document, "", found);
  return found;
}

}  // namespace tamis::equivalence
