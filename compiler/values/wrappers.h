// Extended JSON's wrappers, recognised and read over any JSON DOM: a syntax tree, simdjson,
// nlohmann::json. The one place that knows what `{"$oid": …}` and its kin look like.
//
//   std::string scratch;
//   const Wrapper wrapper = wrapper_of(object);                  // None: a plain object
//   auto reading = read_wrapper(wrapper, object, scratch);       // a ScalarView or a problem
//
// Nothing is allocated but `scratch`, which grows to the largest $binary met.
//
// A rule's source: MongoDB Extended JSON (v2) specification, and v1 as mongoexport wrote it.
#pragma once

#include <array>
#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tamis/value.h>

namespace tamis::values {

enum class JsonKind : std::uint8_t {
  Object,
  Array,
  String,
  Integer,  // written as a whole number, and within int64
  Real,     // any other number
  Bool,
  Null,
  Other,  // what JSON does not have: a call, a regular expression
};

// A cheap handle on one value of a DOM.
//   string(), integer(), boolean()  only for the kind
//   each_member(f)  calls f(std::string_view key, J value) -> bool in order until it says false
template <class J>
concept JsonView = std::copyable<J> && requires(const J& json) {
  { json.kind() } -> std::same_as<JsonKind>;
  { json.string() } -> std::convertible_to<std::string_view>;
  { json.integer() } -> std::same_as<std::int64_t>;
  { json.boolean() } -> std::same_as<bool>;
  json.each_member([](std::string_view, const J&) { return true; });
};

enum class Wrapper : std::uint8_t {
  None,
  ObjectId,
  Date,
  Int32,
  Int64,
  Double,
  Decimal128,
  Binary,
  Uuid,
  Timestamp,
  Regex,
  LegacyRegex,  // {"$regex": "…", "$options": "…"}: in a condition it is the operator
  JavaScript,
  Symbol,
  MinKey,
  MaxKey,
  Undefined,
  DbPointer,
};

// A value that holds no other, without owning its text.
//
//   integer  of Int32, Int64 and Date (milliseconds)
//   text     of String, Symbol and JavaScript; a Regex's pattern, a Binary's bytes, a DbPointer's
//            collection
struct ScalarView {
  BsonType type = BsonType::Null;
  bool boolean = false;
  std::uint8_t subtype = 0;
  std::int64_t integer = 0;
  double real = 0.0;
  Decimal128 decimal;
  Timestamp timestamp;
  ObjectId id;
  std::string_view text;
  std::string_view options;
};

Value to_value(const ScalarView& scalar);

enum class WrapperFault : std::uint8_t {
  ExtraKey,    // a key that is not the wrapper's, or stands twice
  MissingKey,  // at the object
  WrongKind,   // the key's value is not of the kind that `takes_of(key)` names
  BadContent,  // it is, but says no such value
  NulByte,     // in text that BSON ends with a NUL
};

// `detail`, where there is one, says more of what is wrong with the content.
template <JsonView J>
struct WrapperProblem {
  WrapperFault fault = WrapperFault::ExtraKey;
  std::string_view key;
  J at;
  std::string_view detail;
};

// Exactly one of value and problem; `scope` is the object of code with a scope, still to be read.
template <JsonView J>
struct WrapperReading {
  ScalarView value;
  std::optional<J> scope;
  std::optional<WrapperProblem<J>> problem;
};

// The wrapper that an object is, decided by its first key and shape; its content may still be
// wrong.
template <JsonView J>
Wrapper wrapper_of(const J& object);

template <JsonView J>
WrapperReading<J> read_wrapper(Wrapper wrapper, const J& object, std::string& scratch);

// What the key takes, to follow the word: "a string of 24 hexadecimal digits".
std::string_view takes_of(std::string_view key);

// The key that a wrapper is known by: "$oid".
std::string_view name_of(Wrapper wrapper);

}  // namespace tamis::values

#include "compiler/values/wrappers_inline.h"
