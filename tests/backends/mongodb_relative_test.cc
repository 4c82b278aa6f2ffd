// Relative dates that stay relative: the `$expr` that is emitted, computed here as the manual
// describes it, selects what the reference selects.
#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/mongodb.h>

#include <algorithm>

#include <fmt/format.h>

#include "backends/reference/reference.h"
#include "compiler/values/date_math.h"
#include "tests/support/catch.h"
#include "tests/support/compile.h"
#include "tests/support/equivalence/choices.h"

using namespace tamis;
using equivalence::Choices;
using mongodb::Version;

namespace {

constexpr std::int64_t kNow = 1'709'294'399'123;  // 2024-03-01T11:59:59.123Z, after a leap day
constexpr std::int64_t kDay = 86'400'000;

// The aggregation expressions of dates, on a server whose clock shows kNow.
class Dates {
 public:
  explicit Dates(std::string_view zone) : zone_(zone) {}

  std::int64_t value(const Value& expression) {
    if (const auto* name = expression.get_if<std::string>())
      return *name == "$$NOW" ? kNow : variable_;
    const Member& call = expression.as<Object>().front();
    if (call.key == "$add") {
      const Array& terms = call.value.as<Array>();
      return value(terms[0]) + number(terms[1]);
    }
    if (call.key == "$let") {
      variable_ = value(*call.value.find("vars")->find("date"));
      return floor(variable_, unit_of_parts(*call.value.find("in")->find("$dateFromParts")));
    }
    if (call.key == "$dateTrunc")
      return floor(value(*call.value.find("date")), unit(*call.value.find("unit")));
    REQUIRE((call.key == "$dateAdd" || call.key == "$dateSubtract"));
    const std::int64_t amount = number(*call.value.find("amount"));
    return moved(value(*call.value.find("startDate")),
                 {.kind = DateMath::Step::Kind::Add,
                  .unit = unit(*call.value.find("unit")),
                  .count = call.key == "$dateAdd" ? amount : -amount});
  }

 private:
  static std::int64_t number(const Value& value) {
    const auto* small = value.get_if<std::int32_t>();
    return small != nullptr ? *small : value.as<std::int64_t>();
  }

  static char unit(const Value& name) {
    const std::string& text = name.as<std::string>();
    return text == "month" ? 'M' : text.front();
  }

  // The smallest part that a date is made of.
  static char unit_of_parts(const Value& parts) {
    if (parts.find("isoWeek") != nullptr) return 'w';
    char smallest = 'y';
    for (const Member& part : parts.as<Object>())
      if (part.key != "timezone") smallest = unit(Value(part.key));
    return smallest;
  }

  std::int64_t floor(std::int64_t ms, char unit) const {
    return moved(ms, {.kind = DateMath::Step::Kind::RoundDown, .unit = unit});
  }

  std::int64_t moved(std::int64_t ms, DateMath::Step step) const {
    return resolve({.steps = {step}}, ms, zone_);
  }

  std::string_view zone_;
  std::int64_t variable_ = 0;
};

// `$expr` of a comparison or of an `$and` of them: values of all types have one order, and what is
// missing is below all of them.
bool expression_holds(const Value& expression, const Value& document, Dates& dates) {
  const Member& call = expression.as<Object>().front();
  const Array& operands = call.value.as<Array>();
  if (call.key == "$and")
    return std::all_of(operands.begin(), operands.end(),
                       [&](const Value& it) { return expression_holds(it, document, dates); });
  const Value* field = &document;
  const FieldPath path(operands[0].as<std::string>().substr(1));
  for (const auto& component : path.components())
    field = field == nullptr ? nullptr : field->find(component.name);
  const int order = field == nullptr ? -1 : compare(*field, Value(Date{dates.value(operands[1])}));
  if (call.key == "$eq") return order == 0;
  if (call.key == "$lt") return order < 0;
  if (call.key == "$lte") return order <= 0;
  if (call.key == "$gt") return order > 0;
  REQUIRE(call.key == "$gte");
  return order >= 0;
}

// The filter with each `$expr` replaced by what it is for the document.
Value decided(const Value& filter, const Value& document, Dates& dates) {
  Array all;
  for (const Member& member : filter.as<Object>()) {
    if (member.key == "$expr") {
      if (!expression_holds(member.value, document, dates))
        all.push_back(Value::object({{"$nor", Array{Object()}}}));
    } else if (member.key == "$and" || member.key == "$or" || member.key == "$nor") {
      Array children;
      for (const Value& child : member.value.as<Array>())
        children.push_back(decided(child, document, dates));
      all.push_back(Value::object({{member.key, std::move(children)}}));
    } else {
      all.push_back(Value::object({{member.key, member.value}}));
    }
  }
  return all.empty() ? Value(Object()) : Value::object({{"$and", std::move(all)}});
}

constexpr const char* kSchema = R"({
  "bsonType": "object", "additionalProperties": false, "required": ["at", "o"],
  "properties": {
    "at": {"bsonType": "date"},
    "seen": {"bsonType": ["date", "null"], "x-tamis": {"mongodb": "m.seen"}},
    "odd": {"bsonType": ["date", "regex", "maxKey", "minKey", "timestamp"]},
    "o": {"bsonType": "object", "properties": {"at": {"bsonType": "date"}}}
  }
})";

Value date(Choices& choices) {
  constexpr std::int64_t kAway[] = {0,     -1,         1,          -kDay,       kDay,
                                    -kNow, -30 * kDay, -31 * kDay, -366 * kDay, 3'600'000};
  const std::int64_t floors[] = {kNow, kNow / kDay * kDay, 1'709'251'200'000, 1'704'067'200'000};
  return Date{choices.pick(floors) + choices.pick(kAway)};
}

// As MongoDB holds it.
Value make_document(Choices& choices) {
  Object document;
  document.push_back({"at", date(choices)});
  if (choices.below(3) != 0)
    document.push_back(
        {"m", Value::object({{"seen", choices.once_in(3) ? Value() : date(choices)}})});
  const Value odd[] = {date(choices), Regex{"a", ""}, MaxKey{}, MinKey{}, Timestamp{1, 1}};
  if (choices.below(4) != 0) document.push_back({"odd", choices.pick(odd)});
  document.push_back(
      {"o", choices.below(2) == 0 ? Value(Object()) : Value::object({{"at", date(choices)}})});
  return document;
}

// The same under the schema's own names.
Value as_described(const Value& stored) {
  Object document;
  for (const Member& member : stored.as<Object>()) {
    if (member.key == "m")
      document.push_back({"seen", *member.value.find("seen")});
    else
      document.push_back(member);
  }
  return document;
}

std::string math(Choices& choices) {
  constexpr char kUnits[] = {'y', 'M', 'w', 'd', 'h', 'm', 's'};
  std::string text = "now";
  for (std::size_t steps = choices.below(4); steps > 0; --steps) {
    const char unit = choices.pick(kUnits);
    text += choices.below(2) == 0
                ? fmt::format("/{}", unit)
                : fmt::format("{}{}{}", choices.below(2) == 0 ? '+' : '-', choices.below(40), unit);
  }
  return text;
}

std::string leaf(Choices& choices) {
  constexpr std::string_view kPaths[] = {"at", "seen", "odd", "o.at"};
  constexpr std::string_view kOps[] = {"$eq", "$ne", "$lt", "$lte", "$gt", "$gte"};
  const std::string_view path = choices.pick(kPaths);
  if (choices.once_in(5))
    return fmt::format(R"({{"{}": {{"{}": ["{}", "2024-03-01", "{}"]}}}})", path,
                       choices.below(2) == 0 ? "$in" : "$nin", math(choices), math(choices));
  const std::string test = fmt::format(R"({{"{}": "{}"}})", choices.pick(kOps), math(choices));
  if (choices.once_in(4)) return fmt::format(R"({{"{}": {{"$not": {}}}}})", path, test);
  return fmt::format(R"({{"{}": {}}})", path, test);
}

std::string condition(Choices& choices, int depth) {
  if (depth == 0 || choices.below(3) == 0) return leaf(choices);
  constexpr std::string_view kOps[] = {"$and", "$or", "$nor"};
  return fmt::format(R"({{"{}": [{}, {}]}})", choices.pick(kOps), condition(choices, depth - 1),
                     condition(choices, depth - 1));
}

struct Row {
  const char* why;
  Version version;
  const char* zone;
};
constexpr Row kRows[] = {{"in UTC", Version::V8_0, ""},
                         {"at an offset", Version::V5_0, "+05:30"},
                         {"for an old server", Version::V4_4, "-03:00"}};

}  // namespace

TEST_CASE("filters that stay relative select what the reference does", "[mongodb][dates]") {
  const Schema schema = right_schema(kSchema);
  for (const Row& row : kRows) DYNAMIC_SECTION(row.why) {
      std::size_t asked = 0, matched = 0;
      for (std::uint64_t seed = 1; seed <= 1'500; ++seed) {
        Choices choices(seed);
        const std::string text = condition(choices, 2);
        CAPTURE(seed, text);
        const Result<Condition> compiled =
            compile(Source("condition", text), {.schema = schema, .time_zone = row.zone});
        REQUIRE(compiled.ok());
        const auto filter = mongodb::emit(*compiled, {.version = row.version});
        if (!filter) continue;  // months, for an old server
        for (int i = 0; i < 8; ++i) {
          const Value document = make_document(choices);
          Dates dates(row.zone);
          const std::string now =
              to_extended_json(decided(filter->filter, document, dates), ExtendedJson::Canonical);
          const Result<Condition> plain = compile(Source("filter", now));
          REQUIRE(plain.ok());
          const bool expected =
              reference::matches(compiled->checked(), as_described(document), {kNow, row.zone});
          CAPTURE(filter->text(ExtendedJson::Relaxed),
                  to_extended_json(document, ExtendedJson::Relaxed));
          CHECK(reference::matches(plain->checked(), document, {}) == expected);
          ++asked;
          matched += expected ? 1 : 0;
        }
      }
      CHECK(asked > 3'000);
      CHECK(matched > asked / 10);
      CHECK(matched < asked * 9 / 10);
    }
}
