// Value: BSON's values, and one total order over them.
//
//   Value v = Value::object({{"a", 1}, {"b", "x"}});
//   compare(Value(1), Value(1.0)) == 0          // numbers compare by exact value
//
// A rule's source: MongoDB manual, "BSON Types" and "Comparison/Sort Order".
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include <tamis/result.h>

namespace tamis {

// BSON's own type codes, as in `$type`.
enum class BsonType : std::int8_t {
  MinKey = -1, Double = 1, String = 2, Object = 3, Array = 4, Binary = 5, Undefined = 6,
  ObjectId = 7, Bool = 8, Date = 9, Null = 10, Regex = 11, DbPointer = 12, JavaScript = 13,
  Symbol = 14, JavaScriptWithScope = 15, Int32 = 16, Timestamp = 17, Int64 = 18,
  Decimal128 = 19, MaxKey = 127,
};

// "double", "string", "object", "array", "binData", ... as `$type` spells them.
std::string_view type_name(BsonType type);
std::optional<BsonType> type_from_name(std::string_view name);

struct MinKey { friend bool operator==(MinKey, MinKey) = default; };
struct MaxKey { friend bool operator==(MaxKey, MaxKey) = default; };
struct Null { friend bool operator==(Null, Null) = default; };
struct Undefined { friend bool operator==(Undefined, Undefined) = default; };
struct Date { std::int64_t ms = 0; };  // milliseconds since 1970-01-01T00:00:00Z
struct Timestamp { std::uint32_t t = 0, i = 0; };
struct ObjectId { std::array<std::uint8_t, 12> bytes{}; };
struct Binary { std::string bytes; std::uint8_t subtype = 0; };
struct Regex { std::string pattern, options; };  // options: letters in alphabetical order
struct JavaScript { std::string code; };
struct Symbol { std::string text; };
struct DbPointer { std::string collection; ObjectId id; };

// IEEE 754-2008 decimal128, binary integer decimal encoding, as BSON stores it.
struct Decimal128 {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  static std::optional<Decimal128> parse(std::string_view text);  // rounds nothing: inexact → nullopt
  std::string to_string() const;
};

class Value;
struct Member;
using Array = std::vector<Value>;
using Object = std::vector<Member>;  // order kept; repeated keys are possible, the first counts
struct JavaScriptWithScope;

class Value {
 public:
  Value() : v_(Null{}) {}
  Value(std::nullptr_t) : v_(Null{}) {}                       // NOLINT: literals convert
  Value(bool b) : v_(b) {}                                    // NOLINT
  Value(std::int32_t i) : v_(i) {}                            // NOLINT
  Value(std::int64_t i) : v_(i) {}                            // NOLINT
  Value(double d) : v_(d) {}                                  // NOLINT
  Value(std::string s) : v_(std::move(s)) {}                  // NOLINT
  Value(std::string_view s) : v_(std::string(s)) {}           // NOLINT
  Value(const char* s) : v_(std::string(s)) {}                // NOLINT
  Value(Array a);                                             // NOLINT
  Value(Object o);                                            // NOLINT
  Value(Decimal128 d) : v_(d) {}                              // NOLINT
  Value(Date d) : v_(d) {}                                    // NOLINT
  Value(Timestamp t) : v_(t) {}                               // NOLINT
  Value(ObjectId o) : v_(o) {}                                // NOLINT
  Value(Binary b);                                            // NOLINT
  Value(Regex r);                                             // NOLINT
  Value(JavaScript c);                                        // NOLINT
  Value(JavaScriptWithScope c);                               // NOLINT
  Value(Symbol s);                                            // NOLINT
  Value(DbPointer p);                                         // NOLINT
  Value(MinKey k) : v_(k) {}                                  // NOLINT
  Value(MaxKey k) : v_(k) {}                                  // NOLINT
  Value(Null n) : v_(n) {}                                    // NOLINT
  Value(Undefined u) : v_(u) {}                               // NOLINT
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
  template <class T> const T& as() const { return std::get<T>(v_); }
  template <class T> T& as() { return std::get<T>(v_); }
  template <class T> const T* get_if() const { return std::get_if<T>(&v_); }
  template <class F> decltype(auto) visit(F&& f) const { return std::visit(std::forward<F>(f), v_); }

  // The first member of that name, or null; null also when this is no object.
  const Value* find(std::string_view key) const;

 private:
  struct Scope;  // JavaScriptWithScope holds an Object, so it is kept behind a pointer
  std::variant<Null, bool, std::int32_t, std::int64_t, double, std::string, Array, Object,
               Decimal128, Date, Timestamp, ObjectId, Binary, Regex, JavaScript,
               std::shared_ptr<const JavaScriptWithScope>, Symbol, DbPointer, MinKey, MaxKey,
               Undefined>
      v_;
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
