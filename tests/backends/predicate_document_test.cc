#include <tamis/document.h>

#include <pthread.h>

#include <algorithm>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>

#include <tamis/extended_json.h>

#include "backends/predicate/document/block.h"
#include "tests/backends/predicate_forms.h"
#include "tests/support/catch.h"

using namespace tamis;
using predicate::Document;
using predicate::DocumentBuilder;
using predicate::FieldNames;

namespace {

Value value_of(std::string_view text) {
  const Result<Value> value = parse_extended_json(Source("document", std::string(text)));
  REQUIRE(value);
  return *value;
}

// Every type, with texts as long as a slot holds and longer.
const Value kOfAllTypes = Value::object({
    {"double", -0.0},
    {"14 bytes", "fourteen bytes"},
    {"15 bytes", "fifteen bytes.."},
    {"with a NUL", std::string("a\0b", 3)},
    {"object", Value::object({{"in it", Value::object({})}})},
    {"array", Array{1, Array{}, Array{Array{2}}, Value::object({{"a", nullptr}})}},
    {"binary", Binary{"bytes of it", 5}},
    {"no bytes", Binary{"", 0x80}},
    {"undefined", Undefined{}},
    {"id", ObjectId{{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}}},
    {"bool", true},
    {"date", Date{-62'135'596'800'000}},
    {"null", nullptr},
    {"regex", Regex{"a pattern longer than a slot", "imsx"}},
    {"pointer", DbPointer{"a collection with a long name", ObjectId{{255}}}},
    {"code", JavaScript{"return 1"}},
    {"symbol", Symbol{"symbol"}},
    {"scoped", JavaScriptWithScope{"f(x)", {{"x", 1}, {"y", Array{2}}}}},
    {"int", std::int32_t{-5}},
    {"timestamp", Timestamp{7, 8}},
    {"long", std::int64_t{1} << 40},
    {"decimal", *Decimal128::parse("1.50")},
    {"min", MinKey{}},
    {"max", MaxKey{}},
    {"", "a field without a name"},
});

// Frames are several times as large then.
#ifdef __has_feature
constexpr bool kSanitized = __has_feature(address_sanitizer);
#else
constexpr bool kSanitized = false;
#endif

void run_with_stack(std::size_t bytes, std::function<void()> run) {
  pthread_attr_t attributes;
  REQUIRE(::pthread_attr_init(&attributes) == 0);
  REQUIRE(::pthread_attr_setstacksize(&attributes, bytes) == 0);
  pthread_t thread{};
  const auto start = [](void* asked) -> void* {
    (*static_cast<std::function<void()>*>(asked))();
    return nullptr;
  };
  REQUIRE(::pthread_create(&thread, &attributes, start, &run) == 0);
  REQUIRE(::pthread_join(thread, nullptr) == 0);
  ::pthread_attr_destroy(&attributes);
}

}  // namespace

TEST_CASE("a Document keeps all of a value", "[predicate][document]") {
  DocumentBuilder builder{FieldNames()};
  CHECK(identical(builder.build(kOfAllTypes).value(), kOfAllTypes));
  const Value repeated = Object{{"b", 1}, {"a", 2}, {"b", 3}};
  CHECK(identical(builder.build(repeated).value(), repeated));
  for (const Value& root : {Value(7), Value(Array{1, "x"}), Value("a text longer than a slot")})
    CHECK(identical(builder.build(root).value(), root));
}

TEST_CASE("all forms give one Document", "[predicate][document]") {
  constexpr std::string_view kText =
      R"({"z": {"$oid": "507f1f77bcf86cd799439011"}, "a": [1, 1.0, 3000000000, "\u00e9"],
          "at": {"$date": "2024-01-31T10:20:30Z"}})";
  DocumentBuilder builder{FieldNames()};
  const Value value = value_of(kText);
  const std::string bson = *to_bson(value);
  CHECK(identical(builder.build(value).value(), value));
  CHECK(identical(builder.build(nlohmann::ordered_json::parse(kText)).value(), value));
  CHECK(identical(builder.build(predicate::Field::of(value)).value(), value));
  CHECK(identical(builder.build_text(kText)->value(), value));
  CHECK(identical(builder.build_bson(std::as_bytes(std::span(bson)))->value(), value));
  // No wrapper, but an object.
  CHECK(identical(builder.build_text(R"({"o": {"$oid": "short"}})")->value(),
                  Value::object({{"o", Value::object({{"$oid", "short"}})}})));
  // What simdjson does not read is read by our own parser.
  CHECK(identical(builder.build_text(R"({"n": 123456789012345678901234})")->value(),
                  Value::object({{"n", 123456789012345678901234.0}})));
}

TEST_CASE("a malformed document is no Document", "[predicate][document]") {
  DocumentBuilder builder{FieldNames()};
  CHECK(builder.build_text("[1]").diagnostics().front().code == "E049");
  CHECK(builder.build_text(R"({"a": )").diagnostics().front().code == "E007");
  CHECK_FALSE(builder.build_bson(std::as_bytes(std::span("bytes"))).ok());
  CHECK(identical(builder.build_text(R"({"a": 1})")->value(), Value::object({{"a", 1}})));
}

TEST_CASE("nesting costs a Document no stack", "[predicate][document]") {
  nlohmann::ordered_json nested = 1;
  for (int depth = 0; depth < 100'000; ++depth)
    nested = nlohmann::ordered_json::array({std::move(nested)});
  DocumentBuilder builder{FieldNames()};
  const Document document = builder.build(nlohmann::ordered_json{{"a", std::move(nested)}});
  CHECK(test::matcher_of(R"({"a.0.0.0": {"$type": "array"}})").matches(document));
  CHECK_FALSE(test::matcher_of(R"({"a.0.0": 1})").matches(document));
}

TEST_CASE("names without a number are found by their text", "[predicate][document]") {
  const std::string too_long(FieldNames::kLongest + 1, 'n');
  const Value value = Object{
      {"first", 1}, {"", 2}, {"second", Value::object({{"in", 3}})}, {"second", 4}, {too_long, 5}};
  for (const std::size_t most : {0U, 1U, 2U, 65'000U}) {
    const FieldNames names(most);
    DocumentBuilder builder(names);
    const Document document = builder.build(value);
    CAPTURE(most);
    CHECK(names.size() == std::min<std::size_t>(most, 4));
    CHECK(identical(document.value(), value));
    CHECK(test::matcher_of(R"({"first": 1, "": 2, "second.in": 3})").matches(document));
    CHECK(test::matcher_of("{\"" + too_long + "\": 5}").matches(document));
    CHECK_FALSE(test::matcher_of(R"({"second": 4})").matches(document));  // the first counts
    CHECK_FALSE(test::matcher_of(R"({"third": {"$exists": true}})").matches(document));
  }
}

TEST_CASE("a matcher meets documents of several FieldNames", "[predicate][document]") {
  predicate::Matcher matcher = test::matcher_of(R"({"b": 1})");
  DocumentBuilder one{FieldNames()};
  DocumentBuilder other{FieldNames()};
  const Document before = one.build(value_of(R"({"a": 1})"));  // no `b` has come yet
  CHECK_FALSE(matcher.matches(before));
  for (int i = 0; i < 2; ++i) {
    CHECK(matcher.matches(one.build(value_of(R"({"a": 0, "b": 1})"))));
    CHECK(matcher.matches(other.build(value_of(R"({"b": 1, "a": 0})"))));
    CHECK_FALSE(matcher.matches(other.build(value_of(R"({"b": 0, "a": 1})"))));
  }
  CHECK_FALSE(matcher.matches(before));
}

TEST_CASE("a Document outlives its names, its builder and what it was built from",
          "[predicate][document]") {
  const auto made = [] {
    const auto json = nlohmann::ordered_json::parse(R"({"a": "a text longer than a slot"})");
    return DocumentBuilder(FieldNames()).build(json);
  };
  std::vector<Document> documents;
  for (int i = 0; i < 10; ++i) documents.push_back(made());
  for (const Document& document : documents)
    CHECK(test::matcher_of(R"({"a": "a text longer than a slot"})").matches(document));
  CHECK(documents.front().bytes() == 16U * (1 + 1 + 2));
}

TEST_CASE("objects that are alike do not list their names", "[predicate][document]") {
  DocumentBuilder builder{FieldNames()};
  Object object;
  for (std::size_t members = 1; members <= 40; ++members) {
    object.push_back({"f" + std::to_string(members), static_cast<std::int32_t>(members)});
    const Document document = builder.build(Value(object));
    const std::size_t listed = members <= 16 ? 0 : (2 * members + 15) / 16;
    CAPTURE(members);
    CHECK(document.bytes() == 16 * (1 + listed + members));
    CHECK(identical(document.value(), Value(object)));
  }
}

TEST_CASE("an object without a number for its shape lists its names", "[predicate][document]") {
  // One shape more than have numbers, by the order of the same names.
  const FieldNames names;
  DocumentBuilder builder(names);
  std::vector<std::string> order = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
  std::size_t listed = 0;
  std::size_t made = 0;
  do {
    Object object;
    for (const std::string& name : order)
      object.push_back({name, static_cast<std::int32_t>(object.size())});
    const Document document = builder.build(Value(object));
    if (document.bytes() == 16 * (1 + 9)) continue;
    if (++listed > 2) continue;
    CHECK(document.bytes() == 16 * (1 + 2 + 9));
    CHECK(identical(document.value(), Value(object)));
    CHECK(test::matcher_of("{" + order[8] + ": 8}").matches(document));
  } while (++made <= FieldNames::kMost && std::ranges::next_permutation(order).found);
  CHECK(listed == 1);
}

TEST_CASE("documents of one builder share memory", "[predicate][document]") {
  constexpr std::size_t kMost = std::size_t{2} << 20U;
  constexpr int kDocuments = 100'000;
  std::vector<Document> kept;
  std::size_t bytes = 0;
  {
    DocumentBuilder builder(FieldNames(), DocumentBuilder::Memory::Shared);
    for (std::int32_t i = 0; i < kDocuments; ++i) {
      // A few are larger than what others share.
      const std::string text(i % 30'000 == 7 ? 3 * kMost : 20, 'x');
      Document document = builder.build(Value::object({{"i", i}, {"text", text}}));
      bytes += document.bytes();
      if (i % 1'000 == 7) kept.push_back(std::move(document));
    }
  }
  CHECK(bytes > 4 * kMost);
  predicate::Matcher matcher = test::matcher_of("{i: {$gte: 50000}, text: /^x*$/}");
  std::vector<std::size_t> found;
  matcher.find(kept, found);
  CHECK(found.size() == 50);
  for (std::size_t i = 0; i < kept.size(); ++i)
    CHECK(test::matcher_of("{i: " + std::to_string(1'000 * i + 7) + "}").matches(kept[i]));
}

TEST_CASE("documents that share memory are asked one after the other", "[predicate][document]") {
  // Of every kind that is fetched in its own way, and of some that are not.
  const auto value = [](std::int32_t i) {
    const std::string text = "text " + std::to_string(i % 10);
    Object fields;
    if (i % 5 != 1) fields.push_back({"status", i % 3 == 0 ? Value("on") : Value("off")});
    if (i % 7 != 2) fields.push_back({"text", i % 4 == 0 ? text : text + ", longer than a slot"});
    if (i % 11 != 3) fields.push_back({"in", Value::object({{"a", 1}, {"n", i}})});
    if (i % 13 == 4) fields.push_back({"list", Array{Value::object({{"n", i}}), i}});
    if (i % 17 == 5) fields.push_back({"tags", Array{"on", text, 1, 2, 3, text + "!"}});
    if (i % 19 == 6 && !fields.empty()) fields.back().value = nullptr;
    if (i % 23 == 7) fields.push_back({"in", Array{}});
    if (i % 29 == 8)  // too many for a shape
      for (std::size_t f = 0; f < predicate::Shape::kMost; ++f)
        fields.push_back({"f" + std::to_string(f), nullptr});
    if (i % 31 == 9) fields.push_back({"name " + std::to_string(i), 1});
    return i % 37 == 10 ? Value::object({}) : Value(std::move(fields));
  };
  DocumentBuilder builder(FieldNames(200), DocumentBuilder::Memory::Shared);
  std::vector<Value> values;
  std::vector<Document> documents;
  const auto add = [&](std::int32_t count) {
    for (std::int32_t i = 0; i < count; ++i) {
      values.push_back(value(static_cast<std::int32_t>(values.size())));
      documents.push_back(builder.build(values.back()));
    }
  };
  add(1'000);
  for (const char* condition :
       {"{status: 'on'}", "{status: {$exists: false}}", "{text: /9, longer/}",
        "{'in.n': {$gte: 500}}", "{'list.n': {$lt: 500}}", "{tags: 'on'}", "{tags: /!$/}",
        "{list: {$elemMatch: {n: {$gt: 9}}}}", "{status: 'on', text: /text 1/, 'in.a': 1}",
        "{'in.a': 1, 'in.n': {$gt: 5}, 'in.none': null, tags: null}", "{'a.b.c': null}"}) {
    CAPTURE(condition);
    predicate::Matcher matcher = test::matcher_of(condition);
    predicate::Matcher other = test::matcher_of(condition);
    const auto check = [&](std::size_t i) {
      CAPTURE(i);
      CHECK(matcher.matches(documents[i]) == other.matches(values[i]));
    };
    for (std::size_t i = 0; i < documents.size(); ++i) check(i);
    for (std::size_t i = documents.size(); i-- != 0;) check(i);
    for (std::size_t i = 0; i < documents.size(); i += 3) check(i);
    add(100);
    for (std::size_t i = 8; i < documents.size(); ++i) check(i);
  }
}

TEST_CASE("small documents in shared memory are as many as they are", "[predicate][document]") {
  constexpr std::size_t kDocuments = 300'000;
  DocumentBuilder builder(FieldNames(), DocumentBuilder::Memory::Shared);
  const Value empty = Value::object({});
  const Value seven = Value::object({{"n", 7}});
  std::vector<Document> documents;
  documents.reserve(kDocuments);
  for (std::size_t i = 0; i < kDocuments; ++i)
    documents.push_back(builder.build(i % 10'000 == 7 ? seven : empty));
  predicate::Matcher matcher = test::matcher_of("{n: 7}");
  std::size_t matched = 0;
  for (const Document& document : documents) {
    if (matcher.matches(document)) ++matched;
    const Document::Block& block = document.block();
    REQUIRE(block.slots() + block.entry(document.number()).slot == document.root());
  }
  CHECK(matched == kDocuments / 10'000);
}

TEST_CASE("more shapes than a matcher knows", "[predicate][document]") {
  // Each name may stand in any of a thousand shapes, more than are looked up for so many names.
  constexpr std::int32_t kNames = 300;
  std::string condition = "{";
  for (std::int32_t i = 0; i < kNames; ++i)
    condition +=
        "f" + std::to_string(i) + ": {$ne: -1}, 'in.f" + std::to_string(i) + "': {$ne: -1}, ";
  predicate::Matcher matcher = test::matcher_of(condition + "}");
  DocumentBuilder builder{FieldNames()};
  for (std::int32_t i = 0; i < 1'000; ++i) {
    CAPTURE(i);
    const std::string name = "f" + std::to_string(i % kNames);
    const std::string own = "own" + std::to_string(i);
    for (const std::int32_t n : {1, -1}) {
      const Value members = Value::object({{own, 0}, {name, n}});
      CHECK(matcher.matches(builder.build(members)) == (n == 1));
      CHECK(matcher.matches(builder.build(Value::object({{"in", members}}))) == (n == 1));
    }
  }
}

TEST_CASE("a field is found among few and among many", "[predicate][document]") {
  for (const std::size_t fields : {1U, 8U, 9U, 15U, 16U, 17U, 32U, 33U, 100U}) {
    Object object;
    for (std::size_t i = 0; i < fields; ++i)
      object.push_back({"f" + std::to_string(i), static_cast<std::int32_t>(i)});
    DocumentBuilder builder{FieldNames()};
    const Value nested = Value::object({{"in", object}});
    const Document root = builder.build(Value(object));
    const Document inner = builder.build(nested);
    for (const std::size_t i : {std::size_t{0}, fields / 2, fields - 1}) {
      const std::string name = "f" + std::to_string(i);
      CAPTURE(fields, name);
      CHECK(test::matcher_of("{" + name + ": " + std::to_string(i) + "}").matches(root));
      CHECK(test::matcher_of("{'in." + name + "': " + std::to_string(i) + "}").matches(inner));
      CHECK_FALSE(test::matcher_of("{" + name + ": -1}").matches(root));
    }
    CHECK(test::matcher_of("{none: {$exists: false}}").matches(root));
    CHECK(test::matcher_of("{'in.none': {$exists: false}}").matches(inner));
  }
}

TEST_CASE("find gives the indexes of what matches", "[predicate][document]") {
  DocumentBuilder builder{FieldNames()};
  DocumentBuilder other{FieldNames()};
  other.build(value_of(R"({"name": 1, "orders": 2})"));  // so their numbers are not the same
  std::vector<Document> documents;
  std::vector<std::size_t> expected;
  for (std::size_t i = 0; i < 100; ++i) {
    DocumentBuilder& one = i % 7 == 0 ? other : builder;
    documents.push_back(one.build(Value::object(
        {{i % 7 == 0 ? "other" : "tags", Array{}},
         {"orders", Array{Value::object({{"qty", static_cast<std::int32_t>(i % 5)}})}},
         {"name", "a text longer than a slot"}})));
    if (i % 5 == 3) expected.push_back(i);
  }
  predicate::Matcher matcher =
      test::matcher_of(R"({"orders.qty": 3, "name": "a text longer than a slot"})");
  std::vector<std::size_t> found = {1, 2, 3};
  matcher.find(documents, found);
  CHECK(found == expected);
  matcher.find({}, found);
  CHECK(found.empty());
}

TEST_CASE("documents of several names are found and asked in turn", "[predicate][document]") {
  const auto build = [](std::initializer_list<const char*> names) {
    Object fields;
    for (const char* name : names) fields.push_back({name, 7});
    return DocumentBuilder(FieldNames()).build(Value(std::move(fields)));
  };
  const Document one = build({"a", "b"});
  const Document other = build({"b", "c", "a"});
  predicate::Matcher matcher = test::matcher_of("{a: 7, c: null}");
  std::vector<std::size_t> found;
  for (int i = 0; i < 2; ++i) {
    CHECK(matcher.matches(one));
    matcher.find({&other, 1}, found);
    CHECK(found.empty());
    CHECK(matcher.matches(one));
    CHECK_FALSE(matcher.matches(other));
  }
}

TEST_CASE("documents asked together have the verdicts of each alone", "[predicate][document]") {
  DocumentBuilder builder{FieldNames()};
  std::vector<Document> documents;
  for (std::int32_t i = 0; i < 200; ++i) {
    Array numbers;
    Array objects;
    for (std::int32_t n = 0; n < i; ++n) {
      numbers.emplace_back(n);
      objects.push_back(Value::object({{"n", n}, {n % 2 == 0 ? "even" : "odd", Array{n, -n}}}));
    }
    Object document = {{"i", i}, {"numbers", std::move(numbers)}, {"objects", std::move(objects)}};
    if (i % 3 == 0)
      document.push_back({"third", Value::object({{"in", Value::object({{"i", i}})}})});
    if (i % 3 == 1) document.push_back({"third", Array{Value::object({{"in", i}}), i}});
    documents.push_back(builder.build(Value(std::move(document))));
  }
  for (const char* condition :
       {"{i: {$gte: 64}}", "{numbers: 63}", "{numbers: 64}", "{numbers: {$not: {$gt: 100}}}",
        "{numbers: {$elemMatch: {$gt: 63, $lt: 65}}}", "{numbers: []}", "{'numbers.7': 7}",
        "{'objects.n': 64}", "{'objects.odd': {$lte: -127}}", "{'objects.even.1': -10}",
        "{objects: {$elemMatch: {n: 70, odd: {$exists: false}}}}",
        "{$or: [{'third.in.i': 33}, {'third.in': 34}, {i: 35}]}", "{third: {$exists: false}}",
        "{$or: [{none: {$exists: true}}, {i: 70}]}", "{'third.in.i': null}",
        "{$nor: [{i: {$lt: 70}}, {'third.in': {$gt: 0}}]}"}) {
    CAPTURE(condition);
    predicate::Matcher matcher = test::matcher_of(condition);
    std::vector<std::size_t> alone;
    for (std::size_t i = 0; i < documents.size(); ++i)
      if (matcher.matches(documents[i])) alone.push_back(i);
    CHECK_FALSE(alone.empty());
    CHECK(alone.size() < documents.size());
    std::vector<std::size_t> together;
    matcher.find(documents, together);
    CHECK(together == alone);
  }
}

TEST_CASE("find takes little stack, however deep the condition is", "[predicate][document]") {
  struct Row {
    const char* why;
    int levels;
    int components;
    std::size_t stack;
  };
  constexpr std::size_t kSmall = kSanitized ? 1'024 : 256;
  for (const Row& row : {Row{"as many questions of elements as there may be", 98, 1, kSmall << 10U},
                         Row{"an array at each component", 1, 200, kSmall << 10U},
                         Row{"both", 98, 200, std::size_t{8} << 20U}}) {
    CAPTURE(row.why);
    std::string path = "a";
    for (int i = 1; i < row.components; ++i) path += ".a";
    std::string condition = "{b: 7}";
    for (int i = 0; i < row.levels; ++i)
      condition = "{'" + path + "': {$elemMatch: " + condition + "}}";
    nlohmann::ordered_json nested = {{"b", 7}};
    for (int i = 0; i < row.levels * row.components; ++i)
      nested = {{"a", nlohmann::ordered_json::array({std::move(nested)})}};
    DocumentBuilder builder{FieldNames()};
    std::vector<Document> documents;
    for (int i = 0; i < 3; ++i) documents.push_back(builder.build(nested));
    documents.push_back(builder.build(nlohmann::ordered_json{{"a", 7}}));
    predicate::Matcher matcher = test::matcher_of(condition);
    std::vector<std::size_t> found;
    run_with_stack(row.stack, [&] { matcher.find(documents, found); });
    CHECK(found == std::vector<std::size_t>{0, 1, 2});
  }
}

TEST_CASE("long texts of one length are told apart", "[predicate][document]") {
  DocumentBuilder builder{FieldNames()};
  predicate::Matcher matcher = test::matcher_of("{a: 'a text longer than a slot'}");
  CHECK(matcher.matches(builder.build(Value::object({{"a", "a text longer than a slot"}}))));
  CHECK_FALSE(matcher.matches(builder.build(Value::object({{"a", "a text longer than a slit"}}))));
}

TEST_CASE("a symbol is the text that it holds", "[predicate][document]") {
  DocumentBuilder builder{FieldNames()};
  for (const char* text : {"short", "a text longer than a slot"}) {
    CAPTURE(text);
    predicate::Matcher matcher = test::matcher_of(std::string("{a: '") + text + "'}");
    CHECK(matcher.matches(builder.build(Value::object({{"a", Symbol{text}}}))));
    CHECK_FALSE(matcher.matches(builder.build(Value::object({{"a", Symbol{"other"}}}))));
  }
}

TEST_CASE("texts of a list are told from others of their kind", "[predicate][document]") {
  std::string list;
  std::vector<std::string> texts;
  for (int i = 0; i < 100; ++i) {
    texts.push_back("t" + std::to_string(i));
    texts.push_back("a text longer than a slot, " + std::to_string(i));
  }
  for (const std::string& text : texts) list += "'" + text + "', ";
  predicate::Matcher matcher = test::matcher_of("{a: {$in: [" + list + " 7]}}");
  DocumentBuilder builder{FieldNames()};
  const auto matches = [&](const Value& value) {
    return matcher.matches(builder.build(Value::object({{"a", value}})));
  };
  for (const std::string& text : texts) {
    CAPTURE(text);
    CHECK(matches(text));
    CHECK(matches(Symbol{text}));
    CHECK_FALSE(matches(text + "x"));
  }
  CHECK(matches(7.0));
  CHECK_FALSE(matches(nullptr));
  CHECK_FALSE(matches(JavaScript{"t1"}));
}

TEST_CASE("a list of texts that were made to collide", "[predicate][document]") {
  // Bits of the last eight bytes, and those of the first six that take them back in the hash.
  const auto text = [](unsigned bits) {
    std::string made(14, '@');
    for (std::size_t i = 0; i < 5; ++i)
      if ((bits >> i & 1U) != 0) {
        made[6 + i] ^= 0x01;
        made[i + 1] ^= 0x20;
      }
    return made;
  };
  std::string list;
  for (unsigned bits = 0; bits < 32; bits += 2) list += "'" + text(bits) + "', ";
  predicate::Matcher matcher = test::matcher_of("{a: {$in: [" + list + "]}}");
  DocumentBuilder builder{FieldNames()};
  for (unsigned bits = 0; bits < 32; ++bits) {
    CAPTURE(bits);
    CHECK(matcher.matches(builder.build(Value::object({{"a", text(bits)}}))) == (bits % 2 == 0));
  }
}
