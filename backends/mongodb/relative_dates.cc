#include "backends/mongodb/relative_dates.h"

#include <algorithm>
#include <cstdlib>

#include <fmt/format.h>

#include "backends/mongodb/conjunction.h"
#include "compiler/values/date_math.h"
#include "compiler/values/time_zone.h"

namespace tamis::mongodb {
namespace {

using Step = DateMath::Step;

struct Unit {
  char letter;
  std::string_view name;
  std::int64_t
      ms;  // exact for units of elapsed time, and for the others in a zone that never jumps
};

constexpr std::int64_t kDay = 86'400'000;
constexpr Unit kUnits[] = {{'y', "year", 366 * kDay}, {'M', "month", 31 * kDay},
                           {'w', "week", 7 * kDay},   {'d', "day", kDay},
                           {'h', "hour", 3'600'000},  {'m', "minute", 60'000},
                           {'s', "second", 1'000}};

const Unit& unit_of(char letter) {
  return *std::find_if(std::begin(kUnits), std::end(kUnits),
                       [&](const Unit& unit) { return unit.letter == letter; });
}

// Of what is in use when a filter runs: zones that jumped in another age are steady.
bool is_steady(std::string_view zone) {
  constexpr std::int64_t kYear2020 = 1'577'836'800'000;
  const auto clock = ZoneClock::find(zone);
  return clock && clock->next_jump(kYear2020) == ZoneClock::kNeverJumps;
}

// The years of date math saturate at 0 and 9999, those of the server do not.
bool stays_in_calendar(const DateMath& math) {
  constexpr std::int64_t kMost = std::int64_t{1900} * 366 * kDay;
  std::int64_t far = 0;
  for (const Step& step : math.steps) {
    const std::int64_t unit = unit_of(step.unit).ms;
    const std::int64_t count = std::abs(step.count);
    if (count > kMost / unit) return false;
    far += count * unit;
    if (far > kMost) return false;
  }
  return true;
}

class Expression {
 public:
  Expression(std::string_view zone, Version version)
      : zone_(zone == "Z" || zone.empty() ? "UTC" : zone), version_(version) {}

  std::optional<Value> of(const DateMath& math) {
    Value date = "$$NOW";
    for (const Step& step : math.steps) {
      const bool add = step.kind == Step::Kind::Add;
      if (add && step.count == 0) continue;
      std::optional<Value> next = add ? sum(std::move(date), step) : floor(std::move(date), step);
      if (!next) return std::nullopt;
      date = std::move(*next);
    }
    return date;
  }

 private:
  bool is_utc() const { return zone_ == "UTC"; }

  void add_zone(Object& object) const {
    if (!is_utc()) object.push_back({"timezone", zone_});
  }

  std::optional<Value> sum(Value date, const Step& step) const {
    const Unit& unit = unit_of(step.unit);
    if (version_ == Version::V4_4) {
      if (step.unit == 'y' || step.unit == 'M') return std::nullopt;
      return single("$add", Array{std::move(date), step.count * unit.ms});
    }
    Object parts;
    parts.push_back({"startDate", std::move(date)});
    parts.push_back({"unit", unit.name});
    parts.push_back({"amount", static_cast<std::int32_t>(std::abs(step.count))});
    add_zone(parts);
    return single(step.count < 0 ? "$dateSubtract" : "$dateAdd", std::move(parts));
  }

  std::optional<Value> floor(Value date, const Step& step) const {
    if (version_ == Version::V4_4) return floor_by_parts(std::move(date), step.unit);
    Object parts;
    parts.push_back({"date", std::move(date)});
    parts.push_back({"unit", unit_of(step.unit).name});
    add_zone(parts);
    if (step.unit == 'w') parts.push_back({"startOfWeek", "monday"});
    return single("$dateTrunc", std::move(parts));
  }

  // A date of its larger parts alone, for servers without `$dateTrunc`.
  Value floor_by_parts(Value date, char unit) const {
    Object parts;
    const auto add = [&](const char* name, const char* op) {
      Object of;
      of.push_back({"date", "$$date"});
      add_zone(of);
      parts.push_back({name, single(op, std::move(of))});
    };
    if (unit == 'w') {
      add("isoWeekYear", "$isoWeekYear");
      add("isoWeek", "$isoWeek");
    } else {
      constexpr std::string_view kLarger = "yMdhms";
      constexpr const char* kParts[][2] = {{"year", "$year"},      {"month", "$month"},
                                           {"day", "$dayOfMonth"}, {"hour", "$hour"},
                                           {"minute", "$minute"},  {"second", "$second"}};
      for (std::size_t i = 0; i <= kLarger.find(unit); ++i) add(kParts[i][0], kParts[i][1]);
    }
    add_zone(parts);
    Object let;
    let.push_back({"vars", single("date", std::move(date))});
    let.push_back({"in", single("$dateFromParts", std::move(parts))});
    return single("$let", std::move(let));
  }

  std::string zone_;
  Version version_;
};

void bind(Operand& operand, std::int64_t now_ms, std::string_view zone) {
  if (!operand.date_math) return;
  operand.value = Date{resolve(*operand.date_math, now_ms, zone)};
  operand.date_math.reset();
}

void bind(PlanNode& node, std::int64_t now_ms, std::string_view zone) {
  if (node.test) {
    bind(node.test->operand, now_ms, zone);
    for (Operand& operand : node.test->list) bind(operand, now_ms, zone);
    sort_list(node.test->list);
  }
  for (PlanNode& child : node.children) bind(child, now_ms, zone);
}

}  // namespace

void bind_dates(Plan& plan, std::int64_t now_ms, std::string_view zone) {
  bind(plan.root, now_ms, zone);
}

std::variant<Value, NoExpression> expression_of(const DateMath& math, std::string_view zone,
                                                Version version) {
  if (!stays_in_calendar(math))
    return NoExpression{"B030",
                        "it reaches centuries away, where dates have an end and the "
                        "server's do not"};
  const bool elapsed = std::all_of(math.steps.begin(), math.steps.end(), [](const Step& step) {
    return step.kind == Step::Kind::Add &&
           std::string_view("hms").find(step.unit) != std::string_view::npos;
  });
  if (!elapsed && !is_steady(zone))
    return NoExpression{
        "B030", fmt::format("clocks in `{}` jump, and the server may see a jump otherwise", zone)};
  if (std::optional<Value> date = Expression(zone, version).of(math)) return *std::move(date);
  return NoExpression{"B031", "MongoDB 4.4 has no `$dateAdd` to add months or years with"};
}

std::variant<FieldInExpression, NoExpression> field_in_expression(const std::string& stored_path,
                                                                  const FieldFacts* facts,
                                                                  TestOp op) {
  if (facts == nullptr || !facts->single())
    return NoExpression{"B030",
                        "an array may stand at the field, and `$expr` would compare it as "
                        "a whole"};
  const FieldPath path(stored_path);
  for (const FieldPath::Component& component : path.components())
    if (component.name.empty() || component.name.starts_with("$"))
      return NoExpression{"B030", "an expression cannot name the field"};
  constexpr TypeSet kAbove{BsonType::Timestamp,           BsonType::Regex,
                           BsonType::DbPointer,           BsonType::JavaScript,
                           BsonType::JavaScriptWithScope, BsonType::MaxKey};
  FieldInExpression field{"$" + stored_path};
  if (op == TestOp::Gt || op == TestOp::Gte)
    field.needs_type = facts->types.intersects(kAbove);
  else if (op == TestOp::Lt || op == TestOp::Lte)
    field.needs_type = facts->maybe_missing || !facts->types.within({BsonType::Date});
  return field;
}

}  // namespace tamis::mongodb
