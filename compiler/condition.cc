#include <tamis/condition.h>

#include <fmt/format.h>

#include <algorithm>
#include <mutex>
#include <set>

#include "compiler/condition_data.h"
#include "compiler/json_schema/json_schema.h"
#include "compiler/print/print.h"
#include "compiler/values/sha256.h"

namespace tamis {
namespace {

void collect_fields(const MatchNode& node, const std::string& prefix, std::set<std::string>& out) {
  std::string inner = prefix;
  if (node.is_leaf() && !node.self) {
    out.insert(prefix + node.path.text());
    inner += node.path.text() + ".";
  }
  if (node.json_schema) {
    std::vector<std::string> named;
    collect_fields(*node.json_schema, "", named);
    out.insert(named.begin(), named.end());
  }
  for (const MatchNode& child : node.children) collect_fields(child, inner, out);
}

// Calls found(field, date math) for each relative date below the node, in text order.
template <class Found>
void each_date_math(const MatchNode& node, const std::string& prefix, const Found& found) {
  const bool named = node.is_leaf() && !node.self;
  // The test of an element itself is one of the array's.
  const std::string field = named            ? prefix + node.path.text()
                            : prefix.empty() ? prefix
                                             : prefix.substr(0, prefix.size() - 1);
  if (node.operand.date_math) found(field, node.operand.date_math);
  for (const Operand& operand : node.list)
    if (operand.date_math) found(field, operand.date_math);
  const std::string inner = named ? field + "." : prefix;
  for (const MatchNode& child : node.children) each_date_math(child, inner, found);
}

// Elements of an array that a schema does not bound are taken to be this many.
constexpr double kElements = 4;
constexpr double kRegexCost = 10;

double leaf_cost(const MatchNode& node) {
  double cost = 1 + 0.25 * static_cast<double>(node.path.size());
  for (const Operand& operand : node.list) cost += operand.regex ? kRegexCost : 0.05;
  if (node.op == MatchOp::Regex) cost += kRegexCost;
  return cost;
}

double cost_of(const JsonSchema& schema) {
  double cost = 0;
  for (const SchemaRule& rule : schema.rules) {
    cost += 1 + kRegexCost * static_cast<double>(rule.patterns.size());
    for (const JsonSchema& inner : rule.schemas) cost += cost_of(inner);
  }
  return cost;
}

double cost_of(const MatchNode& node, const CheckedExpression& checked) {
  double inner = 0;
  for (const MatchNode& child : node.children) inner += cost_of(child, checked);
  if (node.json_schema) return inner + cost_of(*node.json_schema);
  if (!node.is_leaf()) return inner;
  const bool one = node.self || checked.facts_of(node).single();
  return leaf_cost(node) * (one ? 1 : kElements) + inner * kElements;
}

Result<Condition> join(const std::vector<Condition>& conditions, std::string_view op,
                       std::string_view empty) {
  CompileOptions options;
  if (!conditions.empty()) options = conditions.front().options();
  options.spelling = Spelling::MongoDb;
  std::string text(empty);
  if (!conditions.empty()) {
    text = fmt::format("{{\"{}\": [", op);
    for (std::size_t i = 0; i < conditions.size(); ++i)
      text += (i == 0 ? "" : ", ") + conditions[i].canonical_text();
    text += "]}";
  }
  return compile(Source("<joined>", std::move(text)), options);
}

}  // namespace

const Source& Condition::source() const {
  return data_->checked.expression.source;
}
const std::optional<Schema>& Condition::schema() const {
  return data_->checked.schema;
}
const CompileOptions& Condition::options() const {
  return data_->options;
}
const CheckedExpression& Condition::checked() const {
  return data_->checked;
}
const Plan& Condition::plan() const {
  return data_->plan;
}

const std::string& Condition::canonical_text() const {
  std::call_once(data_->canonical_once,
                 [&] { data_->canonical = tamis::canonical_text(data_->checked).text; });
  return data_->canonical;
}

std::string Condition::hash() const {
  return "v1:" + sha256_hex(canonical_text());
}

const std::vector<std::string>& Condition::fields() const {
  std::call_once(data_->fields_once, [&] {
    std::set<std::string> fields;
    collect_fields(data_->checked.expression.root, "", fields);
    data_->fields.assign(fields.begin(), fields.end());
  });
  return data_->fields;
}

double Condition::cost() const {
  return cost_of(data_->checked.expression.root, data_->checked);
}

std::string Condition::english() const {
  return tamis::english(data_->checked);
}

bool Condition::depends_on_now() const {
  bool depends = false;
  each_date_math(data_->checked.expression.root, "",
                 [&](const std::string&, const auto&) { depends = true; });
  return depends;
}

std::vector<RelativeDate> Condition::relative_dates() const {
  std::string zone = options().time_zone;
  if (zone.empty() && schema()) zone = schema()->time_zone();
  std::vector<RelativeDate> dates;
  each_date_math(
      data_->checked.expression.root, "",
      [&](const std::string& field, const auto& math) { dates.emplace_back(field, math, zone); });
  return dates;
}

Result<Condition> Condition::all_of(const std::vector<Condition>& conditions) {
  return join(conditions, "$and", "{}");
}

Result<Condition> Condition::any_of(const std::vector<Condition>& conditions) {
  return join(conditions, "$or", R"({"$alwaysFalse": 1})");
}

}  // namespace tamis
