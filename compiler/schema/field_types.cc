#include <algorithm>
#include <array>

#include <fmt/format.h>

#include <tamis/extended_json.h>

#include "compiler/schema/field.h"
#include "compiler/schema/kinds.h"
#include "compiler/schema/words.h"

namespace tamis::schema_text {
namespace {

struct TypeName {
  std::string_view name;
  TypeSet types;
  std::string_view bson_name = {};  // set: JSON Schema's alone, and what BSON has for it
};

// `type` takes all of them, `bsonType` those of BSON, as MongoDB does.
constexpr TypeName kTypeNames[] = {
    {"string", {BsonType::String}},
    {"number", TypeSet::numbers()},
    {"int", {BsonType::Int32}},
    {"long", {BsonType::Int64}},
    {"double", {BsonType::Double}},
    {"decimal", {BsonType::Decimal128}},
    {"integer", {BsonType::Int32, BsonType::Int64}, "int"},
    {"bool", {BsonType::Bool}},
    {"boolean", {BsonType::Bool}, "bool"},
    {"date", {BsonType::Date}},
    {"objectId", {BsonType::ObjectId}},
    {"object", {BsonType::Object}},
    {"array", {BsonType::Array}},
    {"null", {BsonType::Null}},
    {"binData", {BsonType::Binary}},
    {"timestamp", {BsonType::Timestamp}},
    {"regex", {BsonType::Regex}},
    {"javascript", {BsonType::JavaScript}},
    {"javascriptWithScope", {BsonType::JavaScriptWithScope}},
    {"symbol", {BsonType::Symbol}},
    {"dbPointer", {BsonType::DbPointer}},
    {"undefined", {BsonType::Undefined}},
    {"minKey", {BsonType::MinKey}},
    {"maxKey", {BsonType::MaxKey}},
};

// What people write who come from elsewhere.
constexpr std::pair<std::string_view, std::string_view> kForeignNames[] = {
    {"text", "string"},        {"varchar", "string"},  {"char", "string"},    {"float", "double"},
    {"real", "double"},        {"numeric", "decimal"}, {"bigint", "long"},    {"int64", "long"},
    {"int32", "int"},          {"datetime", "date"},   {"date-time", "date"}, {"list", "array"},
    {"map", "object"},         {"document", "object"}, {"uuid", "binData"},   {"binary", "binData"},
    {"decimal128", "decimal"}, {"oid", "objectId"},    {"isodate", "date"},
};

const TypeName* find_type(std::string_view name) {
  for (const TypeName& type : kTypeNames)
    if (type.name == name) return &type;
  return nullptr;
}

enum class TypeKeyword : std::uint8_t { BsonType, Type };

void json_type(Context& context, const SyntaxNode& name, const TypeName& type) {
  const bool is_number = type.types.intersects(TypeSet::numbers());
  context.report
      .error("T106", name.span, fmt::format("`bsonType` has no type `{}`", name.text),
             "JSON Schema's name, which `type` takes")
      .fix(fmt::format("write `{}`{}", type.bson_name,
                       is_number ? ", or `long` for whole numbers of 64 bits" : ""),
           name.span, quoted(type.bson_name), false);
}

void unknown_type(Context& context, const SyntaxNode& name, TypeKeyword keyword) {
  auto entry = context.report.error("T106", name.span, fmt::format("unknown type `{}`", name.text),
                                    "no BSON type has this name");
  for (const auto& [foreign, ours] : kForeignNames) {
    if (nearest(name.text, {foreign}) != foreign || name.text.size() != foreign.size()) continue;
    entry.fix(fmt::format("did you mean `{}`?", ours), name.span, quoted(ours), false);
    return;
  }
  std::vector<std::string_view> known;
  for (const TypeName& type : kTypeNames)
    if (keyword == TypeKeyword::Type || type.bson_name.empty()) known.push_back(type.name);
  suggest(entry, name.span, name.text, known);
}

// The types that a node names; empty when it names none.
TypeSet types_named(Context& context, std::uint32_t node, TypeKeyword keyword) {
  const SyntaxTree& tree = context.tree;
  TypeSet types;
  std::vector<std::uint32_t> names;
  if (tree[node].kind == SyntaxKind::String)
    names.push_back(node);
  else if (tree[node].kind == SyntaxKind::Array && tree[node].child_count > 0)
    names = read_texts(context, node);
  else
    wrong_value(context, node, "the name of a type, or a list of names");
  for (const std::uint32_t name : names) {
    const TypeName* type = find_type(tree[name].text);
    if (type == nullptr)
      unknown_type(context, tree[name], keyword);
    else if (keyword == TypeKeyword::BsonType && !type->bson_name.empty())
      json_type(context, tree[name], *type);
    else
      types = types | type->types;
  }
  return types;
}

// A value fits an enum when it equals a member, and numbers of any type may be equal.
TypeSet equal_types(const Value& value) {
  return value.is_number() ? TypeSet::numbers() : TypeSet{value.type()};
}

void read_enum(Context& context, std::uint32_t node, FieldSchema& field) {
  const SyntaxTree& tree = context.tree;
  if (tree[node].kind != SyntaxKind::Array || tree[node].child_count == 0) {
    wrong_value(context, node, "a list of at least one value");
    return;
  }
  struct Less {
    bool operator()(const Value& a, const Value& b) const { return compare(a, b) < 0; }
  };
  std::map<Value, std::uint32_t, Less> seen;
  TypeSet types;
  for (const std::uint32_t item : tree.children(tree[node])) {
    std::optional<Value> value = read_value(tree, item, context.limits, context.report.out());
    if (!value) continue;
    const TypeSet possible = equal_types(*value);
    if (!field.any_type && !possible.intersects(field.types)) {
      context.report
          .error("T110", tree[item].span,
                 fmt::format("`enum` lists {}, which the field cannot hold", possible.describe()),
                 possible.describe())
          .label(field.type_span, fmt::format("the field holds {}", field.types.describe()))
          .help("add its type, or remove the value");
      continue;
    }
    types = types | possible;
    const auto [first, is_new] = seen.emplace(*value, item);
    if (is_new)
      field.enum_values.push_back(std::move(*value));
    else
      repeated(context, node, first->second, item);
  }
  if (types.empty()) return;
  if (field.any_type) field.type_span = tree[node].span;
  field.types = field.types & types;
  field.any_type = false;
}

}  // namespace

void read_types(Context& context, const Members& members, FieldRole role, FieldSchema& field) {
  const SyntaxTree& tree = context.tree;
  const auto bson = members.find("bsonType");
  const auto json = members.find("type");
  if (bson && json) {
    context.report
        .error("T107", tree[*json].key_span, "`bsonType` and `type` are both given",
               "beside `bsonType`")
        .label(tree[*bson].key_span, "already says it")
        .fix("remove `type`", removal_span(tree, members.object(), *json), "", false);
  }
  if (bson || json) {
    const std::uint32_t node = bson ? *bson : *json;
    const TypeSet types =
        types_named(context, node, bson ? TypeKeyword::BsonType : TypeKeyword::Type);
    if (!types.empty()) {
      field.types = types;
      field.any_type = false;
      field.type_span = tree[node].span;
    }
  }
  if (const auto node = members.find("nullable"))
    if (read_bool(context, *node).value_or(false)) field.types.insert(BsonType::Null);
  if (role == FieldRole::Root) {
    if (!field.types.contains(BsonType::Object))
      context.report.error("T104", field.type_span, "the schema must describe an object",
                           "a document is an object");
    field.types = {BsonType::Object};
    field.any_type = false;
  }
  if (const auto node = members.find("enum")) read_enum(context, *node, field);
}

}  // namespace tamis::schema_text
