#include "tests/support/equivalence/typed.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

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
      {"date", {Date{kNow}, Date{kNow - kDay}, Date{kNow - 30 * kDay}, Date{0}, Date{kNow - 1}}},
      {"objectId", {ObjectId{}, ObjectId{{1}}}},
      {"binData", {Binary{"\x05", 0}, Binary{"", 0}}},
  };
  return table;
}

struct Field {
  enum class Shape { Scalar, Object, Array, ArrayOfObjects } shape = Shape::Scalar;
  std::string name;
  const Kind* kind = nullptr;  // of a scalar, or of an array's elements
  bool nullable = false;
  bool required = false;
  bool limited = false;       // by the kind's limits, and of an array to three elements
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
  }
  return fields;
}

std::string type_text(std::string_view type, bool nullable) {
  return nullable ? fmt::format(R"(["{}","null"])", type) : fmt::format(R"("{}")", type);
}

std::string members_text(const std::vector<Field>& fields);

// Every second field has another name in MongoDB, some of them in an object of their own.
std::string mapping_text(const Field& field) {
  if ((field.name.front() - 'a') % 2 == 0) return {};
  return fmt::format(R"(,"x-tamis":{{"mongodb":"{}{}"}})", field.required ? "m_" : "m.",
                     field.name);
}

std::string field_text(const Field& field) {
  const std::string mapping = mapping_text(field);
  switch (field.shape) {
    case Field::Shape::Object:
      return fmt::format(R"({{"bsonType":{},{}{}}})", type_text("object", field.nullable),
                         members_text(field.fields), mapping);
    case Field::Shape::Array:
      return fmt::format(R"({{"bsonType":{},"items":{{"bsonType":"{}"}}{}}})",
                         type_text("array", field.nullable), field.kind->bson_type, mapping);
    case Field::Shape::ArrayOfObjects:
      return fmt::format(R"({{"bsonType":{},"items":{{"bsonType":"object",{}}}{}}})",
                         type_text("array", field.nullable), members_text(field.fields), mapping);
    default:
      return fmt::format(R"({{"bsonType":{}{}}})", type_text(field.kind->bson_type, field.nullable),
                         mapping);
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

Value make_object(Choices& choices, const std::vector<Field>& fields);

Value make_value(Choices& choices, const Field& field) {
  if (field.nullable && choices.once_in(5)) return {};
  if (field.shape == Field::Shape::Scalar) return choices.pick(field.kind->values);
  if (field.shape == Field::Shape::Object) return make_object(choices, field.fields);
  Array array;
  for (std::size_t count = choices.below(4); count > 0; --count)
    array.push_back(field.shape == Field::Shape::Array ? choices.pick(field.kind->values)
                                                       : make_object(choices, field.fields));
  return array;
}

Value make_object(Choices& choices, const std::vector<Field>& fields) {
  Object object;
  for (const Field& field : fields)
    if (field.required || !choices.once_in(4))
      object.push_back({field.name, make_value(choices, field)});
  return object;
}

Value single(std::string_view key, Value value) {
  return Value::object({{std::string(key), std::move(value)}});
}

class TypedCondition {
 public:
  explicit TypedCondition(Choices& choices) : choices_(choices) {}

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
    std::string path = field->name;
    while (!field->fields.empty() && !choices_.once_in(3)) {
      if (field->shape == Field::Shape::ArrayOfObjects && choices_.once_in(4)) path += ".0";
      field = &choices_.pick(field->fields);
      path += "." + field->name;
    }
    if (field->shape == Field::Shape::Array && choices_.once_in(4)) path += ".0";
    return single(path, tests(*field));
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
          "now",   "now-1d",     "now/d",   "now-1M/M", "now+1h",
          "now/w", "2025-01-01", "now-30d", "now/y",    "2024-12-31T23:59:59.999Z"};
      return choices_.pick(kTexts);
    }
    return choices_.pick(field.kind->values);
  }

  Array operands(const Field& field) {
    Array list;
    for (std::size_t count = choices_.below(4); count > 0; --count) list.push_back(operand(field));
    return list;
  }

  Choices& choices_;
};

}  // namespace

Trial typed_trial(Choices& choices, int documents) {
  const std::vector<Field> fields = make_fields(choices, 2);
  Trial trial;
  trial.schema = fmt::format(R"({{"bsonType":"object",{}}})", members_text(fields));
  for (int i = 0; i < documents; ++i) trial.documents.push_back(make_object(choices, fields));
  trial.condition = TypedCondition(choices).condition(fields, 2);
  return trial;
}

}  // namespace tamis::equivalence
