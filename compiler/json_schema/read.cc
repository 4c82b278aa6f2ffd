#include "compiler/json_schema/read.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "compiler/values/regex.h"
#include "compiler/values/whole_numbers.h"
#include "grammar/quote.h"

namespace tamis {
namespace {

// What a keyword takes.
enum class Takes : std::uint8_t {
  Text,
  Flag,
  Number,
  PositiveNumber,
  Count,
  BsonTypes,
  JsonTypes,
  Values,
  Names,
  Pattern,
  Schema,
  Schemas,
  FlagOrSchema,
  SchemaOrSchemas,
  NamedSchemas,
  PatternSchemas,
  Dependencies,
};

// By what it takes.
constexpr std::string_view kTakes[] = {
    "a string",
    "true or false",
    "a number",
    "a number above 0",
    "a whole number from 0 on",
    "the name of a BSON type such as \"int\", or an array of names, each once",
    R"("object", "array", "number", "boolean", "string", "null", or an array of them)",
    "an array of values, each once",
    "an array of names, each once",
    "a regular expression as a string",
    "a schema",
    "an array of at least one schema",
    "true, false or a schema",
    "a schema, or an array of schemas",
    "an object of schemas",
    "an object of schemas, whose keys are regular expressions",
    "an object of schemas and of arrays of names, each once",
};

static_assert(std::size(kTakes) == static_cast<std::size_t>(Takes::Dependencies) + 1);

struct Keyword {
  std::string_view name;
  SchemaOp op;
  Takes takes;
};

constexpr Keyword kKeywords[] = {
    {"title", SchemaOp::Remark, Takes::Text},
    {"description", SchemaOp::Remark, Takes::Text},
    {"bsonType", SchemaOp::Types, Takes::BsonTypes},
    {"type", SchemaOp::Types, Takes::JsonTypes},
    {"enum", SchemaOp::Enum, Takes::Values},
    {"minimum", SchemaOp::Minimum, Takes::Number},
    {"exclusiveMinimum", SchemaOp::Remark, Takes::Flag},
    {"maximum", SchemaOp::Maximum, Takes::Number},
    {"exclusiveMaximum", SchemaOp::Remark, Takes::Flag},
    {"multipleOf", SchemaOp::MultipleOf, Takes::PositiveNumber},
    {"minLength", SchemaOp::MinLength, Takes::Count},
    {"maxLength", SchemaOp::MaxLength, Takes::Count},
    {"pattern", SchemaOp::Pattern, Takes::Pattern},
    {"minItems", SchemaOp::MinItems, Takes::Count},
    {"maxItems", SchemaOp::MaxItems, Takes::Count},
    {"uniqueItems", SchemaOp::UniqueItems, Takes::Flag},
    {"items", SchemaOp::Items, Takes::SchemaOrSchemas},
    {"additionalItems", SchemaOp::AdditionalItems, Takes::FlagOrSchema},
    {"minProperties", SchemaOp::MinProperties, Takes::Count},
    {"maxProperties", SchemaOp::MaxProperties, Takes::Count},
    {"required", SchemaOp::Required, Takes::Names},
    {"properties", SchemaOp::Properties, Takes::NamedSchemas},
    {"patternProperties", SchemaOp::PatternProperties, Takes::PatternSchemas},
    {"additionalProperties", SchemaOp::AdditionalProperties, Takes::FlagOrSchema},
    {"dependencies", SchemaOp::Dependencies, Takes::Dependencies},
    {"allOf", SchemaOp::AllOf, Takes::Schemas},
    {"anyOf", SchemaOp::AnyOf, Takes::Schemas},
    {"oneOf", SchemaOp::OneOf, Takes::Schemas},
    {"not", SchemaOp::Not, Takes::Schema},
};

const Keyword* find_keyword(std::string_view name) {
  const auto* found = std::ranges::find(kKeywords, name, &Keyword::name);
  return found == std::end(kKeywords) ? nullptr : found;
}

// JSON Schema's own names of types, for `type`; MongoDB knows no "integer".
std::optional<TypeSet> json_types(std::string_view name) {
  if (name == "object") return TypeSet{BsonType::Object};
  if (name == "array") return TypeSet{BsonType::Array};
  if (name == "string") return TypeSet{BsonType::String};
  if (name == "number") return TypeSet::numbers();
  if (name == "boolean") return TypeSet{BsonType::Bool};
  if (name == "null") return TypeSet{BsonType::Null};
  return std::nullopt;
}

std::optional<TypeSet> bson_types(std::string_view name) {
  if (name == "number") return TypeSet::numbers();
  const auto type = type_from_name(name);
  return type ? std::optional<TypeSet>{{*type}} : std::nullopt;
}

bool is_above_zero(const Value& number) {
  return compare_numbers(number, 0) > 0;
}

JsonSchema nothing() {
  SchemaRule never;
  never.op = SchemaOp::Not;
  never.schemas.emplace_back();
  return {{std::move(never)}};
}

const SchemaRule* find_rule(const JsonSchema& schema, SchemaOp op) {
  const auto found = std::ranges::find(schema.rules, op, &SchemaRule::op);
  return found == schema.rules.end() ? nullptr : &*found;
}

class Reader {
 public:
  explicit Reader(Builder& builder) : builder_(builder) {}

  JsonSchema schema(const Value& value, std::uint32_t node, std::uint32_t depth) {
    JsonSchema schema;
    const auto* object = value.get_if<Object>();
    if (object == nullptr) {
      complain(node, "a schema is an object", "not an object");
      return schema;
    }
    if (!builder_.within_depth(depth, syntax(node).span)) return schema;
    builder_.duplicate_keys(syntax(node));
    each(*object, node, [&](const Member& member, std::uint32_t child) {
      if (const Keyword* keyword = keyword_of(child))
        rule(*keyword, *object, member.value, child, depth, schema);
    });
    together(node, schema);
    return schema;
  }

 private:
  const SyntaxNode& syntax(std::uint32_t node) const { return builder_.tree()[node]; }

  // The members or elements of a value beside the nodes where they stand.
  template <class Items, class Each>
  void each(const Items& items, std::uint32_t node, Each found) {
    std::uint32_t child = syntax(node).first_child;
    for (const auto& item : items) {
      found(item, child);
      child = syntax(child).next_sibling;
    }
  }

  void complain(std::uint32_t node, std::string message, std::string label) {
    builder_.report().error("E128", syntax(node).span, std::move(message), std::move(label));
  }

  const Keyword* keyword_of(std::uint32_t node) {
    const SyntaxNode& member = syntax(node);
    if (const Keyword* keyword = find_keyword(member.key)) return keyword;
    auto entry = builder_.report().error(
        "E127", member.key_span, fmt::format("`$jsonSchema` has no keyword `{}`", member.key),
        "no such keyword");
    std::vector<std::string_view> names;
    for (const Keyword& keyword : kKeywords) names.push_back(keyword.name);
    if (const auto guess = nearest(member.key, names))
      entry.fix(fmt::format("did you mean `{}`?", *guess), member.key_span,
                quoted_like(builder_.report().source().text(member.key_span), *guess), false);
    return nullptr;
  }

  void rule(const Keyword& keyword, const Object& siblings, const Value& value, std::uint32_t node,
            std::uint32_t depth, JsonSchema& schema) {
    SchemaRule rule;
    rule.op = keyword.op;
    const std::size_t before = builder_.report().out().size();
    if (!read(keyword, value, node, depth, rule)) {
      if (builder_.report().out().size() == before)
        complain(node,
                 fmt::format("`{}` takes {}", keyword.name,
                             kTakes[static_cast<std::size_t>(keyword.takes)]),
                 "none of that");
      return;
    }
    if (rule.op == SchemaOp::Minimum) rule.exclusive = is_true(siblings, "exclusiveMinimum");
    if (rule.op == SchemaOp::Maximum) rule.exclusive = is_true(siblings, "exclusiveMaximum");
    if (rule.op != SchemaOp::Remark) schema.rules.push_back(std::move(rule));
  }

  // False for what the keyword does not take, which is not reported yet.
  bool read(const Keyword& keyword, const Value& value, std::uint32_t node, std::uint32_t depth,
            SchemaRule& rule) {
    switch (keyword.takes) {
      case Takes::Text:
        return value.is(BsonType::String);
      case Takes::Flag:
        return flag(value, rule);
      case Takes::Number:
        rule.number = value;
        return value.is_number();
      case Takes::PositiveNumber:
        rule.number = value;
        return value.is_number() && is_above_zero(value);
      case Takes::Count:
        return count(value, rule);
      case Takes::BsonTypes:
        return types(bson_types, value, rule);
      case Takes::JsonTypes:
        return types(json_types, value, rule);
      case Takes::Values:
        return values(value, node, rule);
      case Takes::Names:
        return names(value, node, rule.names);
      case Takes::Pattern:
        return value.is(BsonType::String) && pattern(value.as<std::string>(), node, rule);
      case Takes::Schema:
        return one_schema(value, node, depth, rule);
      case Takes::Schemas:
        return schemas(value, node, depth, rule) && !rule.schemas.empty();
      case Takes::FlagOrSchema:
        return flag_or_schema(value, node, depth, rule);
      case Takes::SchemaOrSchemas:
        if (!value.is(BsonType::Array)) return one_schema(value, node, depth, rule);
        rule.op = SchemaOp::ItemList;
        return schemas(value, node, depth, rule);
      case Takes::NamedSchemas:
      case Takes::PatternSchemas:
      case Takes::Dependencies:
        return named_schemas(keyword.takes, value, node, depth, rule);
    }
    return false;
  }

  static bool flag(const Value& value, SchemaRule& rule) {
    const bool* flag = value.get_if<bool>();
    if (flag != nullptr && !*flag) rule.op = SchemaOp::Remark;
    return flag != nullptr;
  }

  static bool count(const Value& value, SchemaRule& rule) {
    const auto count = exact_int64(value);
    rule.count = count.value_or(-1);
    return rule.count >= 0;
  }

  static bool types(std::optional<TypeSet> (*types_of)(std::string_view), const Value& value,
                    SchemaRule& rule) {
    std::set<std::string> seen;
    const auto add = [&](const Value& name) {
      const auto* text = name.get_if<std::string>();
      const auto types = text != nullptr ? types_of(*text) : std::nullopt;
      if (!types || !seen.insert(*text).second) return false;
      rule.types = rule.types | *types;
      return true;
    };
    const auto* list = value.get_if<Array>();
    return list == nullptr ? add(value) : !list->empty() && std::ranges::all_of(*list, add);
  }

  bool values(const Value& value, std::uint32_t node, SchemaRule& rule) {
    const auto* list = value.get_if<Array>();
    if (list == nullptr || list->empty() || !within_list(*list, node)) return false;
    for (const Value& member : *list) rule.values.push_back(in_field_order(member));
    std::ranges::sort(rule.values,
                      [](const Value& a, const Value& b) { return compare(a, b) < 0; });
    return std::ranges::adjacent_find(rule.values, [](const Value& a, const Value& b) {
             return compare(a, b) == 0;
           }) == rule.values.end();
  }

  bool names(const Value& value, std::uint32_t node, std::vector<std::string>& names) {
    const auto* list = value.get_if<Array>();
    if (list == nullptr || list->empty() || !within_list(*list, node)) return false;
    std::set<std::string> seen;
    bool right = true;
    each(*list, node, [&](const Value& member, std::uint32_t child) {
      const auto* name = member.get_if<std::string>();
      right = right && name != nullptr && seen.insert(*name).second;
      if (right && is_name(*name, syntax(child).span)) names.push_back(*name);
    });
    return right;
  }

  bool within_list(const Array& list, std::uint32_t node) {
    const std::size_t most = builder_.options().limits.list_items;
    if (list.size() <= most) return true;
    builder_.report().error("X011", syntax(node).span,
                            fmt::format("a list has more than {} members", most),
                            fmt::format("{} members", list.size()));
    return false;
  }

  // MongoDB's manual does not say what a dot means here.
  bool is_name(std::string_view name, SourceSpan span) {
    if (name.find('.') == std::string_view::npos) return true;
    builder_.report()
        .error("E128", span, "a name in `$jsonSchema` is one field's, and no path", "has a dot")
        .help("describe the fields of an object by `properties` in the `properties` of the field");
    return false;
  }

  bool pattern(const std::string& text, std::uint32_t node, SchemaRule& rule) {
    Operand operand;
    if (!builder_.regex(Regex{text, ""}, node, operand)) return false;
    rule.patterns.push_back(*operand.regex);
    return true;
  }

  bool one_schema(const Value& value, std::uint32_t node, std::uint32_t depth, SchemaRule& rule) {
    if (!value.is(BsonType::Object)) return false;
    rule.schemas.push_back(schema(value, node, depth + 1));
    return true;
  }

  bool schemas(const Value& value, std::uint32_t node, std::uint32_t depth, SchemaRule& rule) {
    const auto* list = value.get_if<Array>();
    if (list == nullptr) return false;
    each(*list, node, [&](const Value& member, std::uint32_t child) {
      rule.schemas.push_back(schema(member, child, depth + 1));
    });
    return true;
  }

  bool flag_or_schema(const Value& value, std::uint32_t node, std::uint32_t depth,
                      SchemaRule& rule) {
    const bool* allowed = value.get_if<bool>();
    if (allowed == nullptr) return one_schema(value, node, depth, rule);
    if (*allowed)
      rule.op = SchemaOp::Remark;
    else
      rule.schemas.push_back(nothing());
    return true;
  }

  bool named_schemas(Takes takes, const Value& value, std::uint32_t node, std::uint32_t depth,
                     SchemaRule& rule) {
    const auto* object = value.get_if<Object>();
    if (object == nullptr) return false;
    builder_.duplicate_keys(syntax(node));
    bool right = true;
    each(*object, node, [&](const Member& member, std::uint32_t child) {
      const bool named = takes == Takes::PatternSchemas
                             ? pattern(member.key, child, rule)
                             : is_name(member.key, syntax(child).key_span);
      if (!named) return;
      if (takes != Takes::PatternSchemas) rule.names.push_back(member.key);
      if (takes == Takes::Dependencies && member.value.is(BsonType::Array)) {
        SchemaRule required;
        required.op = SchemaOp::Required;
        right = names(member.value, child, required.names) && right;
        rule.schemas.push_back({{std::move(required)}});
      } else {
        rule.schemas.push_back(schema(member.value, child, depth + 1));
      }
    });
    return right;
  }

  static bool is_true(const Object& object, std::string_view name) {
    return std::ranges::any_of(object, [&](const Member& member) {
      const bool* flag = member.value.get_if<bool>();
      return member.key == name && flag != nullptr && *flag;
    });
  }

  // What keywords say of one another.
  void together(std::uint32_t node, JsonSchema& schema) {
    needs(node, "exclusiveMinimum", "minimum");
    needs(node, "exclusiveMaximum", "maximum");
    excludes(node, "type", "bsonType");
    for (SchemaRule& rule : schema.rules) {
      if (rule.op == SchemaOp::AdditionalItems) additional_items(schema, rule);
      if (rule.op == SchemaOp::AdditionalProperties) additional_properties(schema, rule);
    }
  }

  const SyntaxNode* find(std::uint32_t object, std::string_view key) const {
    for (const std::uint32_t child : builder_.tree().children(syntax(object)))
      if (syntax(child).key == key) return &syntax(child);
    return nullptr;
  }

  void needs(std::uint32_t object, std::string_view key, std::string_view other) {
    const SyntaxNode* found = find(object, key);
    if (found != nullptr && find(object, other) == nullptr)
      builder_.report().error("E128", found->key_span,
                              fmt::format("`{}` needs a `{}` beside it", key, other),
                              fmt::format("no `{}` here", other));
  }

  void excludes(std::uint32_t object, std::string_view key, std::string_view other) {
    const SyntaxNode* found = find(object, key);
    const SyntaxNode* twin = find(object, other);
    if (found != nullptr && twin != nullptr)
      builder_.report()
          .error("E128", found->key_span,
                 fmt::format("`{}` and `{}` cannot stand in one schema", key, other), "either")
          .label(twin->key_span, "or");
  }

  static void additional_items(const JsonSchema& schema, SchemaRule& rule) {
    const SchemaRule* list = find_rule(schema, SchemaOp::ItemList);
    if (list == nullptr)
      rule.op = SchemaOp::Remark;  // one schema is that of all elements
    else
      rule.count = static_cast<std::int64_t>(list->schemas.size());
  }

  static void additional_properties(const JsonSchema& schema, SchemaRule& rule) {
    if (const SchemaRule* named = find_rule(schema, SchemaOp::Properties))
      rule.names = named->names;
    std::ranges::sort(rule.names);
    if (const SchemaRule* matched = find_rule(schema, SchemaOp::PatternProperties))
      rule.patterns = matched->patterns;
  }

  Builder& builder_;
};

}  // namespace

JsonSchema read_json_schema(Builder& builder, const Value& value, std::uint32_t node,
                            std::uint32_t depth) {
  return Reader(builder).schema(value, node, depth);
}

}  // namespace tamis
