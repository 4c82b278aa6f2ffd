// JsonSchema asked of a value in a document of any Form. Recursion follows the schema, whose depth
// the compiler limits.
#pragma once

#include <algorithm>

#include "backends/predicate/compare.h"
#include "backends/predicate/forms/materialize.h"
#include "compiler/json_schema/json_schema.h"

namespace tamis::predicate {

// Of Minimum, Maximum and MultipleOf, asked of a number.
bool number_holds(const SchemaRule& rule, const Datum& number);

template <DocumentForm Form>
class SchemaChecker {
 public:
  using Node = typename Form::Node;

  explicit SchemaChecker(Form& form) : form_(form) {}

  bool fits(const JsonSchema& schema, const Node& node, const Datum& datum) {
    return std::ranges::all_of(schema.rules,
                               [&](const SchemaRule& rule) { return holds(rule, node, datum); });
  }

 private:
  bool fits(const JsonSchema& schema, const Node& node) {
    return fits(schema, node, form_.datum(node));
  }

  bool holds(const SchemaRule& rule, const Node& node, const Datum& datum) {
    const SchemaSubject subject = subject_of(rule.op);
    if (!speaks_of(subject, datum.type)) return true;
    switch (subject) {
      case SchemaSubject::Any:
        break;
      case SchemaSubject::Numbers:
        return number_holds(rule, datum);
      case SchemaSubject::Texts:
        return text_holds(rule, datum.text);
      case SchemaSubject::Arrays:
        return array_holds(rule, node, datum);
      case SchemaSubject::Objects:
        return object_holds(rule, node, datum);
    }
    return any_holds(rule, node, datum);
  }

  bool any_holds(const SchemaRule& rule, const Node& node, const Datum& datum) {
    if (rule.op == SchemaOp::Remark) return true;
    if (rule.op == SchemaOp::Types) return rule.types.contains(datum.type);
    if (rule.op == SchemaOp::Enum) return is_one_of(rule.values, node, datum);
    return combination_holds(rule, node, datum);
  }

  bool is_one_of(const std::vector<Value>& values, const Node& node, const Datum& datum) {
    const auto same_family = [&](const Value& value) {
      return family_of(value.type()) == family_of(datum.type);
    };
    if (std::ranges::none_of(values, same_family)) return false;
    if (datum.is_container() || datum.type == BsonType::JavaScriptWithScope) {
      const Value value = in_field_order(materialize(form_, node, datum, kAllLevels));
      return std::ranges::any_of(values, [&](const Value& v) { return compare(v, value) == 0; });
    }
    return std::ranges::any_of(values, [&](const Value& value) {
      return same_family(value) && compare_scalars(datum, datum_of(value)) == 0;
    });
  }

  bool array_holds(const SchemaRule& rule, const Node& node, const Datum& datum) {
    switch (rule.op) {
      case SchemaOp::MinItems:
        return rule.count == 0 || has_more(form_.elements(node), rule.count - 1);
      case SchemaOp::MaxItems:
        return !has_more(form_.elements(node), rule.count);
      case SchemaOp::UniqueItems:
        return are_unique(materialize(form_, node, datum, kAllLevels).template as<Array>());
      default:
        return elements_hold(rule, node);
    }
  }

  // Of Items, ItemList and AdditionalItems.
  bool elements_hold(const SchemaRule& rule, const Node& node) {
    auto elements = form_.elements(node);
    Node element;
    for (std::size_t i = 0; elements.next(element); ++i) {
      const bool is_list = rule.op == SchemaOp::ItemList;
      if (is_list && i == rule.schemas.size()) return true;
      if (!is_list && i < static_cast<std::size_t>(rule.count)) continue;
      if (!fits(rule.schemas[is_list ? i : 0], element)) return false;
    }
    return true;
  }

  // Whether there are more than so many.
  static bool has_more(typename Form::Elements elements, std::int64_t count) {
    Node element;
    while (count >= 0 && elements.next(element)) --count;
    return count < 0;
  }
  static bool has_more(typename Form::Members members, std::int64_t count) {
    Node member;
    std::string_view name;
    while (count >= 0 && members.next(name, member)) --count;
    return count < 0;
  }

  bool object_holds(const SchemaRule& rule, const Node& node, const Datum& datum) {
    Node member;
    switch (rule.op) {
      case SchemaOp::MinProperties:
        return rule.count == 0 || has_more(form_.members(node), rule.count - 1);
      case SchemaOp::MaxProperties:
        return !has_more(form_.members(node), rule.count);
      case SchemaOp::Required:
        return std::ranges::all_of(
            rule.names, [&](const std::string& name) { return form_.member(node, name, member); });
      case SchemaOp::Properties:
        for (std::size_t i = 0; i < rule.names.size(); ++i)
          if (form_.member(node, rule.names[i], member) && !fits(rule.schemas[i], member))
            return false;
        return true;
      case SchemaOp::Dependencies:
        for (std::size_t i = 0; i < rule.names.size(); ++i)
          if (form_.member(node, rule.names[i], member) && !fits(rule.schemas[i], node, datum))
            return false;
        return true;
      default:
        return fields_hold(rule, node);
    }
  }

  // Of PatternProperties and AdditionalProperties.
  bool fields_hold(const SchemaRule& rule, const Node& node) {
    auto members = form_.members(node);
    Node member;
    std::string_view name;
    while (members.next(name, member))
      if (!field_holds(rule, name, member)) return false;
    return true;
  }
  bool field_holds(const SchemaRule& rule, std::string_view name, const Node& member) {
    if (rule.op == SchemaOp::AdditionalProperties)
      return !is_additional(rule, name) || fits(rule.schemas.front(), member);
    for (std::size_t i = 0; i < rule.patterns.size(); ++i)
      if (rule.patterns[i].search(name) && !fits(rule.schemas[i], member)) return false;
    return true;
  }

  bool combination_holds(const SchemaRule& rule, const Node& node, const Datum& datum) {
    const auto fits_place = [&](const JsonSchema& schema) { return fits(schema, node, datum); };
    switch (rule.op) {
      case SchemaOp::AllOf:
        return std::ranges::all_of(rule.schemas, fits_place);
      case SchemaOp::AnyOf:
        return std::ranges::any_of(rule.schemas, fits_place);
      case SchemaOp::OneOf:
        return std::ranges::count_if(rule.schemas, fits_place) == 1;
      default:
        return !fits_place(rule.schemas.front());
    }
  }

  Form& form_;
};

}  // namespace tamis::predicate
