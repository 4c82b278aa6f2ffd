#include "tests/support/equivalence/typed.h"

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tamis/extended_json.h>

#include "tests/support/equivalence/vocabulary.h"

namespace tamis::equivalence {
namespace {

constexpr std::int64_t kDay = 86'400'000;

struct Kind {
  std::string_view bson_type;
  std::vector<Value> values;
  std::string_view limits = {};  // schema keywords that all of `values` keep to
};

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> table = {
      {"string", {"a", "b", "", "ab", "A", "ä", "now-1d", "2025-01-01"}, R"("maxLength":10)"},
      {"int", {0, 1, -1, 7, 100}, R"("minimum":-1,"maximum":100)"},
      {"long",
       {std::int64_t{0}, std::int64_t{1}, std::int64_t{9007199254740993}},
       R"("minimum":0)"},
      {"double", {0.0, 1.0, 2.5, -0.0, 1e300}, R"("minimum":0)"},
      {"number",
       {1, std::int64_t{1}, 1.0, *Decimal128::parse("1"), 2.5, 7},
       R"("minimum":1,"maximum":8,"exclusiveMaximum":true)"},
      {"decimal", {*Decimal128::parse("1.0"), *Decimal128::parse("2.50")}, R"("maximum":2.5)"},
      {"bool", {true, false}},
      {"date", {}},  // near the trial's moment: see Maker
      {"objectId", {ObjectId{}, ObjectId{{1}}}},
      {"binData", {Binary{"\x05", 0}, Binary{"", 0}}},
  };
  return table;
}

bool is_number(const Kind& kind) {
  return !kind.values.empty() && kind.values.front().is_number();
}

// That no field of one number type can hold, or not exactly.
const std::vector<Value>& odd_numbers() {
  static const std::vector<Value> values = {1.5,
                                            std::int64_t{4'294'967'297},  // 1 in its low half
                                            std::int64_t{-2'147'483'649},
                                            std::int64_t{9'007'199'254'740'993},
                                            9007199254740992.0,
                                            1e19,
                                            *Decimal128::parse("0.1"),
                                            *Decimal128::parse("9007199254740992.5")};
  return values;
}

// When and where a trial runs: around a new year, a leap day and the hours that clocks skip and
// repeat.
constexpr std::int64_t kMoments[] = {kNow, 1'709'208'000'000, 1'743'296'400'000, 1'761'442'200'000,
                                     1'741'503'600'000};
constexpr const char* kZones[] = {"",       "Europe/Helsinki", "America/New_York",
                                  "+05:45", "Europe/London",   "Pacific/Auckland"};

struct Field {
  enum class Shape { Scalar, Object, Array, ArrayOfObjects } shape = Shape::Scalar;
  std::string name;
  const Kind* kind = nullptr;  // of a scalar, or of an array's elements
  bool nullable = false;
  bool required = false;
  bool limited = false;       // by the kind's limits, and of an array to three elements
  bool listed = false;        // a string whose values the schema lists
  bool topics = false;        // an array of strings that holds subscriptions
  std::vector<Field> fields;  // of an object, or of an array's elements
};

std::vector<Field> make_fields(Choices& choices, int depth) {
  std::vector<Field> fields;
  const std::size_t count = 1 + choices.below(depth > 1 ? 5 : 3);
  for (std::size_t i = 0; i < count; ++i) {
    Field& field = fields.emplace_back();
    field.name = std::string(1, static_cast<char>('a' + i));
    field.kind = &choices.pick(kinds());
    field.nullable = choices.below(2) == 1;
    field.required = choices.below(3) == 1;
    field.limited = choices.below(3) == 1;
    field.shape = static_cast<Field::Shape>(depth > 0 ? choices.below(4) : 0);
    const bool nests =
        field.shape == Field::Shape::Object || field.shape == Field::Shape::ArrayOfObjects;
    if (nests) field.fields = make_fields(choices, depth - 1);
    field.listed = field.kind->bson_type == "string" && choices.once_in(3);
  }
  return fields;
}

// The first that may is the list of topics.
void choose_topics(std::vector<Field>& fields) {
  for (Field& field : fields)
    if (field.shape == Field::Shape::Array && field.kind->bson_type == "string") {
      field.topics = true;
      return;
    }
}

std::string type_text(std::string_view type, bool nullable) {
  return nullable ? fmt::format(R"(["{}","null"])", type) : fmt::format(R"("{}")", type);
}

std::string members_text(const std::vector<Field>& fields);

// Every second field has another name in MongoDB, some of them in an object of their own.
std::string mapping_text(const Field& field) {
  std::vector<std::string> parts;
  if ((field.name.front() - 'a') % 2 != 0)
    parts.push_back(fmt::format(R"("mongodb":"{}{}")", field.required ? "m_" : "m.", field.name));
  if (field.topics) parts.push_back(R"("topics":{"ids":["a","b","ab"]})");
  return parts.empty() ? "" : fmt::format(R"(,"x-tamis":{{{}}})", fmt::join(parts, ","));
}

// What keywords say of the field's values, which all of them keep to.
std::string limits_text(const Field& field) {
  const bool array =
      field.shape == Field::Shape::Array || field.shape == Field::Shape::ArrayOfObjects;
  if (array) return field.limited ? R"(,"maxItems":3)" : "";
  if (field.shape != Field::Shape::Scalar) return "";
  std::string text;
  if (field.limited && !field.kind->limits.empty()) text = fmt::format(",{}", field.kind->limits);
  if (!field.listed) return text;
  Array values(field.kind->values.begin(), field.kind->values.end());
  if (field.nullable) values.push_back(nullptr);
  return text + R"(,"enum":)" + to_extended_json(values, ExtendedJson::Relaxed);
}

std::string field_text(const Field& field) {
  const std::string more = limits_text(field) + mapping_text(field);
  switch (field.shape) {
    case Field::Shape::Object:
      return fmt::format(R"({{"bsonType":{},{}{}}})", type_text("object", field.nullable),
                         members_text(field.fields), more);
    case Field::Shape::Array:
      return fmt::format(R"({{"bsonType":{},"items":{{"bsonType":"{}"}}{}}})",
                         type_text("array", field.nullable), field.kind->bson_type, more);
    case Field::Shape::ArrayOfObjects:
      return fmt::format(R"({{"bsonType":{},"items":{{"bsonType":"object",{}}}{}}})",
                         type_text("array", field.nullable), members_text(field.fields), more);
    default:
      return fmt::format(R"({{"bsonType":{}{}}})", type_text(field.kind->bson_type, field.nullable),
                         more);
  }
}

std::string members_text(const std::vector<Field>& fields) {
  std::vector<std::string> properties, required;
  for (const Field& field : fields) {
    properties.push_back(fmt::format(R"("{}":{})", field.name, field_text(field)));
    if (field.required) required.push_back('"' + field.name + '"');
  }
  return fmt::format(
      R"("additionalProperties":false,{}"properties":{{{}}})",
      required.empty() ? "" : fmt::format(R"("required":[{}],)", fmt::join(required, ",")),
      fmt::join(properties, ","));
}

// Values of one moment.
class Maker {
 public:
  Maker(Choices& choices, std::int64_t now) : choices_(choices), now_(now) {}

  Value scalar(const Kind& kind) {
    if (kind.bson_type != "date") return choices_.pick(kind.values);
    constexpr std::int64_t kAgo[] = {0, 1, kDay, 1000, 30 * kDay, kDay / 24, -kDay, 365 * kDay};
    return choices_.once_in(12) ? Date{0} : Date{now_ - choices_.pick(kAgo)};
  }

  Value object(const std::vector<Field>& fields) {
    Object object;
    for (const Field& field : fields)
      if (field.required || !choices_.once_in(4)) object.push_back({field.name, value(field)});
    return object;
  }

 private:
  Value value(const Field& field) {
    if (field.nullable && choices_.once_in(5)) return {};
    if (field.shape == Field::Shape::Scalar) return scalar(*field.kind);
    if (field.shape == Field::Shape::Object) return object(field.fields);
    Array array;
    for (std::size_t count = choices_.below(4); count > 0; --count)
      array.push_back(field.shape == Field::Shape::Array ? scalar(*field.kind)
                                                         : object(field.fields));
    return array;
  }

  Choices& choices_;
  std::int64_t now_;
};

Value single(std::string_view key, Value value) {
  return Value::object({{std::string(key), std::move(value)}});
}

class TypedCondition {
 public:
  TypedCondition(Choices& choices, Maker& maker) : choices_(choices), maker_(maker) {}

  Value condition(const std::vector<Field>& fields, int depth) {
    const std::size_t kind = choices_.below(6);
    if (depth == 0 || kind < 3) return leaf(fields);
    constexpr std::string_view kOperators[] = {"$and", "$or", "$nor"};
    Array list;
    for (std::size_t count = 1 + choices_.below(3); count > 0; --count)
      list.push_back(condition(fields, depth - 1));
    return single(kOperators[kind - 3], std::move(list));
  }

 private:
  Value leaf(const std::vector<Field>& fields) {
    const Field* field = &choices_.pick(fields);
    if (field->topics && choices_.below(2) == 0) return topic();
    std::string path = field->name;
    while (!field->fields.empty() && !choices_.once_in(3)) {
      if (field->shape == Field::Shape::ArrayOfObjects && choices_.once_in(4)) path += ".0";
      field = &choices_.pick(field->fields);
      path += "." + field->name;
    }
    if (field->shape == Field::Shape::Array && choices_.once_in(4)) path += ".0";
    return single(path, tests(*field));
  }

  Value topic() {
    constexpr std::string_view kIds[] = {"a", "b", "ab"};
    Array ids{choices_.pick(kIds)};
    if (choices_.once_in(3)) ids.push_back(choices_.pick(kIds));
    return single(choices_.below(2) == 0 ? "subscribedToTopic" : "notSubscribedToTopic",
                  std::move(ids));
  }

  Value tests(const Field& field) {
    if (field.shape == Field::Shape::Object) return single("$exists", choices_.below(2) == 0);
    Object object;
    object.push_back(test(field));
    if (choices_.once_in(3)) {
      Member second = test(field);
      if (second.key != object.front().key) object.push_back(std::move(second));
    }
    return object;
  }

  Member test(const Field& field) {
    const bool array = field.shape != Field::Shape::Scalar;
    if (array && choices_.below(2) == 0) return array_test(field);
    if (field.shape == Field::Shape::ArrayOfObjects) return {"$exists", true};
    switch (choices_.below(8)) {
      default:
        return {"$eq", operand(field)};
      case 1:
        return {"$ne", operand(field)};
      case 2:
      case 3: {
        constexpr std::string_view kOperators[] = {"$gt", "$gte", "$lt", "$lte"};
        return {std::string(choices_.pick(kOperators)), operand(field)};
      }
      case 4:
        return {choices_.below(2) == 0 ? "$in" : "$nin", operands(field)};
      case 5:
        return {"$exists", choices_.below(2) == 0};
      case 6:
        return {"$not", single(choices_.below(2) == 0 ? "$gt" : "$eq", operand(field))};
      case 7:
        return of_the_type(field);
    }
  }

  Member array_test(const Field& field) {
    const std::size_t kind = choices_.below(3);
    if (kind == 0) return {"$size", static_cast<std::int32_t>(choices_.below(4))};
    if (field.shape == Field::Shape::ArrayOfObjects)
      return {"$elemMatch", condition(field.fields, 1)};
    if (kind == 1) return {"$all", operands(field)};
    Object inner;
    inner.push_back({"$gte", operand(field)});
    inner.push_back({"$lt", operand(field)});
    return {"$elemMatch", std::move(inner)};
  }

  // A test that only some types have.
  Member of_the_type(const Field& field) {
    if (field.kind->bson_type == "string") return {"$regex", choices_.pick(regexes()).pattern};
    if (field.kind->bson_type == "int")
      return choices_.below(2) == 0 ? Member{"$mod", Array{2, 1}} : Member{"$bitsAnySet", 5};
    return {"$type", std::string(field.kind->bson_type)};
  }

  Value operand(const Field& field) {
    if (choices_.once_in(12)) return {};
    if (field.kind->bson_type == "date" && choices_.below(2) == 1) {
      constexpr std::string_view kTexts[] = {
          "now",     "now-1d", "now/d",          "now-1M/M",
          "now+1h",  "now/w",  "now/h",          "2025-01-01",
          "now-30d", "now/y",  "now-1d/d+12h/m", "2024-12-31T23:59:59.999Z"};
      return choices_.pick(kTexts);
    }
    if (field.kind->bson_type == "objectId" && choices_.once_in(3))
      return "010000000000000000000000";
    if (is_number(*field.kind) && choices_.once_in(6)) return choices_.pick(odd_numbers());
    return maker_.scalar(*field.kind);
  }

  Array operands(const Field& field) {
    Array list;
    for (std::size_t count = choices_.below(4); count > 0; --count) list.push_back(operand(field));
    return list;
  }

  Choices& choices_;
  Maker& maker_;
};

}  // namespace

Trial typed_trial(Choices& choices, int documents) {
  std::vector<Field> fields = make_fields(choices, 2);
  if (choices.once_in(2)) choose_topics(fields);
  Trial trial;
  trial.now_ms = choices.pick(kMoments);
  trial.time_zone = choices.pick(kZones);
  trial.schema = fmt::format(R"({{"bsonType":"object",{}}})", members_text(fields));
  Maker maker(choices, trial.now_ms);
  for (int i = 0; i < documents; ++i) trial.documents.push_back(maker.object(fields));
  trial.condition = TypedCondition(choices, maker).condition(fields, 2);
  return trial;
}

}  // namespace tamis::equivalence
