#include <bson/bson.h>
#include <tamis/extended_json.h>

#include <random>

#include "compiler/values/bson_view.h"
#include "compiler/values/text_codecs.h"
#include "tests/compiler/sample_values.h"
#include "tests/support/catch.h"

using namespace tamis;
using values::BsonElement;
using values::BsonView;

namespace {

std::span<const std::byte> bytes_of(std::string_view text) {
  return std::as_bytes(std::span(text.data(), text.size()));
}

std::string unhex(std::string_view text) {
  std::string digits;
  for (const char c : text)
    if (c != ' ') digits += c;
  std::string bytes;
  REQUIRE(values::decode_hex(digits, bytes));
  return bytes;
}

// bson_validate() alone stops at what its iterator dislikes, without saying so; writing JSON does
// say so.
bool libbson_takes(std::string_view bytes) {
  bson_t document;
  const auto* data = reinterpret_cast<const std::uint8_t*>(bytes.data());
  if (!bson_init_static(&document, data, bytes.size())) return false;
  const auto flags =
      static_cast<bson_validate_flags_t>(BSON_VALIDATE_UTF8 | BSON_VALIDATE_UTF8_ALLOW_NULL);
  if (!bson_validate(&document, flags, nullptr)) return false;
  char* json = bson_as_canonical_extended_json(&document, nullptr);
  bson_free(json);
  return json != nullptr;
}

struct BadRow {
  const char* why;
  const char* hex;  // blanks are for the eye
  const char* code;
  bool libbson_takes = false;
};

// A document is its length, elements (type, key, value) and a NUL.
constexpr BadRow kBadRows[] = {
    {"nothing", "", "E061"},
    {"half a length", "0500", "E061"},
    {"four bytes", "05000000", "E061"},
    {"no closing NUL", "05000000 01", "E068"},
    {"a length too short", "04000000 00", "E060"},
    {"a length of nought", "00000000 00", "E060"},
    {"a negative length", "ffffffff 00", "E060"},
    {"a length past the bytes", "06000000 00", "E060"},
    {"bytes after the document", "05000000 00 00", "E069"},
    {"an element cut within its key", "07000000 0a 61 00", "E068"},
    {"an element cut after its type", "06000000 0a 00", "E068"},
    {"type 0x14", "08000000 14 6100 00", "E062"},
    {"type 0x80", "08000000 80 6100 00", "E062"},
    {"type 0x7e", "08000000 7e 6100 00", "E062"},
    {"a key that is no UTF-8", "08000000 0a ff00 00", "E064"},
    {"an overlong key", "09000000 0a c08000 00", "E064"},
    {"half an int32", "0a000000 10 6100 0100 00", "E061"},
    {"half an int64", "0c000000 12 6100 01000000 00", "E061"},
    {"half a double", "0c000000 01 6100 01000000 00", "E061"},
    {"half a date", "0c000000 09 6100 01000000 00", "E061"},
    {"half a timestamp", "0c000000 11 6100 01000000 00", "E061"},
    {"half a decimal", "10000000 13 6100 0100000000000000 00", "E061"},
    {"half an ObjectId", "0e000000 07 6100 010203040506 00", "E061"},
    {"a boolean without its byte", "08000000 08 6100 00", "E061"},
    {"a boolean of 2", "09000000 08 6100 02 00", "E065"},
    {"a boolean of 255", "09000000 08 6100 ff 00", "E065"},
    {"a string without a length", "08000000 02 6100 00", "E061"},
    {"a string of length nought", "0c000000 02 6100 00000000 00", "E063"},
    {"a string of a negative length", "0d000000 02 6100 ffffffff 00 00", "E063"},
    {"a string past its document", "0e000000 02 6100 04000000 6100 00", "E063"},
    {"a string without NUL", "0e000000 02 6100 02000000 6162 00", "E063"},
    {"a string that is no UTF-8", "0e000000 02 6100 02000000 e900 00", "E064"},
    {"a string with a surrogate", "10000000 02 6100 04000000 eda08000 00", "E064"},
    {"a symbol without NUL", "0e000000 0e 6100 02000000 6162 00", "E063"},
    {"code past its document", "0e000000 0d 6100 ff000000 6100 00", "E063"},
    {"an array past its document", "0d000000 04 6100 06000000 00 00", "E060"},
    {"an object too short", "0d000000 03 6100 04000000 00 00", "E060"},
    {"an object without its NUL", "0d000000 03 6100 05000000 01 00", "E068", true},
    {"an object cut short", "0b000000 03 6100 050000 00", "E061"},
    {"binary of a negative length", "0d000000 05 6100 ffffffff 00 00", "E066"},
    {"binary past its document", "0f000000 05 6100 03000000 00 ffff 00", "E066"},
    {"binary without a subtype", "0c000000 05 6100 00000000 00", "E061"},
    {"an inner length too long", "13000000 05 6100 06000000 02 03000000 ffff 00", "E066"},
    {"an inner length too short", "13000000 05 6100 06000000 02 01000000 ffff 00", "E066"},
    {"an inner length cut short", "0f000000 05 6100 02000000 02 0000 00", "E066"},
    {"a pattern without NUL", "0a000000 0b 6100 6162 00", "E068"},
    {"options without NUL", "0b000000 0b 6100 6100 69 00", "E068"},
    {"a pattern that is no UTF-8", "0b000000 0b 6100 ff00 00 00", "E064"},
    {"a DBPointer cut within its id", "10000000 0c 6100 02000000 6200 0102 00", "E061"},
    {"code with scope, too short", "12000000 0f 6100 03000000 01000000 00 05 00", "E067"},
    {"code with scope, past its document", "16000000 0f 6100 ff000000 01000000 00 0500000000 00",
     "E067"},
    {"code with scope, with a byte too many",
     "17000000 0f 6100 0f000000 01000000 00 0500000000 00 00", "E067"},
    {"code with scope, its code too long", "16000000 0f 6100 0e000000 ff000000 00 0500000000 00",
     "E063"},
    {"code with scope, its scope too long", "16000000 0f 6100 0e000000 01000000 00 0600000000 00",
     "E060"},
};

std::string nested_bson(std::uint32_t depth) {
  std::string inner = unhex("05000000 00");
  for (std::uint32_t i = 1; i < depth; ++i) {
    const auto size = static_cast<std::uint32_t>(inner.size() + 8);
    std::string outer;
    for (unsigned byte = 0; byte < 4; ++byte)
      outer += static_cast<char>((size >> (8 * byte)) & 0xffU);
    inner = outer + std::string("\x03\x61\0", 3) + inner + std::string(1, '\0');
  }
  return inner;
}

}  // namespace

TEST_CASE("malformed BSON is told by code", "[bson]") {
  for (const BadRow& row : kBadRows) {
    DYNAMIC_SECTION(row.why) {
      const std::string bytes = unhex(row.hex);
      const auto value = parse_bson(bytes_of(bytes));
      REQUIRE(value.diagnostics().size() == 1);
      CHECK(value.diagnostics().front().code == row.code);
      CHECK(value.diagnostics().front().message.find("at byte ") != std::string::npos);
      CHECK(libbson_takes(bytes) == row.libbson_takes);
    }
  }
}

TEST_CASE("every value survives BSON byte for byte", "[bson]") {
  for (const Member& member : sample_values()) {
    const Value document = Object{member};
    CAPTURE(to_extended_json(document, ExtendedJson::Canonical));
    const auto bytes = to_bson(document);
    REQUIRE(bytes.has_value());
    CHECK(libbson_takes(*bytes));
    const auto again = parse_bson(bytes_of(*bytes));
    REQUIRE(again.ok());
    CHECK(identical(*again, document));
    CHECK(to_bson(*again) == bytes);
  }
}

TEST_CASE("our BSON is libbson's", "[bson]") {
  const Value document = sample_values();
  const auto bytes = to_bson(document);
  REQUIRE(bytes.has_value());

  bson_error_t error;
  const std::string json = to_extended_json(document, ExtendedJson::Canonical);
  bson_t* theirs = bson_new_from_json(reinterpret_cast<const std::uint8_t*>(json.data()),
                                      static_cast<ssize_t>(json.size()), &error);
  INFO(json);
  REQUIRE(theirs != nullptr);
  const std::string their_bytes(reinterpret_cast<const char*>(bson_get_data(theirs)), theirs->len);
  bson_destroy(theirs);
  CHECK(values::to_hex(their_bytes) == values::to_hex(*bytes));
}

TEST_CASE("what has no BSON is refused", "[bson]") {
  CHECK_FALSE(to_bson(Value(1)).has_value());
  CHECK_FALSE(to_bson(Value(Array{})).has_value());
  CHECK_FALSE(to_bson(Value::object({{std::string("a\0", 2), 1}})).has_value());
  CHECK_FALSE(to_bson(Value::object({{"a", Regex{std::string("\0", 1), ""}}})).has_value());
  CHECK_FALSE(to_bson(Value::object({{"a", Array{Value::object({{std::string("\0", 1), 1}})}}}))
                  .has_value());
  const auto nested = [](std::uint32_t depth) {
    Value value = Object{};
    for (std::uint32_t i = 1; i < depth; ++i) value = Value::object({{"a", std::move(value)}});
    return value;
  };
  CHECK(to_bson(nested(Limits::kNesting)).has_value());
  CHECK_FALSE(to_bson(nested(Limits::kNesting + 1)).has_value());
}

TEST_CASE("BSON's nesting has a limit", "[bson][limits]") {
  CHECK(parse_bson(bytes_of(nested_bson(Limits::kNesting))).ok());
  const auto value = parse_bson(bytes_of(nested_bson(Limits::kNesting + 1)));
  REQUIRE(value.diagnostics().size() == 1);
  CHECK(value.diagnostics().front().code == "X002");
  CHECK_FALSE(parse_bson(bytes_of(nested_bson(100'000))).ok());
  CHECK_FALSE(values::validate_bson(bytes_of(nested_bson(3)), 3).has_value());
  CHECK(values::validate_bson(bytes_of(nested_bson(4)), 3).has_value());
}

TEST_CASE("bytes changed at random never fool the validator", "[bson]") {
  const std::string sound = to_bson(sample_values()).value();
  std::mt19937 random(7);
  int taken = 0;
  int refused = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string bytes = sound;
    for (auto change = random() % 3; change < 3; ++change)
      bytes[random() % bytes.size()] = static_cast<char>(random() % 256);
    const auto error = values::validate_bson(bytes_of(bytes));
    const bool ours = !error.has_value();
    (ours ? taken : refused) += 1;
    // libbson looks neither at the NUL that ends an inner document or a symbol, nor at all UTF-8.
    const bool stricter =
        error && (error->code == "E068" || error->code == "E063" || error->code == "E064");
    if (ours != libbson_takes(bytes) && !stricter) {
      INFO(values::to_hex(bytes));
      CHECK(ours == libbson_takes(bytes));
    }
    if (!ours) continue;
    const auto value = parse_bson(bytes_of(bytes));
    const auto written = value ? to_bson(*value) : std::nullopt;
    const bool same = written && identical(*parse_bson(bytes_of(*written)), *value);
    if (!same) {
      INFO(values::to_hex(bytes));
      CHECK(same);
    }
  }
  CHECK(taken > 100);
  CHECK(refused > 100);
}

TEST_CASE("a view walks a document in place", "[bson][view]") {
  const Object object = sample_values();
  const std::string bytes = to_bson(object).value();
  const BsonView view(bytes_of(bytes).data());
  CHECK(view.size() == bytes.size());
  CHECK_FALSE(view.empty());

  std::size_t i = 0;
  for (const BsonElement& element : view) {
    REQUIRE(i < object.size());
    CHECK(element.key() == object[i].key);
    CHECK(element.type() == object[i].value.type());
    CHECK(identical(to_value(element), object[i].value));
    ++i;
  }
  CHECK(i == object.size());

  REQUIRE(view.find("k3").has_value());
  CHECK(view.find("k3")->type() == object[3].value.type());
  CHECK_FALSE(view.find("k").has_value());
}

TEST_CASE("a view finds the first of repeated keys", "[bson][view]") {
  const std::string bytes =
      to_bson(Value::object({{"a", 1}, {"b", Array{"x", Array{}}}, {"a", 2}})).value();
  const BsonView view(bytes_of(bytes).data());
  REQUIRE(view.find("a").has_value());
  CHECK(view.find("a")->scalar().integer == 1);
  REQUIRE(view.find("b").has_value());
  const BsonView array = view.find("b")->document();
  auto at = array.begin();
  CHECK(at->scalar().text == "x");
  ++at;
  CHECK(at->document().empty());
  ++at;
  CHECK(at == array.end());
}

TEST_CASE("a stream of documents is cut by its lengths", "[bson]") {
  const std::string bytes = unhex("05000000 00 08000000 0a 6100 00");
  CHECK(values::bson_length(bytes_of(bytes)) == 5U);
  CHECK(values::bson_length(bytes_of(bytes).subspan(5)) == 8U);
  CHECK_FALSE(values::bson_length(bytes_of(unhex("0500"))).has_value());
  CHECK_FALSE(values::bson_length(bytes_of(unhex("04000000"))).has_value());
  CHECK_FALSE(values::bson_length(bytes_of(unhex("ffffffff"))).has_value());
}
