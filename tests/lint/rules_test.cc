// Where rules speak, and above all where they must not.
#include <tamis/compile.h>
#include <tamis/lint.h>
#include <tamis/render.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

enum class Under : std::uint8_t { NoSchema, ExampleSchema };

struct Row {
  std::string_view why;
  Under under;
  std::string_view condition;
  std::vector<std::string> codes;
};

void check(const Row& row) {
  CompileOptions options;
  if (row.under == Under::ExampleSchema) options.schema = parse_schema(example_schema()).value();
  CAPTURE(row.condition);
  const Result<Condition> condition = compile(Source("row", std::string(row.condition)), options);
  INFO(render(condition.diagnostics(), ReportFormat::Human));
  REQUIRE(condition.ok());
  std::vector<std::string> codes;
  for (const Diagnostic& diagnostic : lint(*condition)) codes.push_back(diagnostic.code);
  CHECK(codes == row.codes);
}

constexpr Under kPlain = Under::NoSchema;
constexpr Under kTyped = Under::ExampleSchema;

TEST_CASE("contradictory bounds", "[lint]") {
  const Row kRows[] = {
      {"without a schema the field may be an array",
       kPlain,
       R"({"age": {"$gt": 40, "$lt": 18}})",
       {}},
      {"equal bounds, one of them strict", kTyped, R"({"age": {"$gt": 18, "$lte": 18}})", {"L012"}},
      {"equal bounds that include the value", kTyped, R"({"age": {"$gte": 18, "$lte": 18}})", {}},
      {"bounds apart in one conjunction",
       kTyped,
       R"({"$and": [{"age": {"$gt": 40}}, {"age": {"$lt": 18}}]})",
       {"L012"}},
      {"bounds in different branches",
       kTyped,
       R"({"$or": [{"age": {"$gt": 40}}, {"age": {"$lt": 18}}]})",
       {}},
      {"different elements meet them",
       kTyped,
       R"({"orders.qty": {"$gt": 40, "$lt": 18}})",
       {"L051"}},
      {"one element must meet both",
       kTyped,
       R"({"orders": {"$elemMatch": {"qty": {"$gt": 40, "$lt": 18}}}})",
       {"L012"}},
      {"an element itself, even without a schema",
       kPlain,
       R"({"n": {"$elemMatch": {"$gt": 40, "$lt": 18}}})",
       {"L012"}},
      {"a contradiction that is negated is still one",
       kTyped,
       R"({"age": {"$not": {"$gt": 40, "$lt": 18}}})",
       {"L052", "L012"}},
      {"no bound but another test",
       kTyped,
       R"({"lifetime_value": {"$gte": {"$numberDouble": "NaN"}, "$lt": 1}})",
       {"L008"}},
      {"relative dates", kTyped, R"({"signup_date": {"$gt": "now", "$lt": "now-1d"}})", {"L012"}},
      {"numbers compare across types",
       kTyped,
       R"({"lifetime_value": {"$gt": {"$numberDecimal": "1.5"}, "$lt": 1.5}})",
       {"L012"}},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      check(row);
    }
}

TEST_CASE("never and always", "[lint]") {
  const Row kRows[] = {
      {"one element meets each, so nothing is wrong",
       kPlain,
       R"({"$and": [{"a": "FI"}, {"a": "SE"}]})",
       {}},
      {"a value and its complement, arrays or not",
       kPlain,
       R"({"a": {"$eq": 5, "$ne": 5}})",
       {"L008"}},
      {"three tests of which two are fine",
       kTyped,
       R"({"age": {"$gt": 5, "$lt": 7, "$ne": 6}})",
       {"L008"}},
      {"a test that can never hold is the only finding",
       kTyped,
       R"({"age": {"$gt": 200, "$lt": 3}})",
       {"L009"}},
      {"the branch is to blame, not the whole",
       kTyped,
       R"({"$or": [{"age": {"$gt": 40, "$lt": 18}}, {"vip": true}]})",
       {"L012"}},
      {"no branch can be met",
       kTyped,
       R"({"$or": [{"vip": true, "$nor": [{"vip": true}]},
                   {"country": "FI", "$nor": [{"country": "FI"}]}]})",
       {"L003"}},
      {"bounds of the schema, reached", kTyped, R"({"age": {"$gte": 150}})", {}},
      {"bounds of the schema, passed", kTyped, R"({"age": {"$gt": 150}})", {"L009"}},
      {"a fraction among whole numbers", kTyped, R"({"age": {"$in": [1, 2.5]}})", {"L010"}},
      {"a text as long as it may be is fine", kTyped, R"({"email": {"$gt": "a"}})", {}},
      {"elements have limits of their own",
       kTyped,
       R"({"orders": {"$elemMatch": {"qty": {"$gt": 1, "$lt": 2}}}})",
       {"L011"}},
      {"a regex that finds every listed value",
       kTyped,
       R"({"status": {"$regex": "[A-Z]"}})",
       {"L020"}},
      {"a regex of text longer than the field",
       kTyped,
       R"({"email": {"$regex": "^.{321}"}})",
       {"L015", "L080"}},
      {"a regex of text as long as the field",
       kTyped,
       R"({"email": {"$regex": "^.{320}"}})",
       {"L080"}},
      {"a field that may be missing is no certainty", kTyped, R"({"age": {"$gte": 0}})", {}},
      {"an empty condition is meant", kTyped, R"({})", {}},
      {"an empty branch is not", kPlain, R"({"$or": [{"a": 1}, {}]})", {"L004"}},
      {"values twice in $all need one element", kTyped, R"({"tags": {"$all": ["a", "b"]}})", {}},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      check(row);
    }
}

TEST_CASE("null and $exists on required fields", "[lint]") {
  const Row kRows[] = {
      {"a nullable field", kTyped, R"({"age": null})", {}},
      {"a required field", kTyped, R"({"status": null})", {"L013"}},
      {"not null, on a required field", kTyped, R"({"status": {"$ne": null}})", {"L013"}},
      {"nothing is known without a schema", kPlain, R"({"status": null})", {}},
      {"required inside an array's elements", kTyped, R"({"orders.sku": {"$exists": false}})", {}},
      {"required in the element itself",
       kTyped,
       R"({"orders": {"$elemMatch": {"sku": {"$exists": false}}}})",
       {"L014"}},
      {"exists, on a required field", kTyped, R"({"email": {"$exists": true}})", {"L014"}},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      check(row);
    }
}

TEST_CASE("what can be said with less", "[lint]") {
  const Row kRows[] = {
      {"a list of two", kPlain, R"({"a": {"$in": [1, 2]}})", {}},
      {"$nin of one", kPlain, R"({"a": {"$nin": [1]}})", {"L025"}},
      {"$or of one", kPlain, R"({"$or": [{"a": 1}]})", {"L026"}},
      {"$nor of one is a negation", kPlain, R"({"$nor": [{"a": 1}]})", {}},
      {"$and of one that keeps two tests of a key apart",
       kPlain,
       R"({"a": {"$gt": 1}, "$and": [{"a": {"$ne": 5}}]})",
       {}},
      {"1 and 1.0 are the same value", kPlain, R"({"a": {"$in": [1, 1.0]}})", {"L027"}},
      {"1 and \"1\" are not", kPlain, R"({"a": {"$in": [1, "1"]}})", {}},
      {"twice in $all", kPlain, R"({"a": {"$all": ["x", "y", "x"]}})", {"L027"}},
      {"$not of $not", kPlain, R"({"a": {"$not": {"$not": {"$gt": 1}}}})", {"L028"}},
      {"$not of $nin", kPlain, R"({"a": {"$not": {"$nin": [1, 2]}}})", {"L028"}},
      {"$not of two tests is no double negation",
       kPlain,
       R"({"a": {"$not": {"$ne": 1, "$gt": 5}}})",
       {}},
      {"a regex with a special character", kPlain, R"({"a": {"$regex": "^a.c$"}})", {}},
      {"a regex with an escaped one", kPlain, R"({"a": {"$regex": "^a\\.c$"}})", {"L029"}},
      {"a regex with a class escape", kPlain, R"({"a": {"$regex": "^a\\dc$"}})", {}},
      {"a regex that ignores case", kPlain, R"({"a": {"$regex": "^abc$", "$options": "i"}})", {}},
      {"a prefix", kPlain, R"({"a": {"$regex": "^abc"}})", {}},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      check(row);
    }
}

TEST_CASE("a fix inside $not and $elemMatch leaves tests, not values", "[lint]") {
  struct {
    std::string_view why, condition, fixed;
  } constexpr kRows[] = {
      {"of a field the value itself", R"({"a": {"$in": [[1]]}})", R"({"a": [1]})"},
      {"of an element", R"({"a": {"$elemMatch": {"$in": [[1]]}}})",
       R"({"a": {"$elemMatch": {"$eq": [1]}}})"},
      {"of a negation", R"({"a": {"$not": {"$in": [5]}}})", R"({"a": {"$not": {"$eq": 5}}})"},
  };
  for (const auto& row : kRows) DYNAMIC_SECTION(row.why) {
      const Condition condition = compile(Source("row", std::string(row.condition))).value();
      const Diagnostics found =
          lint(condition, {.levels = {{"L", LintLevel::Off}, {"L025", LintLevel::Warning}}});
      REQUIRE(found.size() == 1);
      REQUIRE(found.front().fixes.size() == 1);
      const FixedText fixed = apply_fixes(row.condition, {&found.front().fixes.front()});
      CHECK(fixed.text == row.fixed);
      CHECK(compile(Source("fixed", fixed.text)).ok());
    }
}

TEST_CASE("no path is offered for a field that is compared with undefined", "[lint]") {
  const Condition condition =
      compile(Source("row", R"({"b": {"x": 1, "y": {"$undefined": true}}})")).value();
  const Diagnostics found = lint(condition);
  REQUIRE(found.size() == 1);
  CHECK(found.front().code == "L053");
  CHECK(found.front().fixes.empty());
}

TEST_CASE("what another test says already", "[lint]") {
  const Row kRows[] = {
      {"bounds on both sides", kPlain, R"({"a": {"$gt": 1, "$lt": 5}})", {}},
      {"of one element or another, the wider bound is met by the same",
       kPlain,
       R"({"a": {"$gt": 5, "$gte": 1}})",
       {"L030"}},
      {"in two places of one conjunction",
       kPlain,
       R"({"a": {"$lt": 5}, "$and": [{"a": {"$lt": 9}}, {"b": 1}]})",
       {"L030"}},
      {"on numbers and on text", kPlain, R"({"a": {"$gt": 5, "$gte": "x"}})", {}},
      {"an equality and a negation of another value",
       kTyped,
       R"({"country": {"$eq": "FI", "$ne": "SE"}})",
       {"L031"}},
      {"of an array another element may be the other value",
       kPlain,
       R"({"country": {"$eq": "FI", "$ne": "SE"}})",
       {}},
      {"not null is said by a bound", kTyped, R"({"age": {"$gt": 5, "$ne": null}})", {"L031"}},
      {"a negation does not ask for the field",
       kTyped,
       R"({"country": {"$exists": true, "$ne": "FI"}})",
       {}},
      {"a branch within another", kPlain, R"({"$or": [{"a": 1}, {"a": 1, "b": 2}]})", {"L034"}},
      {"branches that overlap", kPlain, R"({"$or": [{"a": {"$gt": 1}}, {"a": {"$lt": 5}}]})", {}},
      {"$nor of $nor", kPlain, R"({"$nor": [{"$nor": [{"a": 1}, {"b": 2}]}]})", {"L028"}},
      {"$nor of $nor and more",
       kPlain,
       R"({"$nor": [{"$nor": [{"a": 1}, {"b": 2}]}, {"c": 1}]})",
       {}},
      {"$nor of $nor beside a test", kPlain, R"({"$nor": [{"$nor": [{"a": 1}], "b": 2}]})", {}},
      {"a negation spelt with $not", kPlain, R"({"a": {"$not": {"$in": [1, 2]}}})", {"L035"}},
      {"$not of a range has no shorter form", kPlain, R"({"a": {"$not": {"$gt": 1}}})", {}},
      {"equalities of two fields", kPlain, R"({"$or": [{"a": 1}, {"b": 2}]})", {}},
      {"a regex is no value of a list",
       kPlain,
       R"({"$or": [{"a": "x"}, {"a": {"$regex": "y"}}]})",
       {}},
      {"$elemMatch that joins two tests",
       kTyped,
       R"({"orders": {"$elemMatch": {"sku": "a", "qty": 1}}})",
       {}},
      {"$elemMatch around one test of a member",
       kTyped,
       R"({"orders": {"$elemMatch": {"sku": "a"}}})",
       {"L037"}},
      {"$elemMatch that asks for an array", kPlain, R"({"a": {"$elemMatch": {"$eq": 1}}})", {}},
      {"$elemMatch around a test that missing meets",
       kTyped,
       R"({"orders": {"$elemMatch": {"sku": {"$ne": "a"}}}})",
       {}},
      {".* behind an anchor is needed for the line", kPlain, R"({"a": {"$regex": "^.*a"}})", {}},
      {".* at the open ends", kPlain, R"({"a": {"$regex": ".*a.*"}})", {"L038"}},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      check(row);
    }
}

TEST_CASE("what is probably not meant", "[lint]") {
  const Row kRows[] = {
      {"an operator deep inside a literal",
       kPlain,
       R"({"a": {"b": {"c": [{"$in": [1]}]}}})",
       {"L050"}},
      {"an operator inside a literal array", kPlain, R"({"a": [{"b": {"$not": 1}}]})", {"L050"}},
      {"a DBRef is a literal", kPlain, R"({"a": {"$ref": "c", "$id": 1}})", {}},
      {"an Extended JSON value inside a literal",
       kPlain,
       R"({"a": {"b": {"$numberLong": "1"}}})",
       {"L053"}},
      {"an empty object", kPlain, R"({"a": {}})", {}},
      {"bounds on an array of scalars", kTyped, R"({"tags": {"$gte": "a", "$lt": "n"}})", {"L051"}},
      {"one bound on an array", kTyped, R"({"tags": {"$gte": "a"}})", {}},
      {"bounds inside $elemMatch",
       kTyped,
       R"({"tags": {"$elemMatch": {"$gte": "a", "$lt": "n"}}})",
       {}},
      {"a negation of a required field", kTyped, R"({"status": {"$ne": "BOUNCED"}})", {}},
      {"a negation that excludes null", kTyped, R"({"age": {"$nin": [5, null]}})", {}},
      {"a negation beside a test that needs the field",
       kTyped,
       R"({"age": {"$ne": 5, "$gt": 1}})",
       {}},
      {"a negation beside an alternative that names missing ones",
       kTyped,
       R"({"$or": [{"age": {"$ne": 5}}, {"age": null}]})",
       {}},
      {"$not of a range", kTyped, R"({"age": {"$not": {"$gt": 5}}})", {"L052"}},
      {"option u means nothing", kPlain, R"({"a": {"$regex": "^a", "$options": "u"}})", {"L067"}},
      {"beside one that does, too",
       kPlain,
       R"({"a": {"$regex": "^a", "$options": "iu"}})",
       {"L067"}},
      {"option i on letters does", kPlain, R"({"a": {"$regex": "^a", "$options": "i"}})", {}},
      {"$not of $exists says what it means", kTyped, R"({"age": {"$not": {"$exists": true}}})", {}},
      {"a negation under a negation", kTyped, R"({"$nor": [{"age": {"$ne": 5}}]})", {"L028"}},
      {"aliases of operators and of $and",
       kTyped,
       R"({"AND": [{"field": "age", "operator": "greater_than", "value": 5},
                   {"field": "vip", "operator": "equals", "value": true}]})",
       {"L054", "L054", "L054"}},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      check(row);
    }
}

std::vector<std::string> strictly(std::string_view text) {
  CompileOptions options;
  options.schema = parse_schema(example_schema()).value();
  const Condition condition = compile(Source("row", std::string(text)), options).value();
  const LintOptions only{.levels = {{"L", LintLevel::Off}, {"L039", LintLevel::Note}}};
  std::vector<std::string> found;
  for (const Diagnostic& diagnostic : lint(condition, only)) {
    found.push_back(diagnostic.message);
    found.insert(found.end(), diagnostic.helps.begin(), diagnostic.helps.end());
  }
  return found;
}

TEST_CASE("a regex that is plain text has plain words", "[lint]") {
  struct PlainRow {
    std::string_view why;
    std::string_view condition;
    std::vector<std::string> found;
  };
  const PlainRow kRows[] = {
      {"a prefix",
       R"({"email": /^a\.b/})",
       {"this regex finds text that begins with `a.b`",
        R"(plain words for it: `{"field": "email", "operator": "startsWith", "value": "a.b"}`)"}},
      {"a suffix",
       R"({"email": {"$regex": "\\.fi\\z"}})",
       {"this regex finds text that ends with `.fi`",
        R"(plain words for it: `{"field": "email", "operator": "endsWith", "value": ".fi"}`)"}},
      {"a suffix before a line break",
       R"({"email": /fi$/})",
       {"this regex finds text that ends with `fi`",
        R"(plain words for it: `{"field": "email", "operator": "endsWith", "value": "fi"}`)"}},
      {"text anywhere",
       R"({"bio": {"$not": /sail/}})",
       {"this regex finds text that holds `sail`",
        R"(plain words for it: `{"field": "bio", "operator": "contains", "value": "sail"}`)"}},
      {"an equality is for another rule", R"({"email": /^a$/})", {}},
      {"a pattern", R"({"email": /^a.b/})", {}},
      {"nothing to look for", R"({"email": /^/})", {}},
      {"case is no matter", R"({"email": /^ab/i})", {}},
      {"the words themselves", R"({"field": "email", "operator": "startsWith", "value": "a"})", {}},
  };
  for (const PlainRow& row : kRows)
    DYNAMIC_SECTION(row.why) CHECK(strictly(row.condition) == row.found);
}

TEST_CASE("findings say what is so, and offer what helps", "[lint]") {
  struct {
    std::string_view why, code, condition, message, advice, fixed;
  } constexpr kRows[] = {
      {"bounds that one element can meet", "L051", R"({"orders.qty": {"$gte": 1, "$lte": 1}})",
       "`orders.qty` holds several values, and each bound may be met by another of them",
       "to ask for one value that meets both, use `$elemMatch`",
       R"({"orders": {"$elemMatch": {"qty": {"$gte": 1, "$lte": 1}}}})"},
      {"bounds that only two elements can meet", "L051",
       R"({"orders.qty": {"$gte": 4, "$lte": 1}})",
       "`orders.qty` holds several values, and each bound may be met by another of them",
       "no one value meets both: look whether the bounds are swapped", ""},
      {"bounds that touch", "L051", R"({"orders.qty": {"$gt": 5, "$lte": 5}})",
       "`orders.qty` holds several values, and each bound may be met by another of them",
       "no one value meets both: look whether the bounds are swapped", ""},
      {"a value three times", "L027", R"({"age": {"$in": [1, 1, 2, 1]}})",
       "`1` stands 3 times in this list", "take out the repeated values",
       R"({"age": {"$in": [1, 2]}})"},
      {"two $nor are an $or", "L028",
       R"({"vip": true, "$nor": [{"$nor": [{"age": 1}, {"age": 2}]}]})",
       "two negations cancel each other out", "use `$or`",
       R"({"vip": true, "$or": [{"age": 1}, {"age": 2}]})"},
      {"a topic's negation in $nor", "L028", R"({"$nor": [{"notSubscribedToTopic": ["news"]}]})",
       "two negations cancel each other out", "write the test without either", ""},
      {"a negation in $nor", "L028", R"({"$nor": [{"age": {"$nin": [1, 2]}}]})",
       "two negations cancel each other out", "use `$in`", ""},
      {"a missing field is null", "L052", R"({"age": {"$ne": 5}})",
       "this negation also selects documents without `age`",
       "to leave them out, exclude null, which stands for a missing field too",
       R"({"age": {"$nin": [5, null]}})"},
      {"below an empty array nothing is null", "L052", R"({"orders.qty": {"$not": {"$gt": 5}}})",
       "this negation also selects documents without `orders.qty`",
       "to leave them out, ask for the field with `$exists: true`",
       R"({"orders.qty": {"$not": {"$gt": 5}, "$exists": true}})"},
      {"nor at a position of it", "L052", R"({"orders.0.qty": {"$ne": 5}})",
       "this negation also selects documents without `orders.0.qty`",
       "to leave them out, ask for the field with `$exists: true`",
       R"({"orders.0.qty": {"$ne": 5, "$exists": true}})"},
  };
  CompileOptions options;
  options.schema = parse_schema(example_schema()).value();
  for (const auto& row : kRows) DYNAMIC_SECTION(row.why) {
      const Condition condition =
          compile(Source("row", std::string(row.condition)), options).value();
      const Diagnostics found =
          lint(condition,
               {.levels = {{"L", LintLevel::Off}, {std::string(row.code), LintLevel::Warning}}});
      REQUIRE(found.size() == 1);
      CHECK(found.front().message == row.message);
      const bool fixable = !row.fixed.empty();
      REQUIRE(found.front().fixes.size() == (fixable ? 1 : 0));
      REQUIRE(found.front().helps.size() == (fixable ? 0 : 1));
      if (fixable) {
        CHECK(found.front().fixes.front().title == row.advice);
        CHECK(apply_fixes(row.condition, {&found.front().fixes.front()}).text == row.fixed);
      } else {
        CHECK(found.front().helps.front() == row.advice);
      }
    }
}

TEST_CASE("sizes one by one", "[lint]") {
  const Row kRows[] = {
      {"in any order",
       kTyped,
       R"({"$or": [{"tags": {"$size": 3}}, {"tags": {"$size": 1}}, {"tags": {"$size": 2}}]})",
       {"L066"}},
      {"from none on",
       kPlain,
       R"({"$or": [{"t": {"$size": 0}}, {"t": {"$size": 1}}, {"t": {"$size": 2}}]})",
       {"L066"}},
      {"two may be meant",
       kTyped,
       R"({"$or": [{"tags": {"$size": 1}}, {"tags": {"$size": 2}}]})",
       {}},
      {"a gap",
       kTyped,
       R"({"$or": [{"tags": {"$size": 1}}, {"tags": {"$size": 2}}, {"tags": {"$size": 4}}]})",
       {}},
      {"of several fields",
       kTyped,
       R"({"$or": [{"tags": {"$size": 1}}, {"logins": {"$size": 2}}, {"tags": {"$size": 3}}]})",
       {}},
      {"something else among them",
       kTyped,
       R"({"$or": [{"tags": {"$size": 1}}, {"tags": {"$size": 2}}, {"tags": "a"}]})",
       {}},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) check(row);
}

}  // namespace
}  // namespace tamis
