#include "tests/exhaustive/vocabulary.h"

#include <optional>

namespace tamis::exhaustive {
namespace {

Value object_b(Value value) {
  return Value::object({{"b", std::move(value)}});
}

std::vector<Value> held_by_a() {
  const Value decimal = *Decimal128::parse("1.0");
  std::vector<Value> values = {nullptr,
                               0,
                               1,
                               2,
                               std::int64_t{1},
                               1.0,
                               decimal,
                               1.5,
                               -3,
                               "a",
                               "b",
                               "",
                               true,
                               false,
                               Date{1},
                               MinKey{},
                               MaxKey{},
                               Undefined{},
                               Regex{"a", ""},
                               Binary{"\x05", 0}};
  const std::vector<Value> elements = {nullptr,
                                       1,
                                       2.0,
                                       "a",
                                       Array{},
                                       Array{1},
                                       Value(Object{}),
                                       object_b(1),
                                       object_b(nullptr),
                                       object_b(Array{1, "a"})};
  values.push_back(Array{});
  for (const Value& element : elements) values.push_back(Array{element});
  for (const Value& element : elements) values.push_back(Array{element, "a"});
  for (const Value& element : elements) values.push_back(Array{0, element});
  values.push_back(Array{Array{object_b(1)}});
  values.push_back(Array{object_b(2), object_b(1)});
  values.push_back(Object{});
  for (const Value& element : elements) values.push_back(object_b(element));
  for (const Value& element : elements) values.push_back(object_b(Array{element}));
  values.push_back(Value::object({{"0", 1}}));
  values.push_back(Value::object({{"0", object_b(1)}, {"b", 2}}));
  values.push_back(Value::object({{"b", 1}, {"c", 2}}));
  values.push_back(Value::object({{"c", 2}, {"b", 1}}));
  return values;
}

std::vector<Value> make_documents() {
  std::vector<Value> documents = {Object{}, Value::object({{"c", 1}})};
  const std::vector<Value> others = {nullptr, 1, "a", Array{1, 2}};
  std::size_t turn = 0;
  for (const Value& value : held_by_a()) {
    documents.push_back(Value::object({{"a", value}}));
    documents.push_back(Value::object({{"a", value}, {"c", others[turn++ % others.size()]}}));
  }
  return documents;
}

}  // namespace

const std::vector<Value>& documents() {
  static const std::vector<Value> all = make_documents();
  return all;
}

const std::vector<std::string>& paths() {
  static const std::vector<std::string> all = {"a", "a.b", "a.0", "a.0.b", "c"};
  return all;
}

const std::vector<std::string>& tests() {
  static const std::vector<std::string> all = {
      R"({"$eq":null})",
      R"({"$eq":1})",
      R"({"$eq":"a"})",
      R"({"$eq":[]})",
      R"({"$eq":[1]})",
      R"({"$eq":{}})",
      R"({"$eq":{"b":1}})",
      R"({"$eq":true})",
      R"({"$ne":null})",
      R"({"$ne":1})",
      R"({"$ne":[1]})",
      R"({"$ne":{"b":1}})",
      R"({"$gt":1})",
      R"({"$gte":1})",
      R"({"$lt":1})",
      R"({"$lte":1.0})",
      R"({"$gt":"a"})",
      R"({"$lte":"a"})",
      R"({"$gte":null})",
      R"({"$gt":null})",
      R"({"$lt":[1]})",
      R"({"$gte":[]})",
      R"({"$gt":{}})",
      R"({"$gte":{"$minKey":1}})",
      R"({"$lt":{"$maxKey":1}})",
      R"({"$in":[]})",
      R"({"$in":[null]})",
      R"({"$in":[1,"a"]})",
      R"({"$in":[[1],{"b":1}]})",
      R"({"$in":[{"$regularExpression":{"pattern":"^a","options":""}},2]})",
      R"({"$nin":[]})",
      R"({"$nin":[null,1]})",
      R"({"$nin":["a"]})",
      R"({"$exists":true})",
      R"({"$exists":false})",
      R"({"$type":"number"})",
      R"({"$type":"array"})",
      R"({"$type":"object"})",
      R"({"$type":["null","string"]})",
      R"({"$size":0})",
      R"({"$size":2})",
      R"({"$mod":[2,1]})",
      R"({"$regex":"a"})",
      R"({"$all":[]})",
      R"({"$all":[1]})",
      R"({"$all":[[1]]})",
      R"({"$all":[1,"a"]})",
      R"({"$elemMatch":{"$eq":1}})",
      R"({"$elemMatch":{"$ne":1}})",
      R"({"$elemMatch":{"$gte":0,"$lt":2}})",
      R"({"$elemMatch":{"b":1}})",
      R"({"$elemMatch":{"b":null}})",
      R"({"$elemMatch":{"0":1}})",
      R"({"$elemMatch":{"$elemMatch":{"$eq":1}}})",
      R"({"$bitsAllSet":5})",
      R"({"$bitsAnyClear":[0,2]})",
  };
  return all;
}

}  // namespace tamis::exhaustive
