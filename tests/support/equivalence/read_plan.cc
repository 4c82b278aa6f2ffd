#include "tests/support/equivalence/read_plan.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <tamis/compile.h>
#include <tamis/extended_json.h>

#include "compiler/print/print.h"
#include "compiler/values/date_math.h"

namespace tamis::equivalence {
namespace {

[[noreturn]] void fail(std::string_view what) {
  throw std::runtime_error("not a dump of a Plan: " + std::string(what));
}

// The operation whose name is the first word of `text`, which is taken off with the blank behind
// it.
template <class Op>
std::optional<Op> take_name(std::string_view& text, Op last) {
  const std::string_view word = text.substr(0, text.find(' '));
  for (std::size_t i = 0; i <= static_cast<std::size_t>(last); ++i)
    if (name_of(static_cast<Op>(i)) == word) {
      text.remove_prefix(std::min(word.size() + 1, text.size()));
      return static_cast<Op>(i);
    }
  return std::nullopt;
}

template <class Number>
Number take_number(std::string_view& text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc()) fail(text);
  text.remove_prefix(static_cast<std::size_t>(end - text.data()));
  return number;
}

Value read_value(std::string_view text) {
  const Result<Value> value = parse_extended_json(Source("dump", std::string(text)));
  if (!value) fail(text);
  return *value;
}

std::shared_ptr<const RegexProgram> searching(const Regex& regex) {
  auto made = RegexProgram::compile(regex.pattern, regex.options, RegexProfile::Full);
  if (auto* program = std::get_if<RegexProgram>(&made))
    return std::make_shared<const RegexProgram>(std::move(*program));
  fail(std::get<RegexError>(made).message);
}

Operand operand_of(Value value) {
  Operand operand;
  operand.value = std::move(value);
  return operand;
}

// Values are in quotes or begin otherwise; date math stands as it is.
bool is_date_math(std::string_view text) {
  return text.starts_with("now");
}

Operand date_math(std::string_view text) {
  auto math = parse_date_math(text);
  if (!std::holds_alternative<DateMath>(math)) fail(text);
  Operand operand = operand_of(std::string(text));
  operand.date_math = std::make_shared<const DateMath>(std::get<DateMath>(std::move(math)));
  return operand;
}

Operand read_operand(std::string_view text) {
  return is_date_math(text) ? date_math(text) : operand_of(read_value(text));
}

// `[values, date math]`, the latter last.
std::vector<Operand> read_list(std::string_view text) {
  if (!text.starts_with('[') || !text.ends_with(']')) fail(text);
  text = text.substr(1, text.size() - 2);
  std::vector<Operand> maths;
  while (!text.empty()) {
    const std::size_t comma = text.rfind(", ");
    const bool is_only = comma == std::string_view::npos;
    const std::string_view last = is_only ? text : text.substr(comma + 2);
    if (!is_date_math(last)) break;
    maths.insert(maths.begin(), date_math(last));
    text = is_only ? "" : text.substr(0, comma);
  }
  std::vector<Operand> list;
  const Value values = read_value("[" + std::string(text) + "]");
  for (const Value& value : values.as<Array>()) list.push_back(operand_of(value));
  std::ranges::move(maths, std::back_inserter(list));
  return list;
}

TypeSet read_types(std::string_view text) {
  TypeSet types;
  for (const TypeSet known : {TypeSet::all(), TypeSet()})
    if (text == known.describe()) return known;
  std::vector<TypeSet> nouns{TypeSet::numbers(), {BsonType::MinKey}, {BsonType::MaxKey}};
  for (int type = 1; type <= static_cast<int>(BsonType::Decimal128); ++type)
    nouns.push_back({static_cast<BsonType>(type)});
  while (!text.empty()) {
    const std::size_t end = std::min({text.find(", "), text.find(" or "), text.size()});
    const auto noun = std::ranges::find(nouns, text.substr(0, end), &TypeSet::describe);
    if (noun == nouns.end()) fail(text);
    types = types | *noun;
    text.remove_prefix(end);
    text.remove_prefix(text.empty() ? 0 : text.find(' ', 1) + 1);
  }
  return types;
}

Test schema_test(const Value& schema) {
  const Value condition = Value::object({{"$jsonSchema", schema}});
  const Source source("dump", to_extended_json(condition, ExtendedJson::Canonical));
  return *compile(source, {.regex = RegexProfile::Full, .normalize = false})
              ->plan()
              .root.children.front()
              .test;
}

Test read_test(TestOp op, std::string_view text) {
  Test test;
  test.op = op;
  switch (op) {
    case TestOp::Exists:
    case TestOp::Container:
      break;
    case TestOp::In:
      test.list = read_list(text);
      break;
    case TestOp::Type:
      test.types = read_types(text);
      break;
    case TestOp::Size:
      test.a = take_number<std::int64_t>(text);
      break;
    case TestOp::Mod:
      test.a = take_number<std::int64_t>(text);
      text.remove_prefix(1);
      test.b = take_number<std::int64_t>(text);
      break;
    case TestOp::BitsAllSet:
    case TestOp::BitsAllClear:
    case TestOp::BitsAnySet:
    case TestOp::BitsAnyClear:
      for (text.remove_prefix(1); !text.starts_with(']');) {
        test.bits.push_back(take_number<std::uint32_t>(text));
        if (text.starts_with(", ")) text.remove_prefix(2);
      }
      break;
    case TestOp::Schema:
      return schema_test(read_value(text));
    case TestOp::Regex:
      test.operand = read_operand(text);
      test.operand.regex = searching(test.operand.value.as<Regex>());
      break;
    default:
      test.operand = read_operand(text);
  }
  return test;
}

PlanNode read_node(std::string_view line) {
  PlanNode node;
  std::string_view text = line;
  if (const auto op = take_name(text, PlanOp::Element)) {
    node.op = *op;
    if (*op != PlanOp::Any) return node;
    const std::size_t quote = text.rfind('"');
    if (text.substr(quote + 1) == " whole") node.traverse = Traverse::Whole;
    node.path = FieldPath(read_value(text.substr(0, quote + 1)).as<std::string>());
    return node;
  }
  const auto op = take_name(text, TestOp::Schema);
  if (!op) fail(line);
  node.op = PlanOp::Test;
  node.test = std::make_unique<Test>(read_test(*op, text));
  return node;
}

}  // namespace

Plan read_plan(std::string_view dump) {
  Plan plan;
  std::vector<PlanNode*> above;  // by depth
  while (!dump.empty()) {
    const std::string_view line = dump.substr(0, dump.find('\n'));
    dump.remove_prefix(std::min(line.size() + 1, dump.size()));
    const std::size_t depth = line.find_first_not_of(' ') / 2;
    if (depth > above.size()) fail(line);
    above.resize(depth);
    PlanNode node = read_node(line.substr(2 * depth));
    if (depth == 0)
      plan.root = std::move(node);
    else
      above.back()->children.push_back(std::move(node));
    above.push_back(depth == 0 ? &plan.root : &above.back()->children.back());
  }
  return plan;
}

}  // namespace tamis::equivalence
