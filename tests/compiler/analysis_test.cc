// What is shown of conditions, and what must not be.
#include <tamis/analysis.h>
#include <tamis/catalog.h>
#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/render.h>

#include "tests/support/catch.h"

namespace tamis {
namespace {

CompileOptions options(bool typed) {
  static const Schema kSchema = parse_schema(example_schema()).value();
  CompileOptions made;
  if (typed) made.schema = kSchema;
  return made;
}

Condition compiled(std::string_view text, bool typed) {
  auto condition = compile(Source("row", std::string(text)), options(typed));
  INFO(text << "\n" << render(condition.diagnostics(), ReportFormat::Human));
  REQUIRE(condition.ok());
  return std::move(condition).value();
}

constexpr bool kTyped = true, kPlain = false;

TEST_CASE("never true", "[analysis]") {
  struct Row {
    std::string_view why;
    bool typed;
    std::string_view condition;
    Shown shown;
  };
  constexpr Row kRows[] = {
      {"an array meets both bounds", kPlain, R"({n: {$gt: 5, $lt: 3}})", Shown::No},
      {"a single value cannot", kTyped, R"({age: {$gt: 5, $lt: 3}})", Shown::Yes},
      {"no whole number lies between", kTyped, R"({age: {$gt: 5, $lt: 6}})", Shown::Yes},
      {"a fraction does", kTyped, R"({lifetime_value: {$gt: 5, $lt: 6}})", Shown::No},
      {"two values at once", kTyped, R"({$and: [{country: "FI"}, {country: "SE"}]})", Shown::Yes},
      {"an array holds both", kPlain, R"({$and: [{a: "FI"}, {a: "SE"}]})", Shown::No},
      {"a value and its complement, arrays included", kPlain, R"({a: {$eq: 5, $ne: 5}})",
       Shown::Yes},
      {"a value within an excluded range", kPlain, R"({a: {$eq: 5, $not: {$gt: 3}}})", Shown::Yes},
      {"the whole condition over several fields", kTyped,
       R"({vip: true, $or: [{age: {$gt: 5, $lt: 3}}, {vip: false}]})", Shown::Yes},
      {"one branch is left", kTyped,
       R"({vip: true, $or: [{age: {$gt: 5, $lt: 3}}, {vip: {$ne: false}}]})", Shown::No},
      {"beyond the schema's maximum", kTyped, R"({age: {$gt: 150}})", Shown::Yes},
      {"an enum has nothing there", kTyped, R"({status: {$gt: "V"}})", Shown::Yes},
      {"a regex that no enum value has", kTyped, R"({status: /^x/})", Shown::Yes},
      {"no element meets both", kTyped, R"({orders: {$elemMatch: {qty: {$gt: 5, $lt: 3}}}})",
       Shown::Yes},
      {"different elements do", kTyped, R"({"orders.qty": {$gt: 5, $lt: 3}})", Shown::No},
      {"more elements than there may be", kTyped, R"({tags: {$size: 21}})", Shown::Yes},
      {"two sizes", kTyped, R"({$and: [{tags: {$size: 1}}, {tags: {$size: 2}}]})", Shown::Yes},
      {"$gte MinKey holds for missing", kPlain, R"({a: {$gte: {$minKey: 1}, $exists: false}})",
       Shown::No},
      {"null and a number need two values", kTyped, R"({age: {$eq: null, $gt: 1}})", Shown::Yes},
      {"now is before now-1d never", kTyped, R"({signup_date: {$gt: "now", $lt: "now-1d"}})",
       Shown::Yes},
      {"the other way round", kTyped, R"({signup_date: {$lt: "now", $gt: "now-1d"}})", Shown::No},
      {"a regex and its complement", kPlain, R"({a: {$regex: "x.y", $not: /x.y/}})", Shown::Yes},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Condition condition = compiled(row.condition, row.typed);
      const Proof proof = never_true(condition);
      CAPTURE(row.condition,
              to_extended_json(proof.witness.value_or(Value()), ExtendedJson::Relaxed));
      CHECK(static_cast<int>(proof.shown) == static_cast<int>(row.shown));
      CHECK(proof.witness.has_value() == (row.shown == Shown::No));
    }
}

TEST_CASE("always true", "[analysis]") {
  struct Row {
    std::string_view why;
    bool typed;
    std::string_view condition;
    Shown shown;
  };
  constexpr Row kRows[] = {
      {"no condition", kPlain, R"({})", Shown::Yes},
      {"a complement or the thing itself", kPlain, R"({$or: [{a: 5}, {a: {$ne: 5}}]})", Shown::Yes},
      {"two bounds leave other types", kPlain, R"({$or: [{a: {$gt: 5}}, {a: {$lte: 5}}]})",
       Shown::No},
      {"required and typed, two bounds leave nothing", kTyped,
       R"({$or: [{email: {$gt: "m"}}, {email: {$lte: "m"}}]})", Shown::Yes},
      {"every enum value", kTyped, R"({status: {$in: ["SUBSCRIBED", "UNSUBSCRIBED", "BOUNCED"]}})",
       Shown::Yes},
      {"every value but a missing field", kTyped, R"({age: {$gte: 0}})", Shown::No},
      {"a list of any length", kTyped, R"({"orders.qty": {$not: {$gt: 1, $lt: 0}}})", Shown::No},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Condition condition = compiled(row.condition, row.typed);
      CAPTURE(row.condition);
      CHECK(static_cast<int>(always_true(condition).shown) == static_cast<int>(row.shown));
    }
}

TEST_CASE("how two conditions relate", "[analysis]") {
  struct Row {
    std::string_view why;
    bool typed;
    std::string_view first, second;
    std::string_view relation;
  };
  constexpr Row kRows[] = {
      {"a list and its disjunction", kPlain, R"({a: {$in: [1, 2]}})", R"({$or: [{a: 1}, {a: 2}]})",
       "equivalent"},
      {"$in of every other value is $ne", kTyped, R"({status: {$in: ["SUBSCRIBED", "BOUNCED"]}})",
       R"({status: {$ne: "UNSUBSCRIBED"}})", "equivalent"},
      {"a test more", kPlain, R"({a: 1})", R"({a: 1, b: 2})", "narrower"},
      {"a bound further out", kPlain, R"({a: {$gt: 5}})", R"({a: {$gt: 3}})", "wider"},
      {"two values of one field", kTyped, R"({country: "FI"})", R"({country: "SE"})", "disjoint"},
      {"two values of what may be an array", kPlain, R"({a: "FI"})", R"({a: "SE"})", "overlapping"},
      {"a bound and the complement of the other", kTyped, R"({age: {$gt: 5}})",
       R"({age: {$not: {$lte: 5}}})", "wider"},
      {"one element, or several", kTyped, R"({"orders.qty": 1, "orders.sku": "X1"})",
       R"({orders: {$elemMatch: {qty: 1, sku: "X1"}}})", "narrower"},
      {"one element, or several, of any document", kPlain, R"({"n.a": {$gt: 5}, "n.b": "x"})",
       R"({n: {$elemMatch: {a: {$gt: 7}, b: "x"}}})", "narrower"},
      {"an element that meets less", kTyped, R"({orders: {$elemMatch: {qty: {$gt: 5}, sku: "a"}}})",
       R"({orders: {$elemMatch: {qty: {$gt: 3}}}})", "wider"},
      {"integers", kTyped, R"({age: {$gt: 17}})", R"({age: {$gte: 18}})", "equivalent"},
      {"relative dates", kTyped, R"({signup_date: {$gte: "now-30d"}})",
       R"({signup_date: {$gte: "now-7d"}})", "narrower"},
      {"prefixes", kTyped, R"({email: /^an/})", R"({email: /^anna/})", "narrower"},
      {"distribution", kTyped, R"({vip: true, $or: [{age: 1}, {age: 2}]})",
       R"({$or: [{vip: true, age: 1}, {vip: true, age: 2}]})", "equivalent"},
      {"De Morgan", kPlain, R"({$nor: [{a: 1}, {b: 2}]})", R"({a: {$ne: 1}, b: {$ne: 2}})",
       "equivalent"},
  };
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      const Relation relation =
          relate(compiled(row.first, row.typed), compiled(row.second, row.typed));
      CAPTURE(row.first, row.second);
      CHECK(relation_name(relation.kind) == row.relation);
    }
}

TEST_CASE("a condition beyond the budget is unknown", "[analysis]") {
  std::string text = R"({"$and": [)";
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(i);
    text += (i == 0 ? "" : ", ") + (R"({"$or": [{"a)" + n + R"(": 1, "b)" + n + R"(": 1}, {"a)" +
                                    n + R"(": 2, "b)" + n + R"(": 2}]})");
  }
  text += R"(], "$nor": [{"a0": {"$exists": true}}]})";
  const Condition condition = compiled(text, kPlain);
  CHECK(static_cast<int>(never_true(condition, {.context = {}, .budget = 20}).shown) ==
        static_cast<int>(Shown::Unknown));
  CHECK(static_cast<int>(never_true(condition).shown) == static_cast<int>(Shown::Yes));
}

}  // namespace
}  // namespace tamis
