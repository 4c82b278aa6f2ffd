#include "backends/reference/reference.h"

#include <algorithm>

#include "backends/reference/leaf_tests.h"
#include "backends/reference/places.h"
#include "compiler/json_schema/json_schema.h"
#include "compiler/values/date_math.h"

namespace tamis::reference {
namespace {

class Evaluator {
 public:
  Evaluator(std::int64_t now_ms, const std::string& time_zone)
      : now_ms_(now_ms), time_zone_(time_zone) {}

  // `scope` is the document, or the element that an enclosing $elemMatch looks at.
  bool holds(const MatchNode& node, const Value& scope) const {
    const auto child_holds = [&](const MatchNode& child) { return holds(child, scope); };
    switch (node.op) {
      case MatchOp::And:
        return std::all_of(node.children.begin(), node.children.end(), child_holds);
      case MatchOp::Or:
        return std::any_of(node.children.begin(), node.children.end(), child_holds);
      case MatchOp::Nor:
        return std::none_of(node.children.begin(), node.children.end(), child_holds);
      case MatchOp::Not:
        return !holds(node.children.front(), scope);
      case MatchOp::AlwaysTrue:
      case MatchOp::Comment:
        return true;
      case MatchOp::AlwaysFalse:
        return false;
      case MatchOp::JsonSchema:
        return fits(*node.json_schema, scope);
      default:
        return leaf_holds(node, scope);
    }
  }

 private:
  // Paragraph 7: a negation is the complement of the whole test, arrays included. Paragraph 22:
  // each member of $all may be met by another element.
  bool leaf_holds(const MatchNode& node, const Value& scope) const {
    switch (node.op) {
      case MatchOp::Ne:
        return !any_place(node, scope, [&](Place place) {
          return compares(MatchOp::Eq, place, value_of(node.operand));
        });
      case MatchOp::Nin:
        return !any_place(node, scope, [&](Place place) { return is_in(place, node.list); });
      case MatchOp::Exists:
        return node.flag == any_place(node, scope, [](Place place) { return place != nullptr; });
      case MatchOp::All:
        return !node.list.empty() &&
               std::all_of(node.list.begin(), node.list.end(), [&](const Operand& member) {
                 return any_place(node, scope,
                                  [&](Place place) { return is_member(place, value_of(member)); });
               });
      default:
        return any_place(node, scope, [&](Place place) { return test(node, place); });
    }
  }

  bool test(const MatchNode& node, Place place) const {
    switch (node.op) {
      case MatchOp::In:
        return is_in(place, node.list);
      case MatchOp::Type:  // paragraph 19
        return place != nullptr && node.types.contains(place->type());
      case MatchOp::Size:  // paragraph 20
        return is_array(place) && static_cast<std::int64_t>(place->as<Array>().size()) == node.a;
      case MatchOp::Mod:
        return has_remainder(place, node.a, node.b);
      case MatchOp::Regex:
        return is_found(place, node.operand.value.as<Regex>());
      case MatchOp::ElemMatchObject:
      case MatchOp::ElemMatchValue:
        return is_array(place) && any_element(node, place->as<Array>());
      case MatchOp::BitsAllSet:
      case MatchOp::BitsAllClear:
      case MatchOp::BitsAnySet:
      case MatchOp::BitsAnyClear:
        return has_bits(node.op, place, node.bits);
      default:
        return compares(node.op, place, value_of(node.operand));
    }
  }

  // Paragraph 23.
  bool any_element(const MatchNode& node, const Array& array) const {
    const MatchNode& condition = node.children.front();
    return std::any_of(array.begin(), array.end(), [&](const Value& element) {
      const bool fields = element.is(BsonType::Object) || element.is(BsonType::Array);
      return (fields || node.op == MatchOp::ElemMatchValue) && holds(condition, element);
    });
  }

  bool is_in(Place place, const std::vector<Operand>& list) const {
    return std::any_of(list.begin(), list.end(),
                       [&](const Operand& member) { return is_member(place, value_of(member)); });
  }

  // Paragraph 2: which tests enter an array at the end of the path. A test of an element itself
  // has no path and enters nothing.
  template <class Ask>
  bool any_place(const MatchNode& node, const Value& scope, Ask ask) const {
    if (node.self) return ask(&scope);
    const bool keeps = node.op == MatchOp::Size || node.op == MatchOp::ElemMatchObject ||
                       node.op == MatchOp::ElemMatchValue;
    const std::vector<Place> found =
        places(scope, node.path, keeps ? ArrayAtEnd::Keep : ArrayAtEnd::Enter);
    return std::any_of(found.begin(), found.end(), ask);
  }

  static bool is_array(Place place) { return place != nullptr && place->is(BsonType::Array); }

  Value value_of(const Operand& operand) const {
    if (operand.date_math) return Date{resolve(*operand.date_math, now_ms_, time_zone_)};
    return operand.value;
  }

  std::int64_t now_ms_;
  const std::string& time_zone_;
};

}  // namespace

bool matches(const CheckedExpression& condition, const Value& document, const Context& context) {
  const bool by_schema = context.time_zone.empty() && condition.schema;
  const std::string& time_zone = by_schema ? condition.schema->time_zone() : context.time_zone;
  return Evaluator(context.now_ms, time_zone).holds(condition.expression.root, document);
}

}  // namespace tamis::reference
