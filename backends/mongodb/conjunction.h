// Conjunction: tests that all must hold, put together into one object of a filter.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <tamis/value.h>

namespace tamis::mongodb {

// An object of one member.
inline Value single(std::string key, Value value) {
  Object object;
  object.push_back({std::move(key), std::move(value)});
  return object;
}

// Whether a value may be a member of `$in`, `$nin` and `$all`: a regex there would search, and an
// object that begins with `$` would be refused.
bool can_be_listed(const Value& value);

// How tests that cannot share an object, such as two `$eq` of one field, are brought together.
enum class Grouping : std::uint8_t {
  Joined,   // by `$all`, `$nin` and `$nor` where that says the same
  Verbatim  // by `$and` alone
};

class Conjunction {
 public:
  explicit Conjunction(Grouping grouping) : grouping_(grouping) {}

  // A test of a field, or with "" of the element that a `$elemMatch` looks at. The operand of
  // `$regex` is a Regex.
  void add(const std::string& key, std::string_view op, Value operand);
  // The same, unless this very test was the last of its field.
  void add_once(const std::string& key, std::string_view op, const Value& operand);
  // `$and`, `$or` and `$nor`, with an array; `$expr`; `$comment` and the like.
  void add_logical(std::string_view op, Value operand);

  // The key of all that was added, if it is tests of one field, no operator twice among them.
  std::optional<std::string> only_field() const;

  // `{field: {…}, $or: […]}`; what cannot stand beside the rest goes into `$and`.
  Value condition() &&;
  // `{$gt: 1, $lt: 2}`: tests of one field, without its key. What cannot stand beside the rest is
  // negated twice, as an element's operators have no `$and`. At most one `$not` may be among them.
  Value operators() &&;

 private:
  struct Test {
    std::string op;  // "" for a logical operator's operand
    Value operand;
  };
  struct Group {
    std::string key;
    bool logical = false;
    std::vector<Test> tests;
  };

  Group& group(const std::string& key, bool logical);
  static void join(std::vector<Test>& tests);
  static void join_logical(const std::string& op, std::vector<Test>& tests);
  static std::vector<Object> layers_of(std::vector<Test> tests);

  Grouping grouping_;
  std::vector<Group> groups_;
  std::unordered_map<std::string, std::size_t> by_key_;
};

}  // namespace tamis::mongodb
