#include "tests/support/equivalence/disturb.h"

#include <algorithm>

#include "compiler/condition_data.h"

namespace tamis::equivalence {
namespace {

bool is_logical(std::string_view key) {
  return key == "$and" || key == "$or" || key == "$nor";
}

// Of one path: `{"field": path, "operator": …, "value": …}`, where one operator is all there is.
class SegmentsForm {
 public:
  bool changed() const { return changed_; }

  Value of(const Value& condition) {
    const auto& members = condition.as<Object>();
    if (members.size() == 1 && !members.front().key.starts_with("$"))
      if (auto form = of_field(members.front())) return changed_ = true, *std::move(form);
    Object result;
    for (const Member& member : members) result.push_back(of_member(member));
    return result;
  }

 private:
  Member of_member(const Member& member) {
    const auto* list = member.value.get_if<Array>();
    if (!is_logical(member.key) || list == nullptr) return member;
    Array conditions;
    for (const Value& child : *list)
      conditions.push_back(child.is(BsonType::Object) ? of(child) : child);
    const bool has_alias = member.key == "$and" || member.key == "$or";
    if (has_alias) changed_ = true;
    const std::string alias = member.key == "$and" ? "AND" : "OR";
    return {has_alias ? alias : member.key, std::move(conditions)};
  }

  static Value form(const std::string& field, std::string_view op, Value value) {
    return Value::object({{"field", field}, {"operator", op}, {"value", std::move(value)}});
  }

  static bool is_plain(const Value& value) {
    return !value.is(BsonType::Array) && !value.is(BsonType::Object) && !value.is(BsonType::Regex);
  }

  static std::optional<Value> of_field(const Member& field) {
    const auto* tests = field.value.get_if<Object>();
    if (tests == nullptr || tests->size() != 1) return std::nullopt;
    const auto& [op, operand] = tests->front();
    constexpr std::string_view kCompared[] = {"$eq", "$ne", "$gt", "$gte", "$lt", "$lte"};
    if ((op == "$eq" || op == "$ne") && operand.is(BsonType::Null))
      return form(field.key, "exists", op == "$ne");
    if (std::ranges::find(kCompared, op) != std::end(kCompared) && is_plain(operand))
      return form(field.key, std::string_view(op).substr(1), operand);
    if ((op == "$in" || op == "$nin") && std::ranges::all_of(operand.as<Array>(), is_plain))
      return form(field.key, std::string_view(op).substr(1), operand);
    if (op == "$regex") return of_pattern(field.key, operand.as<std::string>());
    return std::nullopt;
  }

  static std::optional<Value> of_pattern(const std::string& field, std::string_view pattern) {
    const bool from_start = pattern.starts_with("^");
    const bool to_end = pattern.ends_with("\\z");
    if (from_start) pattern.remove_prefix(1);
    if (to_end) pattern.remove_suffix(2);
    if ((from_start && to_end) || pattern.find_first_of("\\^$.|?*+()[]{}") != pattern.npos)
      return std::nullopt;
    return form(field, from_start ? "startsWith" : to_end ? "endsWith" : "contains", pattern);
  }

  bool changed_ = false;
};

}  // namespace

Value reversed(const Value& condition) {
  Object changed;
  for (const Member& member : condition.as<Object>()) {
    const auto* list = member.value.get_if<Array>();
    if (!is_logical(member.key) || list == nullptr) {
      changed.push_back(member);
      continue;
    }
    Array children;
    for (const Value& child : *list)
      children.push_back(child.is(BsonType::Object) ? reversed(child) : child);
    std::reverse(children.begin(), children.end());
    changed.push_back({member.key, std::move(children)});
  }
  std::reverse(changed.begin(), changed.end());
  return changed;
}

std::vector<Value> conjuncts(const Value& condition) {
  const auto& members = condition.as<Object>();
  if (members.size() == 1 && members.front().key == "$and") {
    const auto& list = members.front().value.as<Array>();
    return {list.begin(), list.end()};
  }
  std::vector<Value> parts;
  for (const Member& member : members) parts.push_back(Object{member});
  return parts;
}

std::optional<Value> in_segments_form(const Value& condition) {
  SegmentsForm form;
  Value result = form.of(condition);
  return form.changed() ? std::optional(std::move(result)) : std::nullopt;
}

std::vector<Value> with_unrelated_field(const std::vector<Value>& documents) {
  std::vector<Value> changed = documents;
  for (Value& document : changed) {
    auto& members = document.as<Object>();
    members.insert(members.begin(), {"unrelated", Array{1, "a"}});
  }
  return changed;
}

Condition with_laws(const Condition& condition, std::span<const Rewrite> laws) {
  auto data = std::make_shared<Condition::Data>(condition.options(),
                                                CheckedExpression(condition.checked()));
  data->options.normalize = false;  // for those who compile it once more
  data->plan = plan(data->checked);
  normalize(data->plan, laws);
  return Condition(std::shared_ptr<const Condition::Data>(std::move(data)));
}

}  // namespace tamis::equivalence
