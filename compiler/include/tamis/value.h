// Value: BSON's values, and one total order over them.
//
//   Value v = Value::object({{"a", 1}, {"b", "x"}});
//   compare(Value(1), Value(1.0)) == 0          // numbers compare by exact value
//
// A rule's source: MongoDB manual, "BSON Types" and "Comparison/Sort Order".
#pragma once

#include <array>
#include <cassert>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace tamis {

// BSON's own type codes, as in `$type`.
enum class BsonType : std::int8_t {
  MinKey = -1,
  Double = 1,
  String = 2,
  Object = 3,
  Array = 4,
  Binary = 5,
  Undefined = 6,
  ObjectId = 7,
  Bool = 8,
  Date = 9,
  Null = 10,
  Regex = 11,
  DbPointer = 12,
  JavaScript = 13,
  Symbol = 14,
  JavaScriptWithScope = 15,
  Int32 = 16,
  Timestamp = 17,
  Int64 = 18,
  Decimal128 = 19,
  MaxKey = 127,
};

// "double", "string", "object", "array", "binData", ... as `$type` spells them.
std::string_view type_name(BsonType type);
std::optional<BsonType> type_from_name(std::string_view name);

struct MinKey {
  friend bool operator==(MinKey, MinKey) = default;
};
struct MaxKey {
  friend bool operator==(MaxKey, MaxKey) = default;
};
struct Null {
  friend bool operator==(Null, Null) = default;
};
struct Undefined {
  friend bool operator==(Undefined, Undefined) = default;
};

// Milliseconds since 1970-01-01T00:00:00Z.
struct Date {
  std::int64_t ms = 0;
  friend bool operator==(const Date&, const Date&) = default;
};

// Seconds since 1970 and a counter within the second.
struct Timestamp {
  std::uint32_t t = 0, i = 0;
  friend bool operator==(const Timestamp&, const Timestamp&) = default;
};

struct ObjectId {
  std::array<std::uint8_t, 12> bytes{};
  friend bool operator==(const ObjectId&, const ObjectId&) = default;
};

struct Binary {
  std::string bytes;
  std::uint8_t subtype = 0;
  friend bool operator==(const Binary&, const Binary&) = default;
};

// Options are letters in alphabetical order; those read from BSON are kept as they stood.
struct Regex {
  std::string pattern, options;
  friend bool operator==(const Regex&, const Regex&) = default;
};

struct JavaScript {
  std::string code;
  friend bool operator==(const JavaScript&, const JavaScript&) = default;
};

struct Symbol {
  std::string text;
  friend bool operator==(const Symbol&, const Symbol&) = default;
};

struct DbPointer {
  std::string collection;
  ObjectId id;
  friend bool operator==(const DbPointer&, const DbPointer&) = default;
};

// IEEE 754-2008 decimal128, binary integer decimal encoding, as BSON stores it. Equality is of the
// bits: 1.0 and 1.00 differ here and are equal for compare().
struct Decimal128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  // "1.50", "-1E+3", "Infinity", "NaN" in any case; a text that would have to be rounded to fit
  // gives nullopt, as does one that is no number.
  static std::optional<Decimal128> parse(std::string_view text);
  std::string to_string() const;
  friend bool operator==(const Decimal128&, const Decimal128&) = default;
};

class Value;
struct Member;
struct JavaScriptWithScope;
using Array = std::vector<Value>;
using Object = std::vector<Member>;  // order kept; repeated keys are possible, the first counts

// Copies are deep. Nesting is bounded by whoever reads a value (Limits::nesting, to_bson's limit):
// destruction, comparison and hashing recurse.
class Value {
 public:
  Value();
  Value(std::nullptr_t);           // NOLINT: literals convert
  template <std::same_as<bool> B>  // a pointer is no bool
  Value(B b);                      // NOLINT
  Value(std::int32_t i);           // NOLINT
  Value(std::int64_t i);           // NOLINT
  Value(double d);                 // NOLINT
  Value(std::string s);            // NOLINT
  Value(std::string_view s);       // NOLINT
  Value(const char* s);            // NOLINT
  Value(Array a);                  // NOLINT
  Value(Object o);                 // NOLINT
  Value(Decimal128 d);             // NOLINT
  Value(Date d);                   // NOLINT
  Value(Timestamp t);              // NOLINT
  Value(ObjectId o);               // NOLINT
  Value(Binary b);                 // NOLINT
  Value(Regex r);                  // NOLINT
  Value(JavaScript c);             // NOLINT
  Value(JavaScriptWithScope c);    // NOLINT
  Value(Symbol s);                 // NOLINT
  Value(DbPointer p);              // NOLINT
  Value(MinKey k);                 // NOLINT
  Value(MaxKey k);                 // NOLINT
  Value(Null n);                   // NOLINT
  Value(Undefined u);              // NOLINT
  Value(const Value&);
  Value(Value&&) noexcept;
  Value& operator=(const Value&);
  Value& operator=(Value&&) noexcept;
  ~Value();

  static Value object(std::vector<std::pair<std::string, Value>> members);

  BsonType type() const;
  bool is(BsonType type) const { return this->type() == type; }
  bool is_number() const;  // int32, int64, double or decimal128

  // The alternative, which must be the one asked for: v.as<std::string>(), v.as<Array>() ...
  template <class T>
  const T& as() const;
  template <class T>
  T& as();
  // Null when it is another one.
  template <class T>
  const T* get_if() const;
  template <class T>
  T* get_if();
  // Calls f with the alternative; code with a scope arrives as a std::shared_ptr to it.
  template <class F>
  decltype(auto) visit(F&& f) const;

  // The first member of that name, or null; null also when this is no object.
  const Value* find(std::string_view key) const;

 private:
  // Code with a scope holds an Object, so it is kept behind a pointer; it is never changed.
  using Storage = std::variant<Null, bool, std::int32_t, std::int64_t, double, std::string, Array,
                               Object, Decimal128, Date, Timestamp, ObjectId, Binary, Regex,
                               JavaScript, std::shared_ptr<const JavaScriptWithScope>, Symbol,
                               DbPointer, MinKey, MaxKey, Undefined>;
  Storage v_;
};

struct Member {
  std::string key;
  Value value;
};

struct JavaScriptWithScope {
  std::string code;
  Object scope;
};

// MongoDB's total order over all values: by type family first (MinKey, undefined, null, numbers,
// strings and symbols, objects, arrays, binary, ObjectId, bool, date, timestamp, regex, DBPointer,
// code, code with scope, MaxKey), then within it. NaN equals NaN and is below every number;
// -0.0 equals 0; strings compare by bytes. Negative, zero or positive.
int compare(const Value& a, const Value& b);

// The same place in compare()'s families: an order comparison outside it never matches.
int type_family(BsonType type);
inline bool same_family(const Value& a, const Value& b) {
  return type_family(a.type()) == type_family(b.type());
}

// Numbers by exact value; either may be any number type.
int compare_numbers(const Value& a, const Value& b);

// compare() == 0 implies equal hashes.
std::uint64_t hash_value(const Value& value);

// Same type and same bits all through: what a round trip must give.
bool identical(const Value& a, const Value& b);

}  // namespace tamis

#include <tamis/value_inline.h>
