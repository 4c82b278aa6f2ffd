// Values of every type, each under a key of its own: what a round trip has to keep.
#pragma once

#include <tamis/value.h>

#include <array>
#include <cmath>
#include <limits>

namespace tamis {

inline Object sample_values() {
  ObjectId id;
  id.bytes = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 255};
  const auto decimal = [](std::string_view text) { return Decimal128::parse(text).value(); };
  Object object;
  int next = 0;
  const auto add = [&](Value value) {
    object.push_back({"k" + std::to_string(next++), std::move(value)});
  };
  for (Value value : {Value(MinKey{}), Value(MaxKey{}), Value(Null{}), Value(Undefined{}),
                      Value(true), Value(false), Value("text \" \\ \n \x01 é"),
                      Value(std::string("a\0b", 3)), Value(Symbol{"s"}), Value(id)})
    add(std::move(value));
  for (const double number : {0.0, -0.0, 1.0, 0.1, 1e22, 1e23, 5e-324, 1.7976931348623157e308,
                              std::numeric_limits<double>::infinity(),
                              -std::numeric_limits<double>::infinity(), std::nan("")})
    add(number);
  for (const std::int32_t number : {0, -1, 2147483647}) add(number);
  for (const std::int64_t number :
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{9007199254740993},
        std::numeric_limits<std::int64_t>::min()})
    add(number);
  for (const char* text : {"0", "-0", "1.00", "1E+6000", "NaN", "-Infinity"}) add(decimal(text));
  for (const std::int64_t ms : {std::int64_t{0}, std::int64_t{-1}, std::int64_t{253402300800000},
                                std::numeric_limits<std::int64_t>::max()})
    add(Date{ms});
  add(Timestamp{0xffffffff, 0});
  for (const std::uint8_t subtype : std::array<std::uint8_t, 6>{0, 2, 3, 4, 5, 128})
    add(Binary{std::string("\x00\xff\x10", 3), subtype});
  add(Binary{std::string(16, '\x7f'), 4});
  for (const char* pattern : {"", "a/b", "a\\/b", "^a[/]", "*", "a\nb", "\\", "é"})
    for (const char* options : {"", "i", "imsux"}) add(Regex{pattern, options});
  add(JavaScript{"return 1"});
  add(JavaScriptWithScope{"return x", {{"x", 1}}});
  add(JavaScriptWithScope{"return x", {}});
  add(DbPointer{"db.c", id});
  add(Value(Array{Value(Array{}), Value(Object{}), Value("x")}));
  add(Value::object({{"", 1}, {"a.b", 2}, {"$x", 3}, {"1", 4}, {"a b", 5}, {"é", 6}}));
  return object;
}

}  // namespace tamis
