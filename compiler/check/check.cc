#include "compiler/check/check.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

#include "compiler/check/coerce.h"
#include "compiler/operators.h"
#include "compiler/report.h"
#include "compiler/values/date_math.h"
#include "grammar/quote.h"

namespace tamis {
namespace {

// Where a subtree's paths begin.
struct Scope {
  bool described = true;                // the schema speaks of it; else nothing is known below
  const FieldSchema* item = nullptr;    // the element's schema inside $elemMatch; null at the root
  const FieldFacts* element = nullptr;  // facts of the element itself, for `self` tests
  const FieldPath* array = nullptr;     // the path of the array around it; null at the root
  const Scope* outer = nullptr;         // which that path begins in

  // The dotted path from the root, with its dot.
  std::string prefix() const {
    return array == nullptr ? std::string() : outer->prefix() + array->text() + ".";
  }
};

class Checker {
 public:
  Checker(CheckedExpression& checked, const CompileOptions& options, Diagnostics& diagnostics)
      : checked_(checked),
        options_(options),
        report_(checked.expression.source, diagnostics),
        zone_(time_zone_of(options)),
        asked_(options.schema ? kAsked : 0) {}

  void run() {
    if (options_.schema) checked_.facts.resize(checked_.expression.node_count);
    if (!options_.time_zone.empty() && !is_time_zone(zone_))  // a schema's own has been judged
      report_.error("T014", checked_.expression.root.span,
                    fmt::format("unknown time zone `{}`", zone_), "dates in here need it");
    visit(checked_.expression.root, Scope{});
  }

 private:
  void visit(MatchNode& node, const Scope& scope) {
    check_operator(node);
    if (node.op == MatchOp::JsonSchema && !options_.allowed_fields.empty())
      report_.error("T012", node.op_span, "`$jsonSchema` may look at every field",
                    "only some are allowed here");
    if (!node.is_leaf()) {
      for (MatchNode& child : node.children) visit(child, scope);
      return;
    }
    if (options_.schema && scope.described) checked_.facts[node.id] = look_up(node, scope);
    const FieldFacts& facts = checked_.facts_of(node);
    if (!node.self && !check_field(node, facts, scope)) {
      Scope undescribed;
      undescribed.described = false;
      for (MatchNode& child : node.children) visit(child, undescribed);
      return;
    }
    if (node.op == MatchOp::ElemMatchObject || node.op == MatchOp::ElemMatchValue)
      elem_match(node, facts, scope);
    else if (facts.known)
      operands(node, facts);
  }

  FieldFacts look_up(MatchNode& node, const Scope& scope) {
    if (node.self) return scope.element != nullptr ? *scope.element : FieldFacts{};
    Asked& asked = asked_[std::hash<std::string>()(node.path.text()) % asked_.size()];
    if (asked.facts != nullptr && asked.item == scope.item && asked.path == node.path)
      return *asked.facts;
    FieldFacts facts = options_.schema->resolve(node.path, scope.item);
    if (!facts.aliased)
      asked = {node.path, scope.item, &checked_.facts[node.id]};
    else if (auto path = options_.schema->canonical_path(node.path, scope.item))
      node.path = *path;
    return facts;
  }

  void elem_match(MatchNode& node, const FieldFacts& facts, const Scope& scope) {
    Scope inner;
    inner.array = &node.path;
    inner.outer = &scope;
    FieldFacts element;
    inner.described = facts.known && facts.field != nullptr && facts.field->items != nullptr;
    if (facts.known && !facts.maybe_array()) {
      mismatch(node, "T009", "`$elemMatch` looks into an array", facts);
      inner.described = false;
    }
    if (inner.described) {
      const FieldSchema& items = *facts.field->items;
      element.known = true;
      element.maybe_missing = false;
      element.types = facts.elements;
      element.elements = {};
      element.field = &items;
      inner.item = &items;
      inner.element = &element;
      if (node.op == MatchOp::ElemMatchObject && !node.children.front().children.empty() &&
          !facts.elements.intersects({BsonType::Object, BsonType::Array})) {
        mismatch(node, "T009", "this `$elemMatch` tests fields of elements", facts);
        inner.described = false;
      }
    }
    for (MatchNode& child : node.children) visit(child, inner);
  }

  void check_operator(const MatchNode& node) {
    if (options_.allowed_operators.empty() || node.op == MatchOp::And) return;
    const std::string_view name = operator_name(node.op);
    const auto& allowed = options_.allowed_operators;
    if (std::find(allowed.begin(), allowed.end(), name) != allowed.end()) return;
    report_.error("T013", node.op_span, fmt::format("the operator `{}` is not allowed here", name),
                  "not allowed");
  }

  bool check_field(const MatchNode& node, const FieldFacts& facts, const Scope& scope) {
    const auto path = [&] { return scope.prefix() + node.path.text(); };
    if (!options_.allowed_fields.empty() && !is_allowed(path())) {
      if (is_new_place(node.path_span))
        report_.error("T012", node.path_span,
                      fmt::format("the field `{}` is not allowed here", path()), "not allowed");
      return false;
    }
    if (!options_.schema || !scope.described || facts.known) return true;
    const auto guess = suggestion(node, scope);
    if (!facts.forbidden && !guess) return true;
    if (!is_new_place(node.path_span)) return !facts.forbidden;
    auto entry =
        facts.forbidden
            ? report_.error("T001", node.path_span, fmt::format("unknown field `{}`", path()),
                            "the schema has no such field")
            : report_.warning("T002", node.path_span,
                              fmt::format("the schema does not describe `{}`", path()),
                              "perhaps misspelt");
    if (guess)
      entry.fix(fmt::format("did you mean `{}`?", *guess), node.path_span,
                quoted_like(report_.source().text(node.path_span), *guess), false);
    return !facts.forbidden;
  }

  // A field is reported once where it stands, however many operators follow it.
  bool is_new_place(SourceSpan path) {
    return path.size() == 0 || reported_paths_.insert(path.begin).second;
  }

  bool is_allowed(std::string_view path) const {
    return std::any_of(options_.allowed_fields.begin(), options_.allowed_fields.end(),
                       [&](const std::string& field) {
                         return path == field ||
                                (path.starts_with(field) && path[field.size()] == '.');
                       });
  }

  // The described path, from this scope, that the node's path is probably meant to be.
  std::optional<std::string> suggestion(const MatchNode& node, const Scope& scope) const {
    const std::string prefix = scope.prefix();
    std::vector<std::string_view> known;
    for (const std::string& path : options_.schema->paths())
      if (path.starts_with(prefix)) known.push_back(std::string_view(path).substr(prefix.size()));
    const auto guess = nearest(node.path.text(), known);
    return guess ? std::optional<std::string>(*guess) : std::nullopt;
  }

  void operands(MatchNode& node, const FieldFacts& facts) {
    const TypeSet types = facts.leaf_types();
    switch (node.op) {
      case MatchOp::Eq:
      case MatchOp::Ne:
      case MatchOp::Gt:
      case MatchOp::Gte:
      case MatchOp::Lt:
      case MatchOp::Lte:
        literal(node, node.operand, facts);
        break;
      case MatchOp::In:
      case MatchOp::Nin:
      case MatchOp::All:
        for (Operand& operand : node.list) {
          if (operand.regex)
            regex_on_text(node, operand.span, facts);
          else
            literal(node, operand, facts);
        }
        break;
      case MatchOp::Regex:
        regex_on_text(node, node.operand.span, facts);
        break;
      case MatchOp::Size:
        if (!facts.maybe_array()) mismatch(node, "T007", "`$size` counts elements", facts);
        break;
      case MatchOp::Mod:
        if (!types.intersects(TypeSet::numbers()))
          mismatch(node, "T008", "`$mod` divides a number", facts);
        break;
      case MatchOp::BitsAllSet:
      case MatchOp::BitsAllClear:
      case MatchOp::BitsAnySet:
      case MatchOp::BitsAnyClear:
        if (!types.intersects(TypeSet::numbers() | TypeSet{BsonType::Binary}))
          mismatch(
              node, "T008",
              fmt::format("`{}` tests bits of a number or of binary data", operator_name(node.op)),
              facts);
        break;
      default:
        break;  // $exists and $type are well typed anywhere
    }
  }

  void regex_on_text(const MatchNode& node, SourceSpan span, const FieldFacts& facts) {
    if (facts.leaf_types().intersects({BsonType::String, BsonType::Symbol, BsonType::Regex}))
      return;
    auto entry = report_.error("T006", span,
                               fmt::format("a regular expression searches text, but {} holds {}",
                                           subject(node), holds(facts)),
                               "needs text");
    declared(entry, facts);
  }

  void literal(const MatchNode& node, Operand& operand, const FieldFacts& facts) {
    const Expected expected{facts.types, facts.elements, facts.field};
    if (!coerce(operand, expected, zone_, report_)) return;
    if (operand.date_math) return;
    if (!comparable(operand.value.type(), facts.leaf_types())) {
      wrong_type(node, operand, facts);
      return;
    }
    among_enum(node, operand, facts);
  }

  void wrong_type(const MatchNode& node, const Operand& operand, const FieldFacts& facts) {
    const std::string given = TypeSet{operand.value.type()}.describe();
    auto entry =
        report_.error("T004", operand.span,
                      fmt::format("`{}` compares {} with {}, but it holds {}",
                                  operator_name(node.op), subject(node), given, holds(facts)),
                      given);
    declared(entry, facts);
    suggest_literal(entry, operand, facts.leaf_types());
  }

  void suggest_literal(Reporter::Entry& entry, const Operand& operand, TypeSet types) {
    const auto* text = operand.value.get_if<std::string>();
    const auto* object = operand.value.get_if<Object>();
    if (object != nullptr && !object->empty() && lacks_dollar(object->front().key)) {
      suggest_dollar(entry, operand, object->front().key);
    } else if (types.contains(BsonType::Date)) {
      entry.help("write a date such as \"2026-01-31\", or date math such as \"now-1d\"");
    } else if (types.contains(BsonType::ObjectId)) {
      entry.help("an ObjectId is written as 24 hex digits");
    } else if (text != nullptr && types.intersects(TypeSet::numbers()) && reads_as_number(*text)) {
      entry.fix("write a number", operand.span, *text, true);
    } else if (text != nullptr && types.contains(BsonType::Bool) &&
               (*text == "true" || *text == "false")) {
      entry.fix("write a boolean", operand.span, *text, true);
    } else if (operand.value.is_number() && types.contains(BsonType::String)) {
      entry.fix("write a string", operand.span,
                fmt::format("\"{}\"", report_.source().text(operand.span)), false);
    }
  }

  // `{"gte": 18}`: what is missing stands before the key's first letter.
  void suggest_dollar(Reporter::Entry& entry, const Operand& operand, const std::string& key) {
    const std::string_view written = report_.source().text(operand.span);
    const std::size_t at = written.find(key);
    const std::string title = fmt::format("operators begin with `$`: write `${}`", key);
    if (at == std::string_view::npos || operand.value.as<Object>().size() != 1) {
      entry.help(title);
      return;
    }
    const std::uint32_t begin = operand.span.begin + static_cast<std::uint32_t>(at);
    entry.fix(title, {begin, begin}, "$", false);
  }

  void among_enum(const MatchNode& node, const Operand& operand, const FieldFacts& facts) {
    const FieldSchema* field = facts.field;
    if (field == nullptr ||
        (node.op != MatchOp::Eq && node.op != MatchOp::Ne && node.op != MatchOp::In &&
         node.op != MatchOp::Nin && node.op != MatchOp::All))
      return;
    if (facts.maybe_array() && !operand.value.is(BsonType::Array)) field = field->items.get();
    if (field == nullptr || field->enum_values.empty() || operand.value.is(BsonType::Null)) return;
    const auto is_operand = [&](const Value& value) { return compare(value, operand.value) == 0; };
    if (std::ranges::any_of(field->enum_values, is_operand)) return;
    std::vector<std::string_view> names;
    for (const Value& value : field->enum_values)
      if (const auto* name = value.get_if<std::string>()) names.push_back(*name);
    auto entry = report_.error(
        "T003", operand.span,
        fmt::format("{} never holds {}", subject(node), report_.source().text(operand.span)),
        "not among the values that the schema lists");
    entry.label(options_.schema->source(), field->name_span, "the values are listed here");
    const auto* text = operand.value.get_if<std::string>();
    const auto guess = text != nullptr ? nearest(*text, names) : std::nullopt;
    if (guess) {
      entry.fix(fmt::format("did you mean \"{}\"?", *guess), operand.span,
                quoted_like(report_.source().text(operand.span), *guess), false);
    } else if (!names.empty() && names.size() <= 10) {
      entry.note(fmt::format("it holds one of: {}", fmt::join(names, ", ")));
    }
  }

  void mismatch(const MatchNode& node, std::string_view code, std::string_view what,
                const FieldFacts& facts) {
    auto entry = report_.error(
        code, node.op_span, fmt::format("{}, but {} holds {}", what, subject(node), holds(facts)),
        "cannot match");
    declared(entry, facts);
  }

  static std::string subject(const MatchNode& node) {
    return node.self ? "the element" : fmt::format("`{}`", node.path.text());
  }

  static std::string holds(const FieldFacts& facts) {
    if (facts.types == TypeSet{BsonType::Array} ||
        facts.types == TypeSet{BsonType::Array, BsonType::Null})
      return fmt::format(
          "an array{}",
          facts.elements.empty() ? "" : " whose elements are each " + facts.elements.describe());
    const TypeSet told = facts.types.without({BsonType::Null});
    return (told.empty() ? facts.types : told).describe();
  }

  void declared(Reporter::Entry& entry, const FieldFacts& facts) {
    if (facts.field == nullptr || !options_.schema || facts.field->type_span.size() == 0) return;
    entry.label(
        options_.schema->source(), facts.field->type_span,
        fmt::format("declared {} here", facts.field->types.without({BsonType::Null}).describe()));
  }

  CheckedExpression& checked_;
  const CompileOptions& options_;
  Reporter report_;
  std::string_view zone_;
  std::set<std::uint32_t> reported_paths_;  // where they begin

  // Paths asked before, by hash, and what was answered: a text asks for a few fields, and often.
  // Without a schema there is nothing to ask.
  struct Asked {
    FieldPath path;
    const FieldSchema* item = nullptr;
    const FieldFacts* facts = nullptr;
  };
  static constexpr std::size_t kAsked = 16;
  std::vector<Asked> asked_;
};

}  // namespace

std::string_view time_zone_of(const CompileOptions& options) {
  if (!options.time_zone.empty()) return options.time_zone;
  return options.schema ? std::string_view(options.schema->time_zone()) : "UTC";
}

const FieldFacts& CheckedExpression::facts_of(const MatchNode& node) const {
  static const FieldFacts kUnknown;
  return facts.empty() ? kUnknown : facts[node.id];
}

CheckedExpression check(MatchExpression expression, const CompileOptions& options,
                        Diagnostics& diagnostics) {
  CheckedExpression checked(std::move(expression), options.schema);
  Checker(checked, options, diagnostics).run();
  return checked;
}

}  // namespace tamis
