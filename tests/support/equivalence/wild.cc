#include "tests/support/equivalence/wild.h"

#include <tamis/field_path.h>

#include <utility>

#include "tests/support/equivalence/vocabulary.h"
#include "tests/support/equivalence/wild_schema.h"

namespace tamis::equivalence {
namespace {

Value wild_value(Choices& choices, int depth);

Value wild_object(Choices& choices, int depth) {
  Object object;
  const std::size_t count = choices.below(4);
  for (std::size_t i = 0; i < count; ++i) {
    const std::string name(choices.pick(field_names()));
    if (Value(object).find(name) != nullptr) continue;
    object.push_back({name, wild_value(choices, depth - 1)});
  }
  return object;
}

Value wild_array(Choices& choices, int depth) {
  Array array;
  const std::size_t count = choices.below(4);
  for (std::size_t i = 0; i < count; ++i) array.push_back(wild_value(choices, depth - 1));
  return array;
}

Value wild_value(Choices& choices, int depth) {
  const std::size_t kind = choices.below(8);
  if (kind > 4 && depth > 0)
    return kind == 5 ? wild_object(choices, depth) : wild_array(choices, depth);
  if (choices.once_in(30)) return choices.pick(stored_scalars());
  return choices.pick(scalars());
}

Value single(std::string_view key, Value value) {
  return Value::object({{std::string(key), std::move(value)}});
}

class WildCondition {
 public:
  WildCondition(Choices& choices, const std::vector<Value>& documents)
      : choices_(choices), documents_(documents) {
    for (const Value& document : documents)
      for (const Located& located : locate_all(document)) known_.push_back(located);
  }

  Value condition(int depth) {
    const std::size_t kind = choices_.below(8);
    if (choices_.once_in(60)) return constant();
    if (!in_element_ && choices_.once_in(25))
      return single("$jsonSchema", wild_schema(choices_, documents_, 3));
    if (depth == 0 || kind < 4) return leaf(depth);
    if (kind == 4) return several_fields(depth);
    constexpr std::string_view kOperators[] = {"$and", "$or", "$nor"};
    return single(kOperators[kind - 5], conditions(depth - 1));
  }

 private:
  Array conditions(int depth) {
    Array list;
    for (std::size_t count = 1 + choices_.below(3); count > 0; --count)
      list.push_back(condition(depth));
    return list;
  }

  Value constant() {
    constexpr std::string_view kConstants[] = {"$alwaysTrue", "$alwaysFalse", "$comment"};
    return single(choices_.pick(kConstants), 1);
  }

  Value several_fields(int depth) {
    Object object;
    for (std::size_t count = 1 + choices_.below(3); count > 0; --count) {
      Member member = leaf_member(depth);
      if (Value(object).find(member.key) == nullptr) object.push_back(std::move(member));
    }
    return object;
  }

  Value leaf(int depth) {
    Object object;
    object.push_back(leaf_member(depth));
    return object;
  }

  Member leaf_member(int depth) {
    const Located located = place();
    return {located.path, choices_.below(5) == 0 ? operand(located) : tests(located, depth)};
  }

  // A path of some document with what it holds there; indexes on the way are mostly left out, as
  // authors do.
  Located place() {
    if (known_.empty() || choices_.once_in(8)) return {wild_path(), nullptr};
    Located located = choices_.pick(known_);
    if (!choices_.once_in(3)) located.path = without_indexes(located.path);
    return located;
  }

  static std::string without_indexes(const std::string& path) {
    const FieldPath parsed(path);
    std::string kept;
    for (const FieldPath::Component& component : parsed.components())
      if (component.index < 0) kept += (kept.empty() ? "" : ".") + component.name;
    return kept.empty() ? path : kept;
  }

  std::string wild_path() {
    std::string path(choices_.pick(field_names()));
    while (choices_.once_in(3)) path += "." + std::string(choices_.pick(field_names()));
    return path;
  }

  Value operand(const Located& located) {
    const std::size_t source = choices_.below(8);
    if (source < 5 && located.value != nullptr) return literal(*located.value);
    if (source == 5 && !known_.empty()) return literal(*choices_.pick(known_).value);
    if (source == 6) return literal(wild_value(choices_, 2));
    return choices_.pick(scalars());
  }

  // Values that only documents hold stand for null.
  static Value literal(const Value& value) {
    return value.is(BsonType::Undefined) || value.is(BsonType::DbPointer) ? Value() : value;
  }

  Array operands(const Located& located) {
    Array list;
    for (std::size_t count = choices_.below(4); count > 0; --count)
      list.push_back(operand(located));
    return list;
  }

  // One or two operators, of an `{$…}` object.
  Value tests(const Located& located, int depth) {
    Object object;
    object.push_back(test(located, depth));
    if (choices_.once_in(4)) {
      Member second = test(located, depth);
      if (second.key != object.front().key) object.push_back(std::move(second));
    }
    if (object.front().key == "$regex" && choices_.once_in(2))
      object.push_back({"$options", choices_.pick(regexes()).options});
    return object;
  }

  Member test(const Located& located, int depth) {
    switch (choices_.below(14)) {
      default:
        return {"$eq", operand(located)};
      case 1:
        return {"$ne", no_regex(operand(located))};
      case 2:
      case 3: {
        constexpr std::string_view kOperators[] = {"$gt", "$gte", "$lt", "$lte"};
        return {std::string(choices_.pick(kOperators)), no_regex(operand(located))};
      }
      case 4:
        return {"$in", operands(located)};
      case 5:
        return {"$nin", operands(located)};
      case 6:
        return {"$exists", choices_.below(2) == 0};
      case 7:
        return {"$type", type_operand(located)};
      case 8:
        return size_or_mod();
      case 9:
        return {"$regex", choices_.pick(regexes()).pattern};
      case 10:
        return {"$all", operands(located)};
      case 11:
        return {"$elemMatch", inner(located, depth)};
      case 12:
        return {"$not", depth > 0 ? tests(located, depth - 1) : single("$exists", true)};
      case 13:
        return bits();
    }
  }

  static Value no_regex(Value value) {
    return value.is(BsonType::Regex) ? Value("a") : std::move(value);
  }

  Value type_operand(const Located& located) {
    if (choices_.once_in(5)) return "number";
    const Value& value = located.value != nullptr ? *located.value : choices_.pick(scalars());
    if (choices_.below(2) == 0) return std::string(type_name(value.type()));
    return Array{std::string(type_name(value.type())),
                 std::string(type_name(choices_.pick(scalars()).type()))};
  }

  Member size_or_mod() {
    if (choices_.below(2) == 0) return {"$size", static_cast<std::int32_t>(choices_.below(4))};
    constexpr std::int32_t kDivisors[] = {2, 3, -2, 10, -1};
    return {"$mod", Array{choices_.pick(kDivisors), static_cast<std::int32_t>(choices_.below(3))}};
  }

  Member bits() {
    constexpr std::string_view kOperators[] = {"$bitsAllSet", "$bitsAllClear", "$bitsAnySet",
                                               "$bitsAnyClear"};
    const std::string name(choices_.pick(kOperators));
    switch (choices_.below(3)) {
      case 0:
        return {name, static_cast<std::int32_t>(choices_.below(8))};
      case 1:
        return {name, Array{static_cast<std::int32_t>(choices_.below(3)),
                            static_cast<std::int32_t>(choices_.below(70))}};
      default:
        return {name, Binary{std::string("\x01\x80", 1 + choices_.below(2)), 0}};
    }
  }

  Value inner(const Located& located, int depth) {
    if (depth == 0) return single("$eq", operand(located));
    if (choices_.below(2) == 0) return tests(located, depth - 1);
    const bool outer = std::exchange(in_element_, true);
    Value inner = condition(depth - 1);
    in_element_ = outer;
    return inner;
  }

  Choices& choices_;
  const std::vector<Value>& documents_;
  bool in_element_ = false;
  std::vector<Located> known_;
};

}  // namespace

Value wild_document(Choices& choices, int depth) {
  return wild_object(choices, depth);
}

Trial wild_trial(Choices& choices, const WildSize& size) {
  Trial trial;
  for (int i = 0; i < size.documents; ++i)
    trial.documents.push_back(wild_document(choices, size.document_depth));
  trial.condition = WildCondition(choices, trial.documents).condition(size.condition_depth);
  return trial;
}

}  // namespace tamis::equivalence
