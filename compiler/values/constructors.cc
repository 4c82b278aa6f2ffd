#include "compiler/values/constructors.h"

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <span>

#include "compiler/values/iso8601.h"
#include "compiler/values/numbers.h"
#include "compiler/values/value_reader.h"

namespace tamis::values {
namespace {

class Call;
using Made = std::optional<Value>;

// How a constructor is called, and what makes its value. Too few or too many arguments never reach
// `make`.
struct Constructor {
  std::string_view name;
  std::size_t least = 1, most = 1;
  Made (*make)(Call&);
  std::string_view takes;    // to follow "takes"
  std::string_view example;  // a whole call
  bool now_without_arguments = false;
};

// One call being read.
class Call {
 public:
  Call(ValueReader& reader, std::uint32_t node, std::uint32_t depth, const Constructor& constructor)
      : reader_(reader), syntax_(reader.tree()[node]), depth_(depth), constructor_(constructor) {
    for (const std::uint32_t i : reader.tree().children(syntax_)) nodes_.push_back(i);
  }

  Made read() {
    if (nodes_.empty() && constructor_.now_without_arguments) {
      reader_.report()
          .error("E056", syntax_.span,
                 fmt::format("`{}()` means another value whenever it is read", constructor_.name),
                 "a value of the moment")
          .help(fmt::format("write the value itself, such as `{}`", constructor_.example));
      return std::nullopt;
    }
    if (nodes_.size() < constructor_.least || nodes_.size() > constructor_.most)
      return complain(syntax_.span,
                      fmt::format("{} argument{}", nodes_.size(), nodes_.size() == 1 ? "" : "s"));
    return constructor_.make(*this);
  }

  std::size_t count() const { return nodes_.size(); }
  const SyntaxNode& at(std::size_t i) const { return reader_.tree()[nodes_[i]]; }
  bool is_text(std::size_t i) const { return at(i).kind == SyntaxKind::String; }

  // Says that argument `i` is wrong; `label` says why.
  std::nullopt_t wrong(std::size_t i, std::string label = {}) {
    return complain(at(i).span, label.empty() ? kind_in_words(at(i)) : std::move(label));
  }

  // Any value; nullopt has been reported.
  Made value(std::size_t i) { return reader_.read(nodes_[i], depth_); }

  std::optional<std::string_view> text(std::size_t i) {
    if (!is_text(i)) return wrong(i);
    return at(i).text;
  }

  // A number of any type, or a constructor's, that is whole and within first..last.
  std::optional<std::int64_t> whole(std::size_t i, std::int64_t first, std::int64_t last) {
    const Made number = value(i);
    if (!number) return std::nullopt;
    std::optional<std::int64_t> whole;
    if (const auto* small = number->get_if<std::int32_t>()) whole = *small;
    if (const auto* large = number->get_if<std::int64_t>()) whole = *large;
    if (const auto* real = number->get_if<double>()) whole = to_int64_exact(*real);
    if (!number->is_number()) return wrong(i);
    if (!whole) return wrong(i, "not a whole number of at most 64 bits");
    if (*whole < first || *whole > last) return wrong(i, "out of range");
    return whole;
  }

  Reporter& report() { return reader_.report(); }

 private:
  std::nullopt_t complain(SourceSpan span, std::string label) {
    reader_.report()
        .error("E055", span, fmt::format("`{}` takes {}", constructor_.name, constructor_.takes),
               std::move(label))
        .help(fmt::format("write it as in `{}`", constructor_.example));
    return std::nullopt;
  }

  ValueReader& reader_;
  const SyntaxNode& syntax_;
  std::uint32_t depth_;
  const Constructor& constructor_;
  std::vector<std::uint32_t> nodes_;
};

constexpr std::int64_t kInt64Min = std::numeric_limits<std::int64_t>::min();
constexpr std::int64_t kInt64Max = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kInt32Min = std::numeric_limits<std::int32_t>::min();
constexpr std::int64_t kInt32Max = std::numeric_limits<std::int32_t>::max();
constexpr std::int64_t kUint32Max = std::numeric_limits<std::uint32_t>::max();

Made make_object_id(Call& call) {
  const auto text = call.text(0);
  if (!text) return std::nullopt;
  const auto id = parse_object_id(*text);
  if (!id) return call.wrong(0, "not 24 hexadecimal digits");
  return *id;
}

Made make_object_id_from_base64(Call& call) {
  const auto text = call.text(0);
  if (!text) return std::nullopt;
  std::string bytes;
  ObjectId id;
  if (!decode_base64(*text, bytes) || bytes.size() != id.bytes.size())
    return call.wrong(0, "not 16 characters of Base64");
  std::ranges::copy(bytes, id.bytes.begin());
  return id;
}

Made make_object_id_from_time(Call& call) {
  const auto seconds = call.whole(0, 0, kUint32Max);
  if (!seconds) return std::nullopt;
  ObjectId id;
  for (unsigned i = 0; i < 4; ++i)
    id.bytes[i] = static_cast<std::uint8_t>((*seconds >> (24U - 8U * i)) & 0xff);
  return id;
}

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

Made make_int32(Call& call) {
  if (!call.is_text(0)) {
    const auto number = call.whole(0, kInt32Min, kInt32Max);
    if (!number) return std::nullopt;
    return static_cast<std::int32_t>(*number);
  }
  const auto number = parse_int32(call.at(0).text);
  if (!number) return call.wrong(0, "not a whole number of at most 32 bits");
  return *number;
}

// The low and the high half: as js-bson has it, each of 32 bits with or without a sign.
std::optional<std::uint64_t> halves(Call& call) {
  const auto low = call.whole(0, kInt32Min, kUint32Max);
  if (!low) return std::nullopt;
  const auto high = call.whole(1, kInt32Min, kUint32Max);
  if (!high) return std::nullopt;
  return (static_cast<std::uint64_t>(*high) << 32U) |
         (static_cast<std::uint64_t>(*low) & 0xffffffffU);
}

Made make_int64(Call& call) {
  if (call.count() == 2) {
    const auto bits = halves(call);
    if (!bits) return std::nullopt;
    return std::bit_cast<std::int64_t>(*bits);
  }
  if (!call.is_text(0)) {
    const auto number = call.whole(0, kInt64Min, kInt64Max);
    if (!number) return std::nullopt;
    return *number;
  }
  const auto number = parse_int64(call.at(0).text);
  if (!number) return call.wrong(0, "not a whole number of at most 64 bits");
  return *number;
}

Made make_double(Call& call) {
  if (call.is_text(0)) {
    const auto number = parse_double(call.at(0).text);
    if (!number) return call.wrong(0, "not a number");
    return *number;
  }
  const Made number = call.value(0);
  if (!number) return std::nullopt;
  if (const auto* small = number->get_if<std::int32_t>()) return static_cast<double>(*small);
  if (const auto* large = number->get_if<std::int64_t>()) return static_cast<double>(*large);
  if (number->is(BsonType::Double)) return number;
  return call.wrong(0);
}

// A number is taken as it is written, digit for digit.
Made make_decimal(Call& call) {
  if (!call.is_text(0) && call.at(0).kind != SyntaxKind::Number) {
    const Made number = call.value(0);
    if (!number || number->is(BsonType::Decimal128)) return number;
    if (const auto* small = number->get_if<std::int32_t>()) return to_decimal(*small);
    if (const auto* large = number->get_if<std::int64_t>()) return to_decimal(*large);
    return call.wrong(0);
  }
  const auto number = Decimal128::parse(call.at(0).text);
  if (!number) return call.wrong(0, "not a number of at most 34 digits");
  return *number;
}

Made make_timestamp(Call& call) {
  if (call.count() == 2) {
    const auto t = call.whole(0, 0, kUint32Max);
    if (!t) return std::nullopt;
    const auto i = call.whole(1, 0, kUint32Max);
    if (!i) return std::nullopt;
    return Timestamp{static_cast<std::uint32_t>(*t), static_cast<std::uint32_t>(*i)};
  }
  const Made value = call.value(0);
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

Made make_uuid(Call& call) {
  const auto text = call.text(0);
  if (!text) return std::nullopt;
  std::string bytes;
  if (!decode_uuid(*text, bytes) && !(text->size() == 32 && decode_hex(*text, bytes)))
    return call.wrong(0, "not 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12");
  return Binary{std::move(bytes), 4};
}

// Bytes from argument `text`, their subtype from argument `subtype` if there is one.
Made make_bytes(Call& call, std::size_t text, std::size_t subtype,
                bool (*decode)(std::string_view, std::string&), std::string_view coding) {
  Binary binary;
  if (subtype < call.count()) {
    const auto number = call.whole(subtype, 0, 255);
    if (!number) return std::nullopt;
    binary.subtype = static_cast<std::uint8_t>(*number);
  }
  const auto encoded = call.text(text);
  if (!encoded) return std::nullopt;
  if (!decode(*encoded, binary.bytes)) return call.wrong(text, fmt::format("not {}", coding));
  return binary;
}

Made make_bin_data(Call& call) {
  return make_bytes(call, 1, 0, decode_base64, "padded Base64");
}
Made make_hex_data(Call& call) {
  return make_bytes(call, 1, 0, decode_hex, "hexadecimal");
}
Made make_binary_from_base64(Call& call) {
  return make_bytes(call, 0, 1, decode_base64, "padded Base64");
}
Made make_binary_from_hex(Call& call) {
  return make_bytes(call, 0, 1, decode_hex, "hexadecimal");
}

Made make_md5(Call& call) {
  Made made = make_bytes(call, 0, 1, decode_hex, "hexadecimal");
  if (!made) return std::nullopt;
  if (made->as<Binary>().bytes.size() != 16) return call.wrong(0, "not 32 hexadecimal digits");
  made->as<Binary>().subtype = 5;
  return made;
}

Made make_buffer(Call& call) {
  const auto coding = call.text(1);
  if (!coding) return std::nullopt;
  if (*coding == "hex") return make_bytes(call, 0, 2, decode_hex, "hexadecimal");
  if (*coding == "base64") return make_bytes(call, 0, 2, decode_base64, "padded Base64");
  return call.wrong(1, "neither \"hex\" nor \"base64\"");
}

Made make_binary(Call& call) {
  if (call.at(0).kind != SyntaxKind::Call) return call.wrong(0);
  Made made = call.value(0);
  if (!made) return std::nullopt;
  if (!made->is(BsonType::Binary)) return call.wrong(0);
  if (call.count() == 2) {
    const auto subtype = call.whole(1, 0, 255);
    if (!subtype) return std::nullopt;
    made->as<Binary>().subtype = static_cast<std::uint8_t>(*subtype);
  }
  return made;
}

Made make_min_key(Call& /*call*/) {
  return MinKey{};
}
Made make_max_key(Call& /*call*/) {
  return MaxKey{};
}

// A scope without variables is none.
Made make_code(Call& call) {
  const auto code = call.text(0);
  if (!code) return std::nullopt;
  if (call.count() == 1) return JavaScript{std::string(*code)};
  Made scope = call.value(1);
  if (!scope) return std::nullopt;
  if (!scope->is(BsonType::Object)) return call.wrong(1);
  if (scope->as<Object>().empty()) return JavaScript{std::string(*code)};
  return JavaScriptWithScope{std::string(*code), std::move(scope->as<Object>())};
}

// "db.collection" names the database too, as in mongosh.
Made make_db_ref(Call& call) {
  const auto collection = call.text(0);
  if (!collection) return std::nullopt;
  Made id = call.value(1);
  if (!id) return std::nullopt;
  std::string_view name = *collection;
  std::optional<std::string_view> database;
  if (call.count() == 3) {
    database = call.text(2);
    if (!database) return std::nullopt;
  }
  if (std::ranges::count(name, '.') == 1) {
    database = name.substr(0, name.find('.'));
    name = name.substr(name.find('.') + 1);
  }
  Object reference{{"$ref", name}, {"$id", *std::move(id)}};
  if (database) reference.push_back({"$db", *database});
  return reference;
}

Made make_regex(Call& call) {
  const auto pattern = call.text(0);
  if (!pattern) return std::nullopt;
  if (pattern->find('\0') != std::string_view::npos)
    return call.report().error("E059", call.at(0).span, "a pattern cannot hold a NUL", "in here"),
           std::nullopt;
  if (call.count() == 1) return Regex{std::string(*pattern), ""};
  const auto flags = call.text(1);
  if (!flags) return std::nullopt;
  char wrong = 0;
  auto options = regex_options(*flags, wrong);
  if (options) return Regex{std::string(*pattern), *std::move(options)};
  complain_of_flag(call.report(), call.at(1).span, wrong);
  return std::nullopt;
}

Made make_symbol(Call& call) {
  const auto text = call.text(0);
  if (!text) return std::nullopt;
  return Symbol{std::string(*text)};
}

Made make_db_pointer(Call& call) {
  const auto collection = call.text(0);
  if (!collection) return std::nullopt;
  const Made id = call.value(1);
  if (!id) return std::nullopt;
  if (!id->is(BsonType::ObjectId)) return call.wrong(1);
  return DbPointer{std::string(*collection), id->as<ObjectId>()};
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
    entry.help(fmt::format("did you mean `{}`?", *near));
    entry.fix(fmt::format("write `{}`", *near), span, std::string(*near), false);
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
