// TextScan beside the parsers: what it passes they do, with the same values.
#include "backends/predicate/text/text_scan.h"

#include <simdjson.h>

#include <iterator>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/extended_json.h>

#include "backends/predicate/forms/materialize.h"
#include "backends/predicate/forms/read_bytes.h"
#include "backends/predicate/text/scan_form.h"
#include "tests/backends/predicate_forms.h"
#include "tests/support/catch.h"

using namespace tamis;
using namespace tamis::predicate;

namespace {

// One for each of the machines that this one is.
Machine any_machine() {
  return GENERATE(from_range(machines()));
}

class Scan {
 public:
  explicit Scan(Machine machine) : scan_(machine) {}

  bool passes(std::string_view text) {
    return scan_.read(text, TextCheck::Whole, parser_, no_fields_);
  }

 private:
  TextScan scan_;
  RootFields no_fields_;
  simdjson::dom::parser parser_;
};

class Both {
 public:
  explicit Both(Machine machine) : scan_(machine) {}

  // Whether the scan passes the text, however long it is. Fails the test when it should not, or
  // reads other values.
  bool scan(const std::string& text) {
    const bool passes = scan_once(text);
    if (scan_once(text + std::string(TextTokens::kWorthListing, ' ')) != passes)
      FAIL_CHECK("blanks behind it make another text of " << text);
    return passes;
  }

 private:
  bool scan_once(const std::string& text) {
    if (!scan_.read(text, TextCheck::Whole, parser_, fields_)) return false;
    CAPTURE(text);
    const auto expected = read_text<Result<Value>>(
        text, reference_, decoded_,
        [](auto form, const auto& root) { return materialize(form, root); });
    if (!expected) {
      CHECK(expected.ok());
      return true;
    }
    unescaped_.resize(text.size());
    ScanForm by_scan(scan_, fields_, decoded_, unescaped_.data());
    const Value seen = materialize(by_scan, TextScan::kRoot);
    if (!identical(seen, *expected))
      CHECK(to_extended_json(seen, ExtendedJson::Canonical) ==
            to_extended_json(*expected, ExtendedJson::Canonical));
    return true;
  }

  TextScan scan_;
  RootFields fields_;
  simdjson::dom::parser parser_;  // the scan's
  simdjson::dom::parser reference_;
  std::string decoded_;
  std::string unescaped_;
};

const char* const kOrdinary[] = {
    R"({})",
    R"( { } )",
    R"({"a":1})",
    R"({"a": [ ], "b": { }, "c": [{}, [], [[]], {"d": {}}]})",
    R"({"id":"01","n":null,"t":true,"f":false,"z":0,"m":-1,"d":-0.5,"e":12.25,"s":""})",
    R"({"a":[1,"x",[2,"y"],{"b":"z","c":[3]}],"d":{"e":{"f":[null,true,false]}}})",
    R"({"a":"{\"b\":[1,}","c":"\\","d":"\\\"","e":"\u00e9\n\/"})",
    R"({"a":"é ü 漢字 😀","é":1})",
    "{\r\n\t\"a\" : [ 1 , 2 ] ,\r\n\t\"b\" : \"c\"\r\n}\r\n",
    R"({"a":9223372036854775807,"b":9223372036854775808,"c":-9223372036854775808})",
    R"({"a":"\u0000","b":"\u0000x\u00ff"})",
    R"({"a":123456789012345678,"b":0.1,"c":1234567890.123456789,"d":0.000001,"e":-0,"f":-0.0})",
    R"({"a":{"$date":"2024-01-31T10:20:30Z"},"b":{"$oid":"507f1f77bcf86cd799439011"}})",
};

const char* const kRare[] = {
    R"({"a":1e5})",
    R"({"\u0061":1})",
    R"({"a":"\ud83d\ude00"})",
    R"({"a":1e-7})",
    R"({"a":{"\u0062":1}})",
    R"({"a":{"\u0024numberInt":"1"}})",
    R"({"e":"\u00e9\n/","d":"\ud83d\ude00"})",
};

const char* const kMalformed[] = {
    "",
    " ",
    "[1]",
    "1",
    R"({"a":1)",
    R"({"a":1}})",
    R"({"a":1} {"a":1})",
    R"({"a":1},)",
    R"({"a":1}x)",
    R"({"a":1,})",
    R"({,"a":1})",
    R"({"a":1,,"b":2})",
    R"({"a" 1})",
    R"({"a":})",
    R"({"a":1 "b":2})",
    R"({"a":1 2})",
    R"({"a":"b" "c"})",
    R"({"a":"b":1})",
    R"({"a"})",
    R"({"a","b"})",
    R"({1:2})",
    R"({{}:1})",
    R"({"a":[1,2})",
    R"({"a":{"b":1]})",
    R"({"a":{})",
    R"({"a":[{})",
    R"({"a":[{"b":[{}]})",
    R"({"a":[1,]})",
    R"({"a":[,1]})",
    R"({"a":["b":1]})",
    R"({"a":[1,"b":1]})",
    R"({"a":[{},"b":1]})",
    R"({"a":[],1})",
    R"({"a":[],{}})",
    R"({"a":[],"b"})",
    R"({"a":[]:1})",
    R"({"a":tru})",
    R"({"a":nulll})",
    R"({"a":true1})",
    R"({"a":truefalse})",
    R"({"a":Null})",
    R"({"a":01})",
    R"({"a":-01})",
    R"({"a":-})",
    R"({"a":.5})",
    R"({"a":5.})",
    R"({"a":1.2.3})",
    R"({"a":1-2})",
    R"({"a":+1})",
    R"({"a":--1})",
    R"({"a":0x10})",
    R"({"a":1"b"})",
    R"({"a":"\x"})",
    R"({"a":"\u12g4"})",
    R"({"a":"\u12"})",
    R"({"a":"\"})",
    R"({"a":"b})",
    R"({"a":\n1})",
    R"({'a':1})",
    R"({"a":/**/1})",
    "{\"a\":\"b\n\"}",
    "{\"a\":\"\x01\"}",
    "{\"a\":\x01 1}",
    "{\"a\":\"\xff\"}",
    "{\"a\":\"\xc3\"}",
};

}  // namespace

TEST_CASE("ordinary documents are passed wherever they begin", "[predicate][scan]") {
  Both both(any_machine());
  for (const char* document : kOrdinary)
    for (std::size_t shift = 0; shift < 130; ++shift) {
      CAPTURE(shift, document);
      CHECK(both.scan(std::string(shift, ' ') + document));
      const std::string text(shift, 'x');
      CHECK(both.scan(R"({"filler":")" + text + R"(","inner":)" + document + "}"));
    }
}

TEST_CASE("malformed documents and rare ones are left to a parser", "[predicate][scan]") {
  Scan scan(any_machine());
  for (std::size_t shift = 0; shift < 130; ++shift) {
    for (const char* document : kMalformed) {
      CAPTURE(shift, document);
      CHECK_FALSE(scan.passes(std::string(shift, ' ') + document));
      if (*document == '{')
        CHECK_FALSE(scan.passes(R"({"filler":")" + std::string(shift, 'x') + R"(","inner":)" +
                                document + "}"));
    }
    for (const char* document : kRare) {
      CAPTURE(shift, document);
      CHECK_FALSE(scan.passes(std::string(shift, ' ') + document));
    }
  }
}

TEST_CASE("what is behind a document is not read", "[predicate][scan]") {
  Scan scan(any_machine());
  for (const char* document : kMalformed)
    for (const char behind : std::string_view("}],:\"1")) {
      CAPTURE(document, behind);
      const std::string text = document + std::string(3, behind);
      CHECK_FALSE(scan.passes(std::string_view(text).substr(0, text.size() - 3)));
      // Of its own size, so that a sanitizer sees a byte too far.
      const std::vector<char> exact(text.begin(), text.end() - 3);
      CHECK_FALSE(scan.passes({exact.data(), exact.size()}));
    }
}

TEST_CASE("one byte changed, taken out or put in", "[predicate][scan]") {
  constexpr std::string_view kBytes = " \n{}[]\":,\\01-.eu\x01\x80\xc3t";
  Both both(any_machine());
  std::size_t passed = 0;
  for (const std::string document : kOrdinary)
    for (const std::size_t shift : {0U, 29U, 51U, 63U})
      for (std::size_t at = 0; at < document.size(); ++at) {
        const std::string blanks(shift, ' ');
        passed += both.scan(blanks + std::string(document).erase(at, 1)) ? 1U : 0U;
        for (const char byte : kBytes) {
          passed += both.scan(blanks + std::string(document).replace(at, 1, 1, byte)) ? 1U : 0U;
          passed += both.scan(blanks + std::string(document).insert(at, 1, byte)) ? 1U : 0U;
        }
      }
  CHECK(passed > 1000);
}

TEST_CASE("tokens in random order", "[predicate][scan]") {
  constexpr const char* kTokens[] = {
      "{",    "}",    "[",    "]",       ":", ",",  "\"a\"", "\"b\"",  "1",       " ",  "-2", "0.5",
      "true", "null", "\"\"", "\"\\n\"", "e", "\"", "\\",    "\"a\":", ",\"c\":", "}]", "{}", "[]"};
  std::mt19937 random(7);
  Both both(any_machine());
  for (int i = 0; i < 100'000; ++i) {
    std::string text(random() % 64, ' ');
    text += R"({"a":)";
    for (std::size_t count = random() % 12; count != 0; --count)
      text += kTokens[random() % std::size(kTokens)];
    both.scan(text + "}");
  }
}

TEST_CASE("a scan knows how deep it can go", "[predicate][scan]") {
  Scan scan(any_machine());
  const auto nested = [](std::size_t depth) {
    return R"({"a":)" + std::string(depth, '[') + std::string(depth, ']') + "}";
  };
  CHECK(scan.passes(nested(63)));
  CHECK_FALSE(scan.passes(nested(64)));
  CHECK_FALSE(scan.passes(nested(1000)));
}

TEST_CASE("members of the root are found by name", "[predicate][scan]") {
  struct Row {
    const char* why;
    const char* condition;
    const char* document;
    bool matches;
  };
  const Row rows[] = {
      {"a short name", R"({"a": 1})", R"({"b":{"a":2},"a":1})", true},
      {"a name that is the beginning of another", R"({"lastName": "x"})",
       R"({"lastNames":"y","lastName":"x"})", true},
      {"another with the same beginning", R"({"lastName": "x"})", R"({"lastNames":"x"})", false},
      {"seven bytes", R"({"country": "x"})", R"({"countrx":"y","country":"x"})", true},
      {"eight bytes", R"({"timezone": "x"})", R"({"timezonf":"y","timezone":"x"})", true},
      {"two with the same eight bytes", R"({"createdAt": 1, "createdAs": 2})",
       R"({"createdAs":2,"createdAt":1})", true},
      {"the first of repeated names", R"({"abc": 1})", R"({"abc":1,"abc":2})", true},
      {"not the last of repeated names", R"({"abc": 2})", R"({"abc":1,"abc":2})", false},
      {"blanks around the colon", R"({"abc": 1})", "{ \"abc\" \t: 1 }", true},
      {"blanks behind a name of one byte", R"({"a": 1})", R"({"b" : 2, "a" : 1})", true},
      {"two names with the same two bytes", R"({"abc": 1, "abd": 2})", R"({"abd":2,"abc":1})",
       true},
      {"an empty name", R"({"": 1})", R"({"a":2,"":1})", true},
      {"blanks behind an empty name", R"({"": 1})", R"({"a":2,"" :1})", true},
      {"a name with an escape", R"({"a\"b": 1})", R"({"a\"b":1})", true},
      {"a name like another with its quote and value", R"({"a\":": "x"})", R"({"a":"x"})", false},
      {"and one that is long", R"({"createdAt\":": "x"})", R"({"createdAt":"x"})", false},
      {"and one further down", R"({"b.a\":": "x"})", R"({"b":{"a":"x"}})", false},
      {"an element's own member", R"({"a": {"$elemMatch": {"id": 2}}})",
       R"({"id":1,"a":[{"id":3},{"x":1,"id":2}]})", true},
      {"an index from the root's array", R"({"a.1.b": 2})", R"({"a":[{"b":1},{"b":2}]})", true},
      {"not a member of a member", R"({"id": 1})", R"({"a":{"id":1},"id":2})", false},
  };
  for (const Row& row : rows) DYNAMIC_SECTION(row.why) {
      auto matcher = test::matcher_of(row.condition);
      for (const TextCheck check : {TextCheck::Whole, TextCheck::Needed})
        CHECK(matcher.matches_text(row.document, {}, check).matched() == row.matches);
      // Many names are searched in another way.
      std::string among_others = std::string(R"({"$or": [)") + row.condition;
      for (int i = 0; i < 40; ++i) among_others += R"(, {"name)" + std::to_string(i) + R"(": 1})";
      auto other = test::matcher_of(among_others + "]}");
      for (const TextCheck check : {TextCheck::Whole, TextCheck::Needed})
        CHECK(other.matches_text(row.document, {}, check).matched() == row.matches);
    }
}

TEST_CASE("long numbers are read as the parsers read them", "[predicate][scan]") {
  Both both(any_machine());
  for (const std::string sign : {"", "-"})
    for (const std::size_t size : {1U, 17U, 18U, 19U, 20U, 100U, 299U}) {
      const std::string nines(size, '9');
      const std::string zeros(size + 100, '0');
      CHECK(both.scan(R"({"a":)" + sign + nines + "}"));
      CHECK(both.scan(R"({"a":)" + sign + nines + '.' + nines + "}"));
      CHECK(both.scan(R"({"a":)" + sign + "0." + nines + zeros + "}"));
      CHECK(both.scan(R"({"a":)" + sign + "0." + zeros + nines + "}"));
    }
  CHECK_FALSE(both.scan(R"({"a":)" + std::string(310, '9') + "}"));
}

// With a text behind it, and at the end, where fewer bytes can be looked at together.
constexpr const char* kBehindNumbers[] = {R"(,"b":"and sixteen bytes more"})", "}"};

TEST_CASE("numbers are read as the parsers read them", "[predicate][scan]") {
  std::mt19937_64 random(11);
  Both both(any_machine());
  for (int i = 0; i < 100'000; ++i) {
    std::string digits = std::to_string(random() >> (random() % 64));
    if (random() % 2 != 0) digits += '.' + std::to_string(random() >> (random() % 64));
    const std::string number = std::string(random() % 2, '-') + digits;
    for (const char* behind : kBehindNumbers) CHECK(both.scan(R"({"a":)" + number + behind));
  }
}

TEST_CASE("what looks like a number is one or is left to the parser", "[predicate][scan]") {
  constexpr std::string_view kBytes = "0011234567899.-+eE :/";
  std::mt19937 random(13);
  Both both(any_machine());
  std::size_t passed = 0;
  for (int i = 0; i < 100'000; ++i) {
    // Most often digits, with a few bytes that may stand in them.
    std::string number(1 + random() % 20, '7');
    for (std::size_t changes = random() % 4; changes != 0; --changes)
      number[random() % number.size()] = kBytes[random() % kBytes.size()];
    for (const char* behind : kBehindNumbers)
      passed += both.scan(R"({"a":)" + number + behind) ? 1U : 0U;
  }
  CHECK(passed > 10'000);
}

namespace {

const char* const kAsked[] = {
    R"({"a": 1})",
    R"({"a": {"$gte": 100000}})",
    R"({"a.b": {"$exists": true}})",
    R"({"c.d.e": null})",
    R"({"b": {"$size": 0}, "c": {"$elemMatch": {"d": {}}}})",
    R"({"c.3.d": {}, "$nor": [{"c.1.0": {"$exists": true}}]})",
    R"({"e": "\u00e9\n/", "d": {"$regex": "."}})",
    R"({"d": {"e": {"f": [null, true, false]}}, "é": 1})",
    R"({"$or": [{"s": ""}, {"id": {"$in": ["01", 1]}}, {"z": {"$type": "int"}}]})",
};

// Asks a text with and without looking at the whole of it.
class Trusting {
 public:
  explicit Trusting(const char* condition)
      : whole_(test::matcher_of(condition)), needed_(test::matcher_of(condition)) {}

  // Whether the text is well formed. The bytes are of their own size, so that a sanitizer sees one
  // too far.
  bool ask(const std::string& text) {
    const std::vector<char> exact(text.begin(), text.end());
    const std::string_view bytes(exact.data(), exact.size());
    const Verdict expected = whole_.matches_text(bytes);
    const Verdict seen = needed_.matches_text(bytes, {}, TextCheck::Needed);
    if (!expected.ok()) return false;
    CAPTURE(text, whole_.program().condition().canonical_text());
    REQUIRE(seen.ok());
    CHECK(seen.matched() == expected.matched());
    return true;
  }

 private:
  Matcher whole_;
  Matcher needed_;
};

}  // namespace

TEST_CASE("text that is trusted has the verdict of all of it", "[predicate][scan]") {
  for (const char* condition : kAsked) {
    Trusting trusting(condition);
    for (const char* document : kOrdinary) CHECK(trusting.ask(document));
    for (const char* document : kRare) CHECK(trusting.ask(document));
  }
}

TEST_CASE("trust that is not deserved does no harm", "[predicate][scan]") {
  constexpr std::string_view kBytes = " {}[]\":,\\1-.e\x80";
  std::size_t well_formed = 0;
  for (const char* condition : kAsked) {
    Trusting trusting(condition);
    for (const char* document : kMalformed) trusting.ask(document);
    for (const std::string document : kOrdinary)
      for (std::size_t at = 0; at < document.size(); ++at) {
        well_formed += trusting.ask(std::string(document).erase(at, 1)) ? 1U : 0U;
        for (const char byte : kBytes) {
          well_formed += trusting.ask(std::string(document).replace(at, 1, 1, byte)) ? 1U : 0U;
          well_formed += trusting.ask(std::string(document).insert(at, 1, byte)) ? 1U : 0U;
        }
      }
  }
  CHECK(well_formed > 1000);
}

TEST_CASE("text that is trusted is read as far as it is needed", "[predicate][scan]") {
  auto matcher = test::matcher_of(R"({"a": 1, "b": 2})");
  const auto reads = [&](const char* text) {
    return matcher.matches_text(text, {}, TextCheck::Needed).ok();
  };
  CHECK(reads(R"({"a":1,"b":2,"c"})"));
  CHECK(reads(R"({"a":2,"c"})"));  // a conjunction that is decided
  CHECK(reads(R"({"a":1,"b":2,"c":tru})"));
  CHECK(reads(R"({"a":1,"x":tru,"b":2})"));
  CHECK(reads(R"({"a":1,"x":[{"y"},,:],"b":2})"));  // a container that is passed
  CHECK_FALSE(reads(R"({"a":1,"c","b":2})"));
  CHECK_FALSE(reads(R"({"a":1,"c"})"));
  CHECK_FALSE(reads(R"({"a":1,"b":2,"c":"})"));
}
