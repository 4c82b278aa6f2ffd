#include "backends/mongodb/conjunction.h"

#include <algorithm>
#include <cassert>
#include <iterator>
#include <unordered_set>

namespace tamis::mongodb {
namespace {

bool begins_with_dollar(const Value& value) {
  const auto* object = value.get_if<Object>();
  return object != nullptr && !object->empty() && object->front().key.starts_with("$");
}

void append(Object& object, const std::string& op, Value operand) {
  auto* regex = operand.get_if<Regex>();
  if (regex == nullptr || op != "$regex") {
    object.push_back({op, std::move(operand)});
    return;
  }
  object.push_back({op, std::move(regex->pattern)});
  if (!regex->options.empty()) object.push_back({"$options", std::move(regex->options)});
}

void append_all(Array& to, Array& from) {
  std::move(from.begin(), from.end(), std::back_inserter(to));
}

// `{$eq: 1}` as plain 1, where that reads back as the same.
Value as_member(Object operators) {
  if (operators.size() != 1 || operators.front().key != "$eq") return operators;
  Value& operand = operators.front().value;
  if (operand.is(BsonType::Regex) || begins_with_dollar(operand)) return operators;
  return std::move(operand);
}

}  // namespace

bool can_be_listed(const Value& value) {
  return !value.is(BsonType::Regex) && !begins_with_dollar(value);
}

Conjunction::Group& Conjunction::group(const std::string& key, bool logical) {
  const auto [it, is_new] = by_key_.emplace(key, groups_.size());
  if (is_new) groups_.push_back({key, logical, {}});
  return groups_[it->second];
}

void Conjunction::add(const std::string& key, std::string_view op, Value operand) {
  group(key, false).tests.push_back({std::string(op), std::move(operand)});
}

void Conjunction::add_once(const std::string& key, std::string_view op, const Value& operand) {
  const std::vector<Test>& tests = group(key, false).tests;
  if (!tests.empty() && tests.back().op == op && identical(tests.back().operand, operand)) return;
  add(key, op, operand);
}

void Conjunction::add_logical(std::string_view op, Value operand) {
  group(std::string(op), true).tests.push_back({"", std::move(operand)});
}

// Two or more equalities, searches or `$elemMatch` of one field are one `$all`.
void Conjunction::join(std::vector<Test>& tests) {
  const auto count = [&](std::string_view op) {
    return std::count_if(tests.begin(), tests.end(), [&](const Test& t) { return t.op == op; });
  };
  const bool equalities = count("$eq") > 1;
  const bool searches = count("$regex") > 1;
  const bool matches = count("$elemMatch") > 1;
  const bool negations = count("$not") > 1;
  if (!equalities && !searches && !matches && !negations) return;
  std::vector<Test> joined;
  std::size_t values = tests.size(), elements = tests.size();  // where each `$all` stands
  const auto put = [&](std::size_t& at, Value member) {
    if (at == tests.size()) {
      at = joined.size();
      joined.push_back({"$all", Array()});
    }
    joined[at].operand.as<Array>().push_back(std::move(member));
  };
  for (Test& test : tests) {
    if ((equalities && test.op == "$eq" && can_be_listed(test.operand)) ||
        (searches && test.op == "$regex"))
      put(values, std::move(test.operand));
    else if (matches && test.op == "$elemMatch")
      put(elements, single("$elemMatch", std::move(test.operand)));
    else if (negations && test.op == "$not" && test.operand.is(BsonType::Regex))
      joined.push_back({"$nin", Array{std::move(test.operand)}});
    else
      joined.push_back(std::move(test));
  }
  tests = std::move(joined);
}

// Lists of what must all fail are one list, and expressions of `$expr` have an `$and` of their own.
void Conjunction::join_logical(const std::string& op, std::vector<Test>& tests) {
  if (tests.size() < 2) return;
  if (op == "$nor") {
    auto& all = tests.front().operand.as<Array>();
    for (std::size_t i = 1; i < tests.size(); ++i) append_all(all, tests[i].operand.as<Array>());
    tests.resize(1);
  } else if (op == "$expr") {
    Array all;
    for (Test& test : tests) all.push_back(std::move(test.operand));
    tests.resize(1);
    tests.front().operand = single("$and", std::move(all));
  }
}

// As few objects as hold each operator once; a repeated one goes into the next.
std::vector<Object> Conjunction::layers_of(std::vector<Test> tests) {
  std::vector<Object> layers;
  std::unordered_map<std::string, std::size_t> next;
  for (Test& test : tests) {
    const std::size_t layer = next[test.op]++;
    if (layer == layers.size()) layers.emplace_back();
    append(layers[layer], test.op, std::move(test.operand));
  }
  return layers;
}

std::optional<std::string> Conjunction::only_field() const {
  if (groups_.size() != 1 || groups_.front().logical) return std::nullopt;
  std::unordered_set<std::string_view> seen;
  for (const Test& test : groups_.front().tests)
    if (!seen.insert(test.op).second) return std::nullopt;
  return groups_.front().key;
}

Value Conjunction::condition() && {
  Object object;
  Array apart;
  std::optional<std::size_t> place;  // of an `$and` that was written
  const auto put = [&](const std::string& key, std::vector<Value> parts) {
    if (parts.size() == 1)
      object.push_back({key, std::move(parts.front())});
    else
      for (Value& part : parts) apart.push_back(single(key, std::move(part)));
  };
  for (Group& group : groups_) {
    if (grouping_ == Grouping::Joined)
      group.logical ? join_logical(group.key, group.tests) : join(group.tests);
    std::vector<Value> parts;
    if (!group.logical) {
      for (Object& layer : layers_of(std::move(group.tests)))
        parts.push_back(as_member(std::move(layer)));
    } else if (group.key == "$and") {
      place = object.size();
      object.push_back({"$and", {}});
      for (Test& test : group.tests) append_all(apart, test.operand.as<Array>());
      continue;
    } else {
      for (Test& test : group.tests) parts.push_back(std::move(test.operand));
    }
    put(group.key, std::move(parts));
  }
  if (place)
    object[*place].value = std::move(apart);
  else if (!apart.empty())
    object.push_back({"$and", std::move(apart)});
  return object;
}

Value Conjunction::operators() && {
  if (groups_.empty()) return single("$nin", Array());  // any element; `{}` asks for containers
  assert(groups_.size() == 1);
  std::vector<Test> tests = std::move(groups_.front().tests);
  if (grouping_ == Grouping::Joined) join(tests);
  const auto is_negation = [](const Test& test) { return test.op == "$not"; };
  assert(std::count_if(tests.begin(), tests.end(), is_negation) <= 1);
  std::optional<Test> negation;
  if (const auto it = std::find_if(tests.begin(), tests.end(), is_negation); it != tests.end()) {
    negation = std::move(*it);
    tests.erase(it);
  }
  std::vector<Object> layers = layers_of(std::move(tests));
  if (layers.empty()) layers.emplace_back();
  if (negation) append(layers.back(), negation->op, std::move(negation->operand));
  Object all = std::move(layers.back());
  for (std::size_t i = layers.size() - 1; i-- > 0;) {
    layers[i].push_back({"$not", single("$not", std::move(all))});
    all = std::move(layers[i]);
  }
  return all;
}

}  // namespace tamis::mongodb
