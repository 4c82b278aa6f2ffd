#include "tests/support/equivalence/wild_schema.h"

#include <string>
#include <vector>

#include "tests/support/equivalence/vocabulary.h"

namespace tamis::equivalence {
namespace {

class WildSchema {
 public:
  WildSchema(Choices& choices, std::span<const Value> documents) : choices_(choices) {
    for (const Value& document : documents)
      for (const Located& located : locate_all(document)) known_.push_back(*located.value);
  }

  Value schema(int depth) {
    Object object;
    for (std::size_t count = choices_.below(3); count > 0; --count) rule(depth, object);
    return object;
  }

 private:
  void add(Object& object, std::string_view key, Value value) {
    if (Value(object).find(key) == nullptr) object.push_back({std::string(key), std::move(value)});
  }

  void rule(int depth, Object& object) {
    const std::size_t kind = choices_.below(depth > 0 ? 10 : 5);
    switch (kind) {
      case 0:
        return of_any(object);
      case 1:
        return of_numbers(object);
      case 2:
        return of_texts(object);
      case 3:
        return add(object, choices_.below(2) == 0 ? "minItems" : "maxItems", count());
      case 4:
        return of_names(object);
      case 5:
        return of_arrays(object, depth);
      case 6:
        return combination(object, depth);
      default:
        return of_objects(object, depth);
    }
  }

  void of_any(Object& object) {
    switch (choices_.below(3)) {
      case 0:
        if (Value(object).find("bsonType") == nullptr) add(object, "type", json_type());
        return;
      case 1:
        if (Value(object).find("type") == nullptr) add(object, "bsonType", bson_type());
        return;
      default:
        return add(object, "enum", distinct_values());
    }
  }

  Value json_type() {
    constexpr std::string_view kTypes[] = {"object", "array",   "number",
                                           "string", "boolean", "null"};
    return choices_.pick(kTypes);
  }

  Value bson_type() {
    if (choices_.once_in(4)) return "number";
    if (choices_.below(2) == 0) return type_name(value().type());
    return Array{"object",
                 type_name(choices_.pick(scalars()).type()) == "object" ? "array" : "null"};
  }

  // Different whatever the order of their fields.
  Array distinct_values() {
    Array values{value()};
    const Value other = value();
    if (other.type() != values.front().type() && !(other.is_number() && values.front().is_number()))
      values.push_back(other);
    return values;
  }

  Value value() {
    const Value& value =
        known_.empty() || choices_.below(3) == 0 ? choices_.pick(scalars()) : choices_.pick(known_);
    return value.is(BsonType::Undefined) || value.is(BsonType::DbPointer) ? Value() : value;
  }

  Value number() {
    const Value number = value();
    return number.is_number() ? number : Value(static_cast<std::int32_t>(choices_.below(4)));
  }

  void of_numbers(Object& object) {
    switch (choices_.below(3)) {
      case 0:
        add(object, "minimum", number());
        if (choices_.below(2) == 0) add(object, "exclusiveMinimum", choices_.below(2) == 0);
        return;
      case 1:
        add(object, "maximum", number());
        if (choices_.below(2) == 0) add(object, "exclusiveMaximum", choices_.below(2) == 0);
        return;
      default: {
        const Value divisors[] = {
            1, 2, 0.5, 0.1, 1e300, *Decimal128::parse("0.3"), std::int64_t{1} << 40};
        return add(object, "multipleOf", choices_.pick(divisors));
      }
    }
  }

  Value count() { return static_cast<std::int32_t>(choices_.below(4)); }

  void of_texts(Object& object) {
    switch (choices_.below(3)) {
      case 0:
        return add(object, "minLength", count());
      case 1:
        return add(object, "maxLength", count());
      default:
        return add(object, "pattern", choices_.pick(regexes()).pattern);
    }
  }

  std::string name() { return std::string(choices_.pick(plain_names())); }

  static const std::vector<std::string_view>& plain_names() {
    static const std::vector<std::string_view> kNames = [] {
      std::vector<std::string_view> names;
      for (const std::string_view name : field_names())
        if (name.find('.') == std::string_view::npos) names.push_back(name);
      return names;
    }();
    return kNames;
  }

  Array distinct_names() {
    Array names{name()};
    std::string other = name();
    if (other != names.front().as<std::string>()) names.push_back(std::move(other));
    return names;
  }

  void of_names(Object& object) {
    switch (choices_.below(4)) {
      case 0:
        return add(object, "minProperties", count());
      case 1:
        return add(object, "maxProperties", count());
      case 2:
        return add(object, "dependencies", Value::object({{name(), distinct_names()}}));
      default:
        return add(object, "required", distinct_names());
    }
  }

  Value schema_or_flag(int depth) {
    return choices_.below(2) == 0 ? Value(choices_.below(2) == 0) : schema(depth - 1);
  }

  void of_arrays(Object& object, int depth) {
    switch (choices_.below(3)) {
      case 0:
        return add(object, "uniqueItems", choices_.below(4) != 0);
      case 1:
        return add(object, "items", schema(depth - 1));
      default:
        add(object, "items", schemas(depth));
        return add(object, "additionalItems", schema_or_flag(depth));
    }
  }

  Array schemas(int depth) {
    Array list;
    for (std::size_t count = 1 + choices_.below(3); count > 0; --count)
      list.push_back(schema(depth - 1));
    return list;
  }

  void combination(Object& object, int depth) {
    constexpr std::string_view kSeveral[] = {"allOf", "anyOf", "oneOf"};
    if (choices_.once_in(4)) return add(object, "not", schema(depth - 1));
    add(object, choices_.pick(kSeveral), schemas(depth));
  }

  Value named_schemas(int depth) {
    Object object;
    for (std::size_t count = 1 + choices_.below(3); count > 0; --count)
      add(object, name(), schema(depth - 1));
    return object;
  }

  void of_objects(Object& object, int depth) {
    constexpr std::string_view kPatterns[] = {"^a", "b", "^.$", ""};
    switch (choices_.below(6)) {
      case 0:
        return add(object, "additionalProperties", schema_or_flag(depth));
      case 1:
        return add(object, "patternProperties",
                   Value::object({{std::string(choices_.pick(kPatterns)), schema(depth - 1)}}));
      case 2:
        return add(object, "dependencies", named_schemas(depth));
      default:
        return add(object, "properties", named_schemas(depth));
    }
  }

  Choices& choices_;
  std::vector<Value> known_;
};

}  // namespace

Value wild_schema(Choices& choices, std::span<const Value> documents, int depth) {
  return WildSchema(choices, documents).schema(depth);
}

}  // namespace tamis::equivalence
