#include "compiler/analysis/holds.h"

#include <algorithm>
#include <optional>

#include "compiler/analysis/tests.h"
#include "compiler/json_schema/json_schema.h"
#include "compiler/values/date_math.h"
#include "compiler/values/whole_numbers.h"

namespace tamis::analysis {
namespace {

bool has_remainder(const Test& test, const Value& value) {
  const auto dividend = truncate_to_int64(value);
  // The quotient of the least int64 and -1 has no int64.
  return dividend && (test.a == -1 ? 0 : *dividend % test.a) == test.b;
}

// Of a number the sign goes on for ever; of bytes zeros do.
std::optional<bool> bit_of(const Value& value, std::uint32_t position) {
  if (const auto* binary = value.get_if<Binary>()) {
    const std::size_t byte = position / 8;
    return byte < binary->bytes.size() &&
           ((static_cast<unsigned char>(binary->bytes[byte]) >> (position % 8)) & 1U) != 0;
  }
  const auto number = exact_int64(value);
  if (!number) return std::nullopt;
  return ((*number >> std::min(position, 63U)) & 1) != 0;
}

bool has_bits(const Test& test, const Value& value) {
  if (!bit_of(value, 0)) return false;
  const auto is_set = [&](std::uint32_t position) { return *bit_of(value, position); };
  switch (test.op) {
    case TestOp::BitsAllSet:
      return std::ranges::all_of(test.bits, is_set);
    case TestOp::BitsAllClear:
      return std::ranges::none_of(test.bits, is_set);
    case TestOp::BitsAnySet:
      return std::ranges::any_of(test.bits, is_set);
    default:
      return !std::ranges::all_of(test.bits, is_set);
  }
}

bool is_found(const Operand& operand, const Value& value) {
  if (const auto* text = value.get_if<std::string>()) return operand.regex->search(*text);
  if (const auto* symbol = value.get_if<Symbol>()) return operand.regex->search(symbol->text);
  return value.is(BsonType::Regex) && compare(value, operand.value) == 0;
}

void resolve_date(Operand& operand, const Context& context) {
  if (!operand.is_relative()) return;
  operand.value = Date{resolve(*operand.date_math, context.now_ms, context.time_zone)};
  operand.date_math.reset();
}

// What is true of sets of values is said once, in places_of().
bool by_places(const Test& test, const Value* place, const Context& context) {
  if (!test.is_relative()) return places_of(test).must.contains(place);
  Test resolved = test;
  resolve_date(resolved.operand, context);
  for (Operand& operand : resolved.list) resolve_date(operand, context);
  sort_list(resolved.list);
  return places_of(resolved).must.contains(place);
}

class Walk {
 public:
  Walk(const PlanNode& any, const Context& context) : any_(any), context_(context) {}

  bool from(const Value& scope) const { return any_.path.empty() ? at(&scope) : by_name(scope, 0); }

 private:
  bool at(const Value* place) const { return holds(any_.children.front(), place, context_); }

  bool by_name(const Value& scope, std::size_t i) const {
    const FieldPath::Component& component = any_.path.components()[i];
    const Value* child = nullptr;
    if (const auto* array = scope.get_if<Array>()) {
      const auto index = static_cast<std::size_t>(component.index);
      if (component.index >= 0 && index < array->size()) child = &(*array)[index];
    } else {
      child = scope.find(component.name);
    }
    if (child == nullptr) return at(nullptr);
    if (i + 1 == any_.path.size()) return at_end(*child);
    if (child->is(BsonType::Object)) return by_name(*child, i + 1);
    if (child->is(BsonType::Array)) return in_array(*child, i + 1);
    return at(nullptr);
  }

  bool at_end(const Value& value) const {
    const auto* array = value.get_if<Array>();
    if (array != nullptr && any_.traverse == Traverse::Elements &&
        std::ranges::any_of(*array, [&](const Value& element) { return at(&element); }))
      return true;
    return at(&value);
  }

  bool in_array(const Value& value, std::size_t i) const {
    const FieldPath::Component& component = any_.path.components()[i];
    const bool last = i + 1 == any_.path.size();
    if (last && component.name.empty()) return at_end(value);
    const auto& array = value.as<Array>();
    for (std::size_t k = 0; k < array.size(); ++k) {
      if (array[k].is(BsonType::Object) && by_name(array[k], i)) return true;
      if (component.index != static_cast<std::int64_t>(k)) continue;
      if (last) {
        if (at(&array[k])) return true;
      } else if (array[k].is(BsonType::Object)) {
        if (by_name(array[k], i + 1)) return true;
      } else if (array[k].is(BsonType::Array)) {
        if (in_array(array[k], i + 1)) return true;
      }
    }
    return false;
  }

  const PlanNode& any_;
  const Context& context_;
};

}  // namespace

bool holds(const Test& test, const Value* place, const Context& context) {
  switch (test.op) {
    case TestOp::Size:
      return place != nullptr && place->is(BsonType::Array) &&
             static_cast<std::int64_t>(place->as<Array>().size()) == test.a;
    case TestOp::Mod:
      return place != nullptr && has_remainder(test, *place);
    case TestOp::Regex:
      return place != nullptr && is_found(test.operand, *place);
    case TestOp::Schema:
      return fits(*test.json_schema, *place);
    case TestOp::BitsAllSet:
    case TestOp::BitsAllClear:
    case TestOp::BitsAnySet:
    case TestOp::BitsAnyClear:
      return place != nullptr && has_bits(test, *place);
    default:
      return by_places(test, place, context);
  }
}

bool holds(const PlanNode& node, const Value* place, const Context& context) {
  const auto is_true = [&](const PlanNode& child) { return holds(child, place, context); };
  switch (node.op) {
    case PlanOp::True:
      return true;
    case PlanOp::False:
      return false;
    case PlanOp::And:
      return std::ranges::all_of(node.children, is_true);
    case PlanOp::Or:
      return std::ranges::any_of(node.children, is_true);
    case PlanOp::Not:
      return !is_true(node.children.front());
    case PlanOp::Any:
      return place != nullptr && Walk(node, context).from(*place);
    case PlanOp::Element: {
      const auto* array = place != nullptr ? place->get_if<Array>() : nullptr;
      const PlanNode& child = node.children.front();
      return array != nullptr && std::ranges::any_of(*array, [&](const Value& element) {
               return holds(child, &element, context);
             });
    }
    case PlanOp::Test:
      return holds(*node.test, place, context);
  }
  return false;
}

}  // namespace tamis::analysis
