#include <tamis/value.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "tests/support/catch.h"

using namespace tamis;

namespace {

constexpr double kInfinity = std::numeric_limits<double>::infinity();
constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();
constexpr std::int64_t kInt64Max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kInt64Min = std::numeric_limits<std::int64_t>::min();

Value decimal(std::string_view text) {
  return Decimal128::parse(text).value();
}
Value int64(std::int64_t n) {
  return n;
}

Value object_id(std::uint8_t last) {
  ObjectId id;
  id.bytes.back() = last;
  return id;
}

Value scoped(std::string code, Value scope) {
  return JavaScriptWithScope{std::move(code), scope.as<Object>()};
}

Value array(std::vector<Value> elements) {
  return elements;
}

// Values in MongoDB's order; the members of one row are equal to one another.
std::vector<std::vector<Value>> ordered_classes() {
  const auto object = [](std::vector<std::pair<std::string, Value>> members) {
    return Value::object(std::move(members));
  };
  return {
      {MinKey{}},
      {Undefined{}},
      {Null{}, nullptr},
      {kNaN, -kNaN, decimal("NaN"), decimal("-NaN")},
      {-kInfinity, decimal("-Infinity")},
      {decimal("-9.999999999999999999999999999999999E+6144")},
      {-std::numeric_limits<double>::max()},
      {decimal("-9223372036854775809")},
      {int64(kInt64Min), -9223372036854775808.0, decimal("-9223372036854775808")},
      {int64(kInt64Min + 1), decimal("-9223372036854775807")},
      {-1, int64(-1), -1.0, decimal("-1"), decimal("-1.000"), decimal("-10E-1")},
      {-0.1},  // as a double a little further from zero than a tenth
      {decimal("-0.1")},
      {-std::numeric_limits<double>::denorm_min()},
      {decimal("-1E-6176")},
      {0, int64(0), 0.0, -0.0, decimal("0"), decimal("-0"), decimal("0E+6111"), decimal("0E-6176")},
      {decimal("1E-6176")},
      {decimal("4.940656458412465441765687928682213E-324")},
      {std::numeric_limits<double>::denorm_min()},
      {decimal("4.940656458412465441765687928682214E-324")},
      {decimal("0.1"), decimal("0.10")},
      {0.1},
      {decimal("0.1000000000000000055511151231257828")},
      {0.5, decimal("0.5"), decimal("0.50000")},
      {decimal("0.9999999999999999999999999999999999")},
      {1, int64(1), 1.0, decimal("1"), decimal("1.00"), decimal("0.1E+1")},
      {decimal("1.000000000000000000000000000000001")},
      {std::nextafter(1.0, 2.0)},
      {1.5, decimal("1.5"), decimal("15E-1")},
      {2147483647, int64(2147483647), 2147483647.0},
      {int64(9007199254740991)},
      {int64(9007199254740992), 9007199254740992.0, decimal("9007199254740992")},
      {int64(9007199254740993), decimal("9007199254740993")},
      {int64(9007199254740994), 9007199254740994.0},
      {int64(kInt64Max - 1)},
      {int64(kInt64Max), decimal("9223372036854775807"), decimal("9223372036854775807.0")},
      {decimal("9223372036854775807.5")},
      {9223372036854775808.0, decimal("9223372036854775808"), decimal("9223372036854775808.00")},
      {18446744073709551616.0, decimal("18446744073709551616")},
      {decimal("9999999999999999999999")},
      {1e22, decimal("1E+22"), decimal("1.0000E+22")},
      {1e23, decimal("9.9999999999999991611392E+22")},
      {decimal("9.9999999999999991611393E+22")},
      {decimal("1E+23"), decimal("10E+22")},
      {std::nextafter(1e23, kInfinity)},
      {decimal("1.797693134862315708145274237317043E+308")},
      {std::numeric_limits<double>::max()},
      {decimal("1.797693134862315708145274237317044E+308")},
      {decimal("1.8E+308")},
      {decimal("9.999999999999999999999999999999999E+6144")},
      {kInfinity, decimal("Infinity")},
      {"", Symbol{""}},
      {std::string("\0", 1)},
      {"a", Symbol{"a"}},
      {std::string("a\0", 2), Symbol{std::string("a\0", 2)}},
      {"aa"},
      {"b"},
      {"é"},
      {"\xf0\x9f\x98\x80"},
      {object({})},
      {object({{"b", Null{}}})},
      {object({{"a", 1}}), object({{"a", 1.0}}), object({{"a", decimal("1.0")}})},
      {object({{"a", 1}, {"b", 1}})},
      {object({{"a", 1}, {"c", 0}})},
      {object({{"a", 2}})},
      {object({{"b", 1}})},
      {object({{"a", "x"}}), object({{"a", Symbol{"x"}}})},
      {object({{"a", array({})}})},
      {array({})},
      {array({Null{}})},
      {array({1}), array({1.0})},
      {array({1, 2}), array({int64(1), 2.0})},
      {array({1, "a"})},
      {array({2})},
      {array({array({})})},
      {Binary{"", 0}},
      {Binary{"", 5}},
      {Binary{"\xff", 0}},
      {Binary{"\x01", 128}},
      {Binary{std::string("\0\0", 2), 0}},
      {object_id(0)},
      {object_id(1)},
      {object_id(0xff)},
      {false},
      {true},
      {Date{kInt64Min}},
      {Date{-1}},
      {Date{0}},
      {Date{kInt64Max}},
      {Timestamp{0, 0}},
      {Timestamp{0, 0xffffffff}},
      {Timestamp{1, 0}},
      {Timestamp{0x80000000, 0}},
      {Timestamp{0xffffffff, 0xffffffff}},
      {Regex{"", ""}},
      {Regex{"a", ""}},
      {Regex{"a", "i"}},
      {Regex{"a", "im"}},
      {Regex{"ab", ""}},
      {DbPointer{"b", {}}},
      {DbPointer{"c", {}}},
      {DbPointer{"aa", {}}},
      {DbPointer{"aa", object_id(1).as<ObjectId>()}},
      {JavaScript{"a"}},
      {JavaScript{"b"}},
      {scoped("a", object({}))},
      {scoped("a", object({{"x", 1}})), scoped("a", object({{"x", 1.0}}))},
      {scoped("b", object({}))},
      {MaxKey{}},
  };
}

std::string show(const Value& value, std::size_t row) {
  return "row " + std::to_string(row) + ", " + std::string(type_name(value.type()));
}

}  // namespace

TEST_CASE("compare() is one total order over all values", "[value][compare]") {
  const auto classes = ordered_classes();
  for (std::size_t i = 0; i < classes.size(); ++i)
    for (std::size_t j = 0; j < classes.size(); ++j)
      for (const Value& a : classes[i])
        for (const Value& b : classes[j]) {
          const int expected = i < j ? -1 : (i > j ? 1 : 0);
          INFO(show(a, i) << " against " << show(b, j));
          if (compare(a, b) != expected) CHECK(compare(a, b) == expected);
          if (i == j && hash_value(a) != hash_value(b)) CHECK(hash_value(a) == hash_value(b));
        }
}

TEST_CASE("the order's table meets every type", "[value][compare]") {
  std::set<BsonType> types;
  for (const auto& row : ordered_classes())
    for (const Value& value : row) types.insert(value.type());
  CHECK(types.size() == 21);
}

TEST_CASE("hashes tell the table's classes apart", "[value][hash]") {
  // Numbers that share a nearest double share a hash; nothing else may.
  std::map<std::uint64_t, std::size_t> seen;
  const auto classes = ordered_classes();
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const Value& value = classes[i].front();
    const auto [other, fresh] = seen.emplace(hash_value(value), i);
    if (fresh) continue;
    INFO(show(value, i) << " and " << show(classes[other->second].front(), other->second));
    CHECK((value.is_number() && classes[other->second].front().is_number()));
  }
}

TEST_CASE("identical() sees type and bits", "[value]") {
  struct Row {
    const char* why;
    Value a, b;
    bool same;
  };
  const Row rows[] = {
      {"the same int32", 1, 1, true},
      {"equal, but of another type", 1, int64(1), false},
      {"equal zeros of another sign", 0.0, -0.0, false},
      {"the same NaN", kNaN, kNaN, true},
      {"cohorts of a decimal", decimal("1.0"), decimal("1.00"), false},
      {"a symbol is no string", Symbol{"a"}, "a", false},
      {"members in another order", Value::object({{"a", 1}, {"b", 2}}),
       Value::object({{"b", 2}, {"a", 1}}), false},
      {"the same members", Value::object({{"a", 1}, {"b", array({1, "x"})}}),
       Value::object({{"a", 1}, {"b", array({1, "x"})}}), true},
      {"a difference deep down", array({array({array({1})})}), array({array({array({1.0})})}),
       false},
      {"the same code and scope", scoped("a", Value::object({{"x", 1}})),
       scoped("a", Value::object({{"x", 1}})), true},
      {"another scope", scoped("a", Value::object({{"x", 1}})),
       scoped("a", Value::object({{"x", 1.0}})), false},
      {"one element more", array({1}), array({1, 1}), false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) CHECK(identical(row.a, row.b) == row.same);
}

TEST_CASE("type names are those of $type and lead back", "[value]") {
  CHECK(type_name(BsonType::Binary) == "binData");
  CHECK(type_name(BsonType::JavaScriptWithScope) == "javascriptWithScope");
  CHECK(type_from_name("long") == BsonType::Int64);
  CHECK_FALSE(type_from_name("number").has_value());
  CHECK_FALSE(type_from_name("Double").has_value());
  for (const auto& row : ordered_classes())
    CHECK(type_from_name(type_name(row.front().type())) == row.front().type());
}

TEST_CASE("a Value holds what it was made from", "[value]") {
  CHECK(Value(true).is(BsonType::Bool));
  CHECK(Value("x").is(BsonType::String));
  CHECK(Value(nullptr).is(BsonType::Null));
  CHECK_FALSE(std::is_constructible_v<Value, void*>);

  Value object = Value::object({{"a", 1}, {"b", 2}, {"a", 3}});
  REQUIRE(object.find("a") != nullptr);
  CHECK(object.find("a")->as<std::int32_t>() == 1);
  CHECK(object.find("c") == nullptr);
  CHECK(Value(1).find("a") == nullptr);

  Value copy = object;
  copy.as<Object>().front().value = "changed";
  CHECK(object.find("a")->as<std::int32_t>() == 1);
  const Value moved = std::move(copy);
  CHECK(moved.find("a")->as<std::string>() == "changed");
}
