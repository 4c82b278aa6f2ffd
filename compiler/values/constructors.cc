#include "compiler/values/constructors.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "compiler/values/constructor.h"

namespace tamis::values {
namespace {

Made make_min_key(Call& /*call*/) {
  return MinKey{};
}
Made make_max_key(Call& /*call*/) {
  return MaxKey{};
}

constexpr std::string_view kOid = "ObjectId(\"507f1f77bcf86cd799439011\")";
constexpr std::string_view kHex24 = "a string of 24 hexadecimal digits";
constexpr std::string_view kIso = "ISODate(\"2024-01-31T10:20:30Z\")";
constexpr std::string_view kInt32 = "a whole number of at most 32 bits, or a string with one";
constexpr std::string_view kInt64 = "a whole number of at most 64 bits, or a string with one";
constexpr std::string_view kReal = "a number, or a string with one";
constexpr std::string_view kDecimal = "a string with a number of at most 34 digits";
constexpr std::string_view kPattern = "a string with the pattern, and perhaps one with options";
constexpr std::string_view kBinaryHelp = "BinData(0, \"3q2+7w==\")";
constexpr std::string_view kDateParts = "ISO 8601 text, milliseconds, or year, month from 0, day …";

constexpr Constructor kConstructors[] = {
    {"ObjectId", 1, 1, make_object_id, kHex24, kOid, true},
    {"ObjectID", 1, 1, make_object_id, kHex24, kOid, true},
    {"ObjectId.createFromHexString", 1, 1, make_object_id, kHex24, kOid},
    {"ObjectId.createFromBase64", 1, 1, make_object_id_from_base64, "16 characters of Base64",
     "ObjectId.createFromBase64(\"UH8fd7z4bNeZQ5AR\")"},
    {"ObjectId.createFromTime", 1, 1, make_object_id_from_time, "seconds since 1970",
     "ObjectId.createFromTime(1706696430)"},
    {"ISODate", 1, 1, make_date, "ISO 8601 text or milliseconds", kIso, true},
    {"Date", 1, 7, make_date_of_parts, kDateParts, kIso, true},
    {"NumberInt", 1, 1, make_int32, kInt32, "NumberInt(42)"},
    {"Int32", 1, 1, make_int32, kInt32, "Int32(42)"},
    {"NumberLong", 1, 2, make_int64, kInt64, "NumberLong(\"9007199254740993\")"},
    {"Long", 1, 2, make_int64, kInt64, "Long(\"9007199254740993\")"},
    {"Int64", 1, 1, make_int64, kInt64, "Int64(\"9007199254740993\")"},
    {"Long.fromString", 1, 1, make_int64, kInt64, "Long.fromString(\"9007199254740993\")"},
    {"Long.fromNumber", 1, 1, make_int64, kInt64, "Long.fromNumber(42)"},
    {"Long.fromInt", 1, 1, make_int64, kInt64, "Long.fromInt(42)"},
    {"Long.fromBits", 2, 2, make_int64, "the low and the high 32 bits", "Long.fromBits(1, 0)"},
    {"NumberDouble", 1, 1, make_double, kReal, "NumberDouble(1.5)"},
    {"Double", 1, 1, make_double, kReal, "Double(1.5)"},
    {"NumberDecimal", 1, 1, make_decimal, kDecimal, "NumberDecimal(\"10.99\")"},
    {"Decimal128", 1, 1, make_decimal, kDecimal, "Decimal128(\"10.99\")"},
    {"Decimal128.fromString", 1, 1, make_decimal, kDecimal, "Decimal128.fromString(\"10.99\")"},
    {"Timestamp", 1, 2, make_timestamp, "seconds and a counter, or an object with `t` and `i`",
     "Timestamp({t: 1706696430, i: 1})", true},
    {"UUID", 1, 1, make_uuid, "a string with a UUID",
     "UUID(\"3d37923d-ab8e-4931-9e46-93df5fd3599e\")", true},
    {"BinData", 2, 2, make_bin_data, "a subtype and Base64", kBinaryHelp},
    {"HexData", 2, 2, make_hex_data, "a subtype and hexadecimal digits",
     "HexData(0, \"deadbeef\")"},
    {"MD5", 1, 1, make_md5, "a string of 32 hexadecimal digits",
     "MD5(\"d41d8cd98f00b204e9800998ecf8427e\")"},
    {"Binary", 1, 2, make_binary, "a `Buffer.from(…)`, and perhaps a subtype", kBinaryHelp},
    {"Binary.createFromBase64", 1, 2, make_binary_from_base64, "Base64, and perhaps a subtype",
     "Binary.createFromBase64(\"3q2+7w==\")"},
    {"Binary.createFromHexString", 1, 2, make_binary_from_hex,
     "hexadecimal digits, and perhaps a subtype", "Binary.createFromHexString(\"deadbeef\")"},
    {"Buffer.from", 2, 2, make_buffer, "a string, and \"hex\" or \"base64\"",
     "Buffer.from(\"deadbeef\", \"hex\")"},
    {"MinKey", 0, 0, make_min_key, "no argument", "MinKey()"},
    {"MaxKey", 0, 0, make_max_key, "no argument", "MaxKey()"},
    {"Code", 1, 2, make_code, "a string, and perhaps an object of variables",
     "Code(\"return true\")"},
    {"DBRef", 2, 3, make_db_ref, "a collection, an id, and perhaps a database",
     "DBRef(\"orders\", 1)"},
    {"RegExp", 1, 2, make_regex, kPattern, "RegExp(\"^a\", \"i\")"},
    {"BSONRegExp", 1, 2, make_regex, kPattern, "BSONRegExp(\"^a\", \"i\")"},
    {"Symbol", 1, 1, make_symbol, "a string", "Symbol(\"a\")"},
    {"BSONSymbol", 1, 1, make_symbol, "a string", "BSONSymbol(\"a\")"},
    {"DBPointer", 2, 2, make_db_pointer, "a collection and an `ObjectId`",
     "DBPointer(\"orders\", ObjectId(\"507f1f77bcf86cd799439011\"))"},
};

// UUIDs in the byte order of one driver of old, which readers of the text cannot see.
constexpr std::string_view kLegacyUuids[] = {
    "LegacyJavaUUID", "LegacyCSharpUUID", "LegacyPythonUUID", "JUUID", "CSUUID", "NUUID", "PYUUID",
    "LUUID"};

const Constructor* find_constructor(std::string_view name) {
  const auto* found = std::ranges::find(kConstructors, name, &Constructor::name);
  return found == std::end(kConstructors) ? nullptr : found;
}

// Where the callee stands in a call, after a `new`.
SourceSpan callee_span(const ValueReader& reader, const SyntaxNode& syntax) {
  const std::string_view text = reader.tree().source().text();
  const auto begin = static_cast<std::uint32_t>(text.find(syntax.text, syntax.span.begin));
  return {begin, begin + static_cast<std::uint32_t>(syntax.text.size())};
}

Made complain_of_unknown(ValueReader& reader, const SyntaxNode& syntax) {
  const SourceSpan span = callee_span(reader, syntax);
  std::vector<std::string_view> names;
  for (const Constructor& row : kConstructors) names.push_back(row.name);
  auto entry = reader.report().error(
      "E054", span, fmt::format("there is no constructor `{}`", syntax.text), "not known");
  if (const auto near = nearest(syntax.text, names)) {
    entry.fix(fmt::format("did you mean `{}`?", *near), span, std::string(*near), false);
  } else {
    entry.help("write the value itself, as JSON or Extended JSON");
  }
  return std::nullopt;
}

}  // namespace

Made read_call(ValueReader& reader, std::uint32_t node, std::uint32_t depth) {
  const SyntaxNode& syntax = reader.tree()[node];
  if (const Constructor* constructor = find_constructor(syntax.text))
    return Call(reader, node, depth, *constructor).read();
  if (std::ranges::find(kLegacyUuids, syntax.text) == std::end(kLegacyUuids))
    return complain_of_unknown(reader, syntax);
  reader.report()
      .error("E057", syntax.span,
             fmt::format("`{}` depends on one driver's old byte order", syntax.text),
             "not the bytes that it shows")
      .help("write the stored bytes as `HexData(3, \"…\")`, or a `UUID(\"…\")` of subtype 4");
  return std::nullopt;
}

Made read_identifier(ValueReader& reader, std::uint32_t node) {
  const SyntaxNode& syntax = reader.tree()[node];
  if (syntax.text == "MinKey") return MinKey{};
  if (syntax.text == "MaxKey") return MaxKey{};
  if (syntax.text == "Long.MAX_VALUE") return kInt64Max;
  if (syntax.text == "Long.MIN_VALUE") return kInt64Min;
  if (const Constructor* constructor = find_constructor(syntax.text)) {
    reader.report()
        .error("E055", syntax.span,
               fmt::format("`{}` takes {}", constructor->name, constructor->takes), "not called")
        .help(fmt::format("write it as in `{}`", constructor->example));
    return std::nullopt;
  }
  auto entry = reader.report().error("E054", syntax.span,
                                     fmt::format("the bare name `{}` is no value", syntax.text),
                                     "a string needs quotes");
  if (const auto near = nearest(syntax.text, {"true", "false", "null", "MinKey", "MaxKey"}))
    entry.help(fmt::format("did you mean `{}`?", *near));
  entry.fix("put it in quotes", syntax.span, fmt::format("\"{}\"", syntax.text), false);
  return std::nullopt;
}

}  // namespace tamis::values
