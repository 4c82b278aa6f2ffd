#include <tamis/extended_json.h>

#include <array>
#include <cmath>
#include <limits>

#include "tests/compiler/sample_values.h"
#include "tests/support/catch.h"

using namespace tamis;

namespace {

std::string codes_of(const Diagnostics& diagnostics) {
  std::string codes;
  for (const Diagnostic& diagnostic : diagnostics)
    codes += (codes.empty() ? "" : " ") + diagnostic.code;
  return codes;
}

// The canonical text of what was read, or the codes of what was wrong with it.
std::string canonical(const Result<Value>& value) {
  return value ? to_extended_json(*value, ExtendedJson::Canonical) : codes_of(value.diagnostics());
}

std::string read_json(std::string_view text) {
  return canonical(parse_extended_json(Source("", std::string(text))));
}

std::string read_any(std::string_view text) {
  const auto tree = parse_syntax(Source("", std::string(text)));
  if (!tree) return codes_of(tree.diagnostics());
  Diagnostics diagnostics;
  const auto value = read_value(*tree, tree->root_index(), {}, diagnostics);
  if (value.has_value() == has_error(diagnostics)) return "a value beside an error, or neither";
  return value ? to_extended_json(*value, ExtendedJson::Canonical) : codes_of(diagnostics);
}

struct Row {
  const char* why;
  const char* text;
  const char* canonical;
};

constexpr Row kReadRows[] = {
    {"a small whole number is int32", "1", R"({"$numberInt":"1"})"},
    {"the last int32", "2147483647", R"({"$numberInt":"2147483647"})"},
    {"one more is int64", "2147483648", R"({"$numberLong":"2147483648"})"},
    {"the first int64", "-9223372036854775808", R"({"$numberLong":"-9223372036854775808"})"},
    {"beyond int64 is a double", "9223372036854775808",
     R"({"$numberDouble":"9.223372036854776E+18"})"},
    {"a point makes a double", "1.0", R"({"$numberDouble":"1.0"})"},
    {"so does an exponent", "1e3", R"({"$numberDouble":"1000.0"})"},
    {"a double too small is zero", "1e-400", R"({"$numberDouble":"0.0"})"},
    {"a long way round to zero", "-0.00000000000000000000001e-320", R"({"$numberDouble":"-0.0"})"},
    {"minus zero as a whole number", "-0", R"({"$numberInt":"0"})"},
    {"objects keep their order", R"({"b":1,"a":2})",
     R"({"b":{"$numberInt":"1"},"a":{"$numberInt":"2"}})"},
    {"repeated keys are kept", R"({"a":true,"a":false})", R"({"a":true,"a":false})"},
    {"an operator is a plain object", R"({"$gt":null})", R"({"$gt":null})"},
    {"an ObjectId in capitals", R"({"$oid":"507F1F77BCF86CD799439011"})",
     R"({"$oid":"507f1f77bcf86cd799439011"})"},
    {"a date by text", R"({"$date":"1970-01-01T00:00:01Z"})",
     R"({"$date":{"$numberLong":"1000"}})"},
    {"a date by text with an offset", R"({"$date":"1970-01-01T02:00:00+02:00"})",
     R"({"$date":{"$numberLong":"0"}})"},
    {"a date of version 1", R"({"$date":1000})", R"({"$date":{"$numberLong":"1000"}})"},
    {"a double's names", R"([{"$numberDouble":"NaN"},{"$numberDouble":"-Infinity"}])",
     R"([{"$numberDouble":"NaN"},{"$numberDouble":"-Infinity"}])"},
    {"a decimal keeps its zeros", R"({"$numberDecimal":"1.500"})", R"({"$numberDecimal":"1.500"})"},
    {"binary", R"({"$binary":{"base64":"AQI=","subType":"80"}})",
     R"({"$binary":{"base64":"AQI=","subType":"80"}})"},
    {"one digit of a subtype", R"({"$binary":{"subType":"5","base64":""}})",
     R"({"$binary":{"base64":"","subType":"05"}})"},
    {"binary of version 1", R"({"$binary":"AQI=","$type":"00"})",
     R"({"$binary":{"base64":"AQI=","subType":"00"}})"},
    {"and with its keys turned round", R"({"$type":"00","$binary":"AQI="})",
     R"({"$binary":{"base64":"AQI=","subType":"00"}})"},
    {"a UUID", R"({"$uuid":"73ffd264-44b3-4c69-90e8-e7d1dfc035d4"})",
     R"({"$binary":{"base64":"c//SZESzTGmQ6OfR38A11A==","subType":"04"}})"},
    {"a timestamp's keys in any order", R"({"$timestamp":{"i":2,"t":4294967295}})",
     R"({"$timestamp":{"t":4294967295,"i":2}})"},
    {"a regex's options are sorted", R"({"$regularExpression":{"pattern":"a","options":"xi"}})",
     R"({"$regularExpression":{"pattern":"a","options":"ix"}})"},
    {"a regex of version 1", R"({"$regex":"a","$options":"mi"})",
     R"({"$regularExpression":{"pattern":"a","options":"im"}})"},
    {"$regex alone is an operator", R"({"$regex":"a"})", R"({"$regex":"a"})"},
    {"$regex beside another operator is one", R"({"$regex":"a","$options":"i","$ne":"b"})",
     R"({"$regex":"a","$options":"i","$ne":"b"})"},
    {"$regex of a regex is an operator",
     R"({"$regex":{"$regularExpression":{"pattern":"a","options":""}},"$options":"i"})",
     R"({"$regex":{"$regularExpression":{"pattern":"a","options":""}},"$options":"i"})"},
    {"$type alone is an operator", R"({"$type":"string"})", R"({"$type":"string"})"},
    {"code", R"({"$code":"f"})", R"({"$code":"f"})"},
    {"code with a scope before it", R"({"$scope":{"x":true},"$code":"f"})",
     R"({"$code":"f","$scope":{"x":true}})"},
    {"a scope that looks like a wrapper is an object", R"({"$code":"","$scope":{"$minKey":1}})",
     R"({"$code":"","$scope":{"$minKey":{"$numberInt":"1"}}})"},
    {"a symbol", R"({"$symbol":"a"})", R"({"$symbol":"a"})"},
    {"the keys and undefined", R"([{"$minKey":1},{"$maxKey":1},{"$undefined":true}])",
     R"([{"$minKey":1},{"$maxKey":1},{"$undefined":true}])"},
    {"a DBPointer", R"({"$dbPointer":{"$id":{"$oid":"507f1f77bcf86cd799439011"},"$ref":"b"}})",
     R"({"$dbPointer":{"$ref":"b","$id":{"$oid":"507f1f77bcf86cd799439011"}}})"},
    {"a DBRef is a plain object", R"({"$ref":"c","$id":1})",
     R"({"$ref":"c","$id":{"$numberInt":"1"}})"},
    {"a wrapper's key in second place is a plain key", R"({"a":1,"$oid":"x"})",
     R"({"a":{"$numberInt":"1"},"$oid":"x"})"},
    {"text keeps NUL and all else", "\"a\\u0000\\u20ac\\ud83d\\ude00\\\"\\\\\\u001f\\u007f\"",
     "\"a\\u0000€😀\\\"\\\\\\u001f\x7f\""},
};

constexpr Row kWrongRows[] = {
    {"an extra key", R"({"$oid":"507f1f77bcf86cd799439011","x":1})", "E050"},
    {"an extra key beside a number", R"({"$numberInt":"1","x":1})", "E050"},
    {"an extra key beside a date", R"({"$date":{"$numberLong":"1"},"x":1})", "E050"},
    {"an extra key inside a date", R"({"$date":{"$numberLong":"1","x":1}})", "E050"},
    {"another wrapper inside a date", R"({"$date":{"$numberInt":"1"}})", "E050"},
    {"an extra key inside a timestamp", R"({"$timestamp":{"t":1,"i":1,"x":1}})", "E050"},
    {"an extra key inside a regex", R"({"$regularExpression":{"pattern":"","options":"","x":1}})",
     "E050"},
    {"an extra key inside binary", R"({"$binary":{"base64":"","subType":"00","x":1}})", "E050"},
    {"both forms of a subtype", R"({"$binary":{"base64":"","subType":"00"},"$type":"00"})", "E050"},
    {"an extra key beside code", R"({"$code":"","x":1})", "E050"},
    {"an extra key beside MaxKey", R"({"$maxKey":1,"x":1})", "E050"},
    {"the same key twice", R"({"$numberInt":"1","$numberInt":"2"})", "E050"},
    {"an extra key inside a DBPointer's id",
     R"({"$dbPointer":{"$ref":"b","$id":{"$oid":"507f1f77bcf86cd799439011","x":1}}})", "E050"},
    {"no number in a date", R"({"$date":{}})", "E051"},
    {"no counter", R"({"$timestamp":{"t":1}})", "E051"},
    {"no seconds", R"({"$timestamp":{"i":1}})", "E051"},
    {"no options", R"({"$regularExpression":{"pattern":"a"}})", "E051"},
    {"no pattern", R"({"$regularExpression":{"options":"i"}})", "E051"},
    {"no subtype", R"({"$binary":{"base64":""}})", "E051"},
    {"no bytes", R"({"$binary":{"subType":"00"}})", "E051"},
    {"no type in version 1", R"({"$binary":""})", "E051"},
    {"no id in a DBPointer", R"({"$dbPointer":{"$ref":"b"}})", "E051"},
    {"an ObjectId as a number", R"({"$oid":42})", "E052"},
    {"an int32 as a number", R"({"$numberInt":42})", "E052"},
    {"an int64 as a number", R"({"$numberLong":42})", "E052"},
    {"a double as a number", R"({"$numberDouble":4.2})", "E052"},
    {"a decimal as a number", R"({"$numberDecimal":42})", "E052"},
    {"a date as a boolean", R"({"$date":true})", "E052"},
    {"a date as a fraction", R"({"$date":1.5})", "E052"},
    {"a date's number as a number", R"({"$date":{"$numberLong":1}})", "E052"},
    {"binary as null", R"({"$binary":null,"$type":"00"})", "E052"},
    {"a subtype as a number", R"({"$binary":{"base64":"","subType":0}})", "E052"},
    {"bytes as an array", R"({"$binary":{"base64":[],"subType":"00"}})", "E052"},
    {"a UUID as null", R"({"$uuid":null})", "E052"},
    {"a timestamp as a number", R"({"$timestamp":42})", "E052"},
    {"seconds as a string", R"({"$timestamp":{"t":"1","i":1}})", "E052"},
    {"a counter as a fraction", R"({"$timestamp":{"t":1,"i":1.5}})", "E052"},
    {"a pattern as a number", R"({"$regularExpression":{"pattern":42,"options":""}})", "E052"},
    {"a regex as a string", R"({"$regularExpression":"a"})", "E052"},
    {"code as a number", R"({"$code":42})", "E052"},
    {"a scope as an array", R"({"$code":"","$scope":[]})", "E052"},
    {"a symbol as a number", R"({"$symbol":42})", "E052"},
    {"MinKey as a boolean", R"({"$minKey":true})", "E052"},
    {"undefined as a number", R"({"$undefined":1})", "E052"},
    {"a DBPointer as a string", R"({"$dbPointer":"b"})", "E052"},
    {"a DBPointer's id as a string", R"({"$dbPointer":{"$ref":"b","$id":"x"}})", "E052"},
    {"23 digits of an ObjectId", R"({"$oid":"507f1f77bcf86cd79943901"})", "E053"},
    {"a letter beyond f", R"({"$oid":"507f1f77bcf86cd79943901g"})", "E053"},
    {"past int32", R"({"$numberInt":"2147483648"})", "E053"},
    {"a plus before an int32", R"({"$numberInt":"+1"})", "E053"},
    {"a blank in an int32", R"({"$numberInt":" 1"})", "E053"},
    {"a fraction as an int64", R"({"$numberLong":"1.0"})", "E053"},
    {"past int64", R"({"$numberLong":"9223372036854775808"})", "E053"},
    {"nothing as an int64", R"({"$numberLong":""})", "E053"},
    {"a word as a double", R"({"$numberDouble":"many"})", "E053"},
    {"a double's name otherwise spelt", R"({"$numberDouble":"inf"})", "E053"},
    {"hexadecimal as a double", R"({"$numberDouble":"0x10"})", "E053"},
    {"past every double", R"({"$numberDouble":"1e309"})", "E053"},
    {"a decimal of 35 digits", R"({"$numberDecimal":"1234567890123456789012345678901234.5"})",
     "E053"},
    {"a day that is none", R"({"$date":"2023-02-29T00:00:00Z"})", "E053"},
    {"a word for a day", R"({"$date":"yesterday"})", "E053"},
    {"Base64 without padding", R"({"$binary":{"base64":"AQI","subType":"00"}})", "E053"},
    {"Base64 with a stray bit", R"({"$binary":{"base64":"AQJ=","subType":"00"}})", "E053"},
    {"Base64 for URLs", R"({"$binary":{"base64":"__8=","subType":"00"}})", "E053"},
    {"padding alone", R"({"$binary":{"base64":"====","subType":"00"}})", "E053"},
    {"three digits of a subtype", R"({"$binary":{"base64":"","subType":"000"}})", "E053"},
    {"a subtype of letters", R"({"$binary":{"base64":"","subType":"zz"}})", "E053"},
    {"a UUID without dashes", R"({"$uuid":"73ffd26444b34c6990e8e7d1dfc035d4"})", "E053"},
    {"a UUID with misplaced dashes", R"({"$uuid":"73ff-d26444b34c6990e8e7d1dfc035d4---"})", "E053"},
    {"seconds past 32 bits", R"({"$timestamp":{"t":4294967296,"i":1}})", "E053"},
    {"a negative counter", R"({"$timestamp":{"t":1,"i":-1}})", "E053"},
    {"MinKey of two", R"({"$minKey":2})", "E053"},
    {"MaxKey of nought", R"({"$maxKey":0})", "E053"},
    {"undefined as false", R"({"$undefined":false})", "E053"},
    {"a number past every double", "1e400", "E053"},
    {"a negative one", "-1e400", "E053"},
    {"many digits past every double", "[1000e306]", "E053"},
    {"NUL in a key", R"({"a\u0000":1})", "E059"},
    {"NUL in a key further in", R"([{"a":{"b\u0000":1}}])", "E059"},
    {"NUL in a pattern", R"({"$regularExpression":{"pattern":"a\u0000","options":""}})", "E059"},
    {"NUL in options", R"({"$regex":"a","$options":"i\u0000"})", "E059"},
    {"a date past int64", R"({"$date":{"$numberLong":"9223372036854775808"}})", "E053"},
    {"a date before int64", R"({"$date":{"$numberLong":"-9223372036854775809"}})", "E053"},
    {"a month that is none", R"({"$date":"2024-13-01T00:00:00Z"})", "E053"},
    {"an hour that is none", R"({"$date":"2024-01-01T24:01:00Z"})", "E053"},
    {"a date without its day", R"({"$date":"T00:00:00Z"})", "E053"},
    {"below int32", R"({"$numberInt":"-2147483649"})", "E053"},
    {"an int32 with an exponent", R"({"$numberInt":"1e3"})", "E053"},
    {"nothing as an int32", R"({"$numberInt":""})", "E053"},
    {"below int64", R"({"$numberLong":"-9223372036854775809"})", "E053"},
    {"a hexadecimal int64", R"({"$numberLong":"0x1"})", "E053"},
    {"nothing as a double", R"({"$numberDouble":""})", "E053"},
    {"a decimal past its exponent", R"({"$numberDecimal":"1E+6145"})", "E053"},
    {"a decimal without digits", R"({"$numberDecimal":"."})", "E053"},
    {"a decimal with a blank", R"({"$numberDecimal":" 1"})", "E053"},
    {"a decimal with two signs", R"({"$numberDecimal":"--1"})", "E053"},
    {"no digit of a subtype", R"({"$binary":{"base64":"","subType":""}})", "E053"},
    {"a subtype with a sign", R"({"$binary":{"base64":"","subType":"-1"}})", "E053"},
    {"blanks in Base64", R"({"$binary":{"base64":"AQ I=","subType":"00"}})", "E053"},
    {"no digits of an ObjectId", R"({"$oid":""})", "E053"},
    {"25 digits of an ObjectId", R"({"$oid":"507f1f77bcf86cd7994390112"})", "E053"},
    {"negative seconds", R"({"$timestamp":{"t":-1,"i":1}})", "E053"},
    {"both seconds twice", R"({"$timestamp":{"t":1,"t":2,"i":1}})", "E050"},
    {"each mistake is told", R"([{"$oid":1},{"$numberInt":"x"},{"ok":{"$date":{}}}])",
     "E052 E053 E051"},
    {"what is no JSON is a mistake of syntax", "{\"a\": ", "E007"},
};

static_assert(std::size(kWrongRows) >= 100);

constexpr Row kShellRows[] = {
    {"an ObjectId", R"(ObjectId("507f1f77bcf86cd799439011"))",
     R"({"$oid":"507f1f77bcf86cd799439011"})"},
    {"with new", R"(new ObjectId('507f1f77bcf86cd799439011'))",
     R"({"$oid":"507f1f77bcf86cd799439011"})"},
    {"from seconds", "ObjectId.createFromTime(1)", R"({"$oid":"000000010000000000000000"})"},
    {"from Base64", R"(ObjectId.createFromBase64("UH8fd7z4bNeZQ5AR"))",
     R"({"$oid":"507f1f77bcf86cd799439011"})"},
    {"a date without a zone is UTC", R"(ISODate("1970-01-01 00:00:01"))",
     R"({"$date":{"$numberLong":"1000"}})"},
    {"a day alone", R"(new Date("1970-01-02"))", R"({"$date":{"$numberLong":"86400000"}})"},
    {"milliseconds", "new Date(-1)", R"({"$date":{"$numberLong":"-1"}})"},
    {"milliseconds as a double", "ISODate(1e3)", R"({"$date":{"$numberLong":"1000"}})"},
    {"a date of a date", R"(new Date(ISODate("1970-01-01T00:00:01Z")))",
     R"({"$date":{"$numberLong":"1000"}})"},
    {"parts, the month from nought", "new Date(1970, 0, 2, 0, 0, 1, 5)",
     R"({"$date":{"$numberLong":"86401005"}})"},
    {"parts that run over", "new Date(1969, 12, 0, 24)", R"({"$date":{"$numberLong":"0"}})"},
    {"year and month", "new Date(2024, 1)", R"({"$date":{"$numberLong":"1706745600000"}})"},
    {"int32 of text", R"(NumberInt("7"))", R"({"$numberInt":"7"})"},
    {"int32 of a number", "Int32(-7)", R"({"$numberInt":"-7"})"},
    {"int32 of a whole double", "NumberInt(7.0)", R"({"$numberInt":"7"})"},
    {"int64 of text", R"(NumberLong("9007199254740993"))", R"({"$numberLong":"9007199254740993"})"},
    {"int64 of a number, digit for digit", "NumberLong(9007199254740993)",
     R"({"$numberLong":"9007199254740993"})"},
    {"int64 of two halves", "Long(1, 2)", R"({"$numberLong":"8589934593"})"},
    {"int64 of negative halves", "Long.fromBits(-1, -1)", R"({"$numberLong":"-1"})"},
    {"int64 by its method", R"(Long.fromString("5"))", R"({"$numberLong":"5"})"},
    {"the largest int64 by name", "Long.MAX_VALUE", R"({"$numberLong":"9223372036854775807"})"},
    {"a double of a whole number", "Double(1)", R"({"$numberDouble":"1.0"})"},
    {"a double of text", R"(NumberDouble("1.5"))", R"({"$numberDouble":"1.5"})"},
    {"a decimal of text", R"(NumberDecimal("10.990"))", R"({"$numberDecimal":"10.990"})"},
    {"a decimal of a number, digit for digit", "NumberDecimal(0.1)", R"({"$numberDecimal":"0.1"})"},
    {"a decimal by its method", R"(Decimal128.fromString("-1E+3"))",
     R"({"$numberDecimal":"-1E+3"})"},
    {"a decimal of an int64", R"(NumberDecimal(NumberLong("5")))", R"({"$numberDecimal":"5"})"},
    {"a timestamp", "Timestamp(1, 2)", R"({"$timestamp":{"t":1,"i":2}})"},
    {"a timestamp of an object", "new Timestamp({ t: 1, i: 4294967295 })",
     R"({"$timestamp":{"t":1,"i":4294967295}})"},
    {"a timestamp of an int64", "Timestamp(new Long(1, 2))", R"({"$timestamp":{"t":2,"i":1}})"},
    {"a UUID", R"(UUID("73ffd264-44b3-4c69-90e8-e7d1dfc035d4"))",
     R"({"$binary":{"base64":"c//SZESzTGmQ6OfR38A11A==","subType":"04"}})"},
    {"a UUID without dashes", R"(UUID("73FFD26444B34C6990E8E7D1DFC035D4"))",
     R"({"$binary":{"base64":"c//SZESzTGmQ6OfR38A11A==","subType":"04"}})"},
    {"bytes in Base64", R"(BinData(128, "3q2+7w=="))",
     R"({"$binary":{"base64":"3q2+7w==","subType":"80"}})"},
    {"bytes in hexadecimal", R"(HexData(0, "DEADbeef"))",
     R"({"$binary":{"base64":"3q2+7w==","subType":"00"}})"},
    {"a digest", R"(MD5("d41d8cd98f00b204e9800998ecf8427e"))",
     R"({"$binary":{"base64":"1B2M2Y8AsgTpgAmY7PhCfg==","subType":"05"}})"},
    {"bytes by a method", R"(Binary.createFromHexString("deadbeef", 2))",
     R"({"$binary":{"base64":"3q2+7w==","subType":"02"}})"},
    {"bytes of a buffer", R"(new Binary(Buffer.from("deadbeef", "hex"), 3))",
     R"({"$binary":{"base64":"3q2+7w==","subType":"03"}})"},
    {"bare keys", "[MinKey, MaxKey]", R"([{"$minKey":1},{"$maxKey":1}])"},
    {"called keys", "[MinKey(), new MaxKey()]", R"([{"$minKey":1},{"$maxKey":1}])"},
    {"code", R"(Code("f"))", R"({"$code":"f"})"},
    {"code with a scope", R"(Code("f", {x: true}))", R"({"$code":"f","$scope":{"x":true}})"},
    {"an empty scope is none", R"(Code("f", {}))", R"({"$code":"f"})"},
    {"a DBRef", R"(DBRef("col", null))", R"({"$ref":"col","$id":null})"},
    {"a DBRef with its database", R"(DBRef("col", null, "db"))",
     R"({"$ref":"col","$id":null,"$db":"db"})"},
    {"a DBRef with both in one", R"(DBRef("db.col", null))",
     R"({"$ref":"col","$id":null,"$db":"db"})"},
    {"a regex", "/a.b/mi", R"({"$regularExpression":{"pattern":"a.b","options":"im"}})"},
    {"an escaped slash is kept", R"(/a\/b/)",
     R"({"$regularExpression":{"pattern":"a\\/b","options":""}})"},
    {"a regex by its constructor", R"(new RegExp("^a", "xs"))",
     R"({"$regularExpression":{"pattern":"^a","options":"sx"}})"},
    {"a symbol", R"(BSONSymbol("a"))", R"({"$symbol":"a"})"},
    {"a DBPointer", R"(DBPointer("b", ObjectId("507f1f77bcf86cd799439011")))",
     R"({"$dbPointer":{"$ref":"b","$id":{"$oid":"507f1f77bcf86cd799439011"}}})"},
    {"undefined", "[undefined]", R"([{"$undefined":true}])"},
    {"numbers of the shell", "[+1, .5, 1., 0x1F, -0x80000000, NaN, -Infinity]",
     R"([{"$numberInt":"1"},{"$numberDouble":"0.5"},{"$numberDouble":"1.0"},{"$numberInt":"31"},)"
     R"({"$numberInt":"-2147483648"},{"$numberDouble":"NaN"},{"$numberDouble":"-Infinity"}])"},
    {"hexadecimal beyond int32 and int64", "[0xFFFFFFFF, 0xFFFFFFFFFFFFFFFF]",
     R"([{"$numberLong":"4294967295"},{"$numberDouble":"1.8446744073709552E+19"}])"},
    {"wrappers stand in shell text too", "{a: {$numberLong: '5'}}", R"({"a":{"$numberLong":"5"}})"},

    {"a constructor misspelt", R"(ObjectIs("507f1f77bcf86cd799439011"))", "E054"},
    {"a function of the host", R"(require(""))", "E054"},
    {"a method of a constructor", R"(Date.constructor(""))", "E054"},
    {"a bare word", "{status: active}", "E054"},
    {"a constructor not called", "ObjectId", "E055"},
    {"an ObjectId too short", R"(ObjectId("507f"))", "E055"},
    {"an ObjectId of a number", "ObjectId(5)", "E055"},
    {"too many arguments", R"(ObjectId("507f1f77bcf86cd799439011", 1))", "E055"},
    {"a day that is none", R"(ISODate("2023-02-29"))", "E055"},
    {"a date of a word", R"(new Date("invalid"))", "E055"},
    {"a date of null", "new Date(null)", "E055"},
    {"a date of a fraction", "new Date(1.5)", "E055"},
    {"a year of two digits", "new Date(99, 0)", "E055"},
    {"parts far beyond time", "new Date(300000000, 0)", "E055"},
    {"int32 too large", "NumberInt(3000000000)", "E055"},
    {"int32 of a fraction", "NumberInt(1.5)", "E055"},
    {"int32 without an argument", "NumberInt()", "E055"},
    {"int64 too large", R"(NumberLong("9223372036854775808"))", "E055"},
    {"int64 that a double has cut already", "NumberLong(9223372036854775808)", "E055"},
    {"a decimal of 35 digits", R"(NumberDecimal("1.2345678901234567890123456789012345"))", "E055"},
    {"a negative timestamp", "Timestamp(-1, 0)", "E055"},
    {"a timestamp lacking a part", "Timestamp({t: 1})", "E055"},
    {"a UUID too short", R"(UUID("73ffd264"))", "E055"},
    {"a subtype past a byte", R"(BinData(256, ""))", "E055"},
    {"bytes that are no Base64", R"(BinData(0, "?"))", "E055"},
    {"a digest too short", R"(MD5("d41d"))", "E055"},
    {"binary of text, whose bytes nobody knows", R"(Binary("abc"))", "E055"},
    {"an unknown coding", R"(Buffer.from("abc", "utf8"))", "E055"},
    {"an argument of MinKey", "MinKey(1)", "E055"},
    {"code of an object", "Code({})", "E055"},
    {"a scope that is no object", R"(Code("f", 1))", "E055"},
    {"a DBPointer without an ObjectId", R"(DBPointer("b", 1))", "E055"},
    {"an ObjectId of the moment", "ObjectId()", "E056"},
    {"a date of the moment", "new Date()", "E056"},
    {"an ISODate of the moment", "ISODate()", "E056"},
    {"a UUID of the moment", "UUID()", "E056"},
    {"a timestamp of the moment", "Timestamp()", "E056"},
    {"a UUID in Java's old order", R"(LegacyJavaUUID("00112233-4455-6677-8899-aabbccddeeff"))",
     "E057"},
    {"a UUID in C#'s old order", R"(CSUUID("00112233-4455-6677-8899-aabbccddeeff"))", "E057"},
    {"a flag of JavaScript", "/a/g", "E058"},
    {"a flag that nobody knows", "/a/q", "E058"},
    {"a flag twice", "/a/ii", "E058"},
    {"a flag in a constructor", R"(RegExp("a", "g"))", "E058"},
    {"NUL in a constructor's pattern", R"(RegExp("a\0"))", "E059"},
    {"a mistake within an argument is told once", R"(Timestamp(NumberInt("x"), 1))", "E055"},
};

}  // namespace

TEST_CASE("Extended JSON is read", "[extended_json]") {
  for (const Row& row : kReadRows) {
    DYNAMIC_SECTION(row.why) {
      CHECK(read_json(row.text) == row.canonical);
      CHECK(read_any(row.text) == row.canonical);
    }
  }
}

TEST_CASE("malformed Extended JSON is told by code", "[extended_json]") {
  for (const Row& row : kWrongRows)
    DYNAMIC_SECTION(row.why) CHECK(read_json(row.text) == row.canonical);
}

TEST_CASE("mongosh's values are read", "[extended_json][shell]") {
  for (const Row& row : kShellRows)
    DYNAMIC_SECTION(row.why) CHECK(read_any(row.text) == row.canonical);
}

TEST_CASE("mongosh's values are no Extended JSON", "[extended_json][shell]") {
  for (const char* text : {"ObjectId('507f1f77bcf86cd799439011')", "{a: 1}", "/a/", "[1,]", "NaN"})
    CHECK_FALSE(parse_extended_json(Source("", text)).ok());
}

TEST_CASE("values are written in three forms", "[extended_json]") {
  struct FormRow {
    const char* why;
    Value value;
    const char *canonical, *relaxed, *shell;
  };
  const FormRow rows[] = {
      {"int32", 1, R"({"$numberInt":"1"})", "1", "1"},
      {"int64", std::int64_t{1}, R"({"$numberLong":"1"})", "1", R"(NumberLong("1"))"},
      {"double", 1.0, R"({"$numberDouble":"1.0"})", "1.0", "1.0"},
      {"large double", 1e20, R"({"$numberDouble":"1E+20"})", "1E+20", "1E+20"},
      {"infinity", std::numeric_limits<double>::infinity(), R"({"$numberDouble":"Infinity"})",
       R"({"$numberDouble":"Infinity"})", "Infinity"},
      {"decimal", Decimal128::parse("1.50").value(), R"({"$numberDecimal":"1.50"})",
       R"({"$numberDecimal":"1.50"})", R"(NumberDecimal("1.50"))"},
      {"date", Date{1}, R"({"$date":{"$numberLong":"1"}})",
       R"({"$date":"1970-01-01T00:00:00.001Z"})", R"(ISODate("1970-01-01T00:00:00.001Z"))"},
      {"date of whole seconds", Date{0}, R"({"$date":{"$numberLong":"0"}})",
       R"({"$date":"1970-01-01T00:00:00Z"})", R"(ISODate("1970-01-01T00:00:00.000Z"))"},
      {"date before 1970", Date{-1}, R"({"$date":{"$numberLong":"-1"}})",
       R"({"$date":{"$numberLong":"-1"}})", R"(ISODate("1969-12-31T23:59:59.999Z"))"},
      {"regex", Regex{"^a", "i"}, R"({"$regularExpression":{"pattern":"^a","options":"i"}})",
       R"({"$regularExpression":{"pattern":"^a","options":"i"}})", "/^a/i"},
      {"regex with an option of its own", Regex{"a", "x"},
       R"({"$regularExpression":{"pattern":"a","options":"x"}})",
       R"({"$regularExpression":{"pattern":"a","options":"x"}})", R"(BSONRegExp("a", "x"))"},
      {"UUID", Binary{std::string(16, '\0'), 4},
       R"({"$binary":{"base64":"AAAAAAAAAAAAAAAAAAAAAA==","subType":"04"}})",
       R"({"$binary":{"base64":"AAAAAAAAAAAAAAAAAAAAAA==","subType":"04"}})",
       R"(UUID("00000000-0000-0000-0000-000000000000"))"},
      {"object and array", Value::object({{"a b", Array{1, "x"}}, {"$c", Null{}}}),
       R"({"a b":[{"$numberInt":"1"},"x"],"$c":null})", R"({"a b":[1,"x"],"$c":null})",
       R"({"a b": [1, "x"], $c: null})"},
      {"empty ones", Value::object({{"a", Object{}}, {"b", Array{}}}), R"({"a":{},"b":[]})",
       R"({"a":{},"b":[]})", "{a: {}, b: []}"},
      {"timestamp", Timestamp{1, 2}, R"({"$timestamp":{"t":1,"i":2}})",
       R"({"$timestamp":{"t":1,"i":2}})", "Timestamp({t: 1, i: 2})"},
  };
  for (const FormRow& row : rows) {
    DYNAMIC_SECTION(row.why) {
      CHECK(to_extended_json(row.value, ExtendedJson::Canonical) == row.canonical);
      CHECK(to_extended_json(row.value, ExtendedJson::Relaxed) == row.relaxed);
      CHECK(to_extended_json(row.value, ExtendedJson::Shell) == row.shell);
    }
  }
}

TEST_CASE("what is written is read again", "[extended_json]") {
  for (const Member& member : sample_values()) {
    CAPTURE(member.key, to_extended_json(member.value, ExtendedJson::Canonical));
    const auto canonical =
        parse_extended_json(Source("", to_extended_json(member.value, ExtendedJson::Canonical)));
    REQUIRE(canonical.ok());
    CHECK(identical(*canonical, member.value));

    const auto relaxed =
        parse_extended_json(Source("", to_extended_json(member.value, ExtendedJson::Relaxed)));
    REQUIRE(relaxed.ok());
    CHECK(compare(*relaxed, member.value) == 0);

    const std::string shell = to_extended_json(member.value, ExtendedJson::Shell);
    CAPTURE(shell);
    const auto tree = parse_syntax(Source("", shell));
    REQUIRE(tree.ok());
    Diagnostics diagnostics;
    const auto value = read_value(*tree, tree->root_index(), {}, diagnostics);
    REQUIRE(value.has_value());
    CHECK(identical(*value, member.value));
  }
}

TEST_CASE("is_wrapper() tells values from operators", "[extended_json]") {
  struct WrapperRow {
    const char* why;
    const char* text;
    bool is_wrapper;
  };
  constexpr WrapperRow kRows[] = {
      {"an ObjectId", R"({"$oid": "x"})", true},
      {"its content is judged later", R"({"$date": null, "more": 1})", true},
      {"an operator", R"({"$gt": 1})", false},
      {"$regex with $options is the operator", R"({"$regex": "a", "$options": "i"})", false},
      {"$type alone", R"({"$type": "00"})", false},
      {"$type beside $binary", R"({"$type": "00", "$binary": ""})", true},
      {"a scope alone", R"({"$scope": {}})", false},
      {"a DBRef", R"({"$ref": "a", "$id": 1})", false},
      {"an empty object", "{}", false},
      {"a field", R"({"a": {"$oid": "x"}})", false},
      {"an array", "[]", false},
      {"a call is no object", R"(ObjectId("x"))", false},
  };
  for (const WrapperRow& row : kRows) {
    DYNAMIC_SECTION(row.why) {
      const auto tree = parse_syntax(Source("", row.text));
      REQUIRE(tree.ok());
      CHECK(is_wrapper(*tree, tree->root_index()) == row.is_wrapper);
    }
  }
}

TEST_CASE("a literal's nesting has a limit", "[extended_json][limits]") {
  const auto nested = [](int depth) {
    return std::string(static_cast<std::size_t>(depth), '[') +
           std::string(static_cast<std::size_t>(depth), ']');
  };
  Limits limits;
  limits.literal_nesting = 5;
  const auto codes = [&](int depth) {
    const auto tree = parse_syntax(Source("", nested(depth)));
    Diagnostics diagnostics;
    (void)read_value(*tree, tree->root_index(), limits, diagnostics);
    return codes_of(diagnostics);
  };
  CHECK(codes(5).empty());
  CHECK(codes(6) == "X004");

  limits.nesting = 7;
  CHECK(parse_extended_json(Source("", nested(7)), limits).ok());
  CHECK(codes_of(parse_extended_json(Source("", nested(8)), limits).diagnostics()) == "X002");
}

TEST_CASE("a number where text is due can be put in quotes", "[extended_json][fix]") {
  const std::string text = R"({"a": {"$numberLong": 42}})";
  const auto value = parse_extended_json(Source("", text));
  REQUIRE(value.diagnostics().size() == 1);
  REQUIRE(value.diagnostics().front().fixes.size() == 1);
  const Fix& fix = value.diagnostics().front().fixes.front();
  CHECK(fix.safe);
  CHECK(apply_fixes(text, {&fix}).text == R"({"a": {"$numberLong": "42"}})");
}

TEST_CASE("a misspelt constructor is named", "[extended_json][fix]") {
  const std::string text = R"({_id: new Objectid("507f1f77bcf86cd799439011")})";
  const auto tree = parse_syntax(Source("", text));
  REQUIRE(tree.ok());
  Diagnostics diagnostics;
  CHECK_FALSE(read_value(*tree, tree->root_index(), {}, diagnostics).has_value());
  REQUIRE(diagnostics.size() == 1);
  REQUIRE(diagnostics.front().fixes.size() == 1);
  CHECK(apply_fixes(text, {&diagnostics.front().fixes.front()}).text ==
        R"({_id: new ObjectId("507f1f77bcf86cd799439011")})");
}
