#include "compiler/schema/keywords.h"

#include <fmt/format.h>

#include "compiler/schema/words.h"

namespace tamis::schema_text {
namespace {

using enum KeywordUse;

constexpr TypeSet kAny{};
constexpr TypeSet kObject{BsonType::Object};
constexpr TypeSet kArray{BsonType::Array};
constexpr TypeSet kString{BsonType::String};
constexpr TypeSet kNumber = TypeSet::numbers();

constexpr std::string_view kTogether =
    "Tamis takes one schema a field: say what holds in every case here";
constexpr std::string_view kPlain = "conditions are checked without it";

constexpr Keyword kKeywords[] = {
    {"bsonType", Read, kAny, ""},
    {"type", Read, kAny, ""},
    {"nullable", Read, kAny, ""},
    {"enum", Read, kAny, ""},
    {"properties", Read, kObject, ""},
    {"required", Read, kObject, ""},
    {"additionalProperties", Read, kObject, ""},
    {"items", Read, kArray, ""},
    {"minItems", Read, kArray, ""},
    {"maxItems", Read, kArray, ""},
    {"uniqueItems", Read, kArray, ""},
    {"minimum", Read, kNumber, ""},
    {"maximum", Read, kNumber, ""},
    {"exclusiveMinimum", Read, kNumber, ""},
    {"exclusiveMaximum", Read, kNumber, ""},
    {"minLength", Read, kString, ""},
    {"maxLength", Read, kString, ""},
    {"pattern", Read, kString, ""},
    {"description", Read, kAny, ""},
    {"deprecated", Read, kAny, ""},
    {"x-tamis", Read, kAny, ""},

    {"title", Annotation, kAny, ""},
    {"default", Annotation, kAny, ""},
    {"examples", Annotation, kAny, ""},
    {"example", Annotation, kAny, ""},
    {"format", Annotation, kAny, ""},
    {"readOnly", Annotation, kAny, ""},
    {"writeOnly", Annotation, kAny, ""},
    {"contentEncoding", Annotation, kAny, ""},
    {"contentMediaType", Annotation, kAny, ""},
    {"definitions", Annotation, kAny, ""},
    {"$defs", Annotation, kAny, ""},
    {"$schema", Annotation, kAny, ""},
    {"$id", Annotation, kAny, ""},
    {"id", Annotation, kAny, ""},
    {"$comment", Annotation, kAny, ""},
    {"$anchor", Annotation, kAny, ""},

    {"anyOf", Unused, kAny, kTogether},
    {"allOf", Unused, kAny, kTogether},
    {"oneOf", Unused, kAny, kTogether},
    {"not", Unused, kAny, kPlain},
    {"if", Unused, kAny, kPlain},
    {"then", Unused, kAny, kPlain},
    {"else", Unused, kAny, kPlain},
    {"const", Unused, kAny, "write `enum` with one value"},
    {"$ref", Unused, kAny, "write the schema that it names in its place"},
    {"multipleOf", Unused, kNumber, kPlain},
    {"minProperties", Unused, kObject, kPlain},
    {"maxProperties", Unused, kObject, kPlain},
    {"patternProperties", Unused, kObject,
     "names that `properties` does not list are taken to be allowed, with any value"},
    {"propertyNames", Unused, kObject, kPlain},
    {"unevaluatedProperties", Unused, kObject, kPlain},
    {"dependencies", Unused, kObject, kPlain},
    {"dependentRequired", Unused, kObject, kPlain},
    {"dependentSchemas", Unused, kObject, kPlain},
    {"prefixItems", Unused, kArray, "the elements are taken to be of any kind"},
    {"additionalItems", Unused, kArray, kPlain},
    {"unevaluatedItems", Unused, kArray, kPlain},
    {"contains", Unused, kArray, kPlain},
    {"minContains", Unused, kArray, kPlain},
    {"maxContains", Unused, kArray, kPlain},
};

std::vector<std::string_view> names() {
  std::vector<std::string_view> all;
  for (const Keyword& keyword : kKeywords) all.push_back(keyword.name);
  return all;
}

void judge_unknown(Context& context, const SyntaxNode& member) {
  const auto near = nearest(member.key, names());
  if (near && find_keyword(*near)->use != Annotation) {
    auto entry = context.report.error("T101", member.key_span,
                                      fmt::format("unknown keyword `{}`", member.key),
                                      "not a keyword of JSON Schema");
    suggest(entry, member.key_span, member.key, names());
    return;
  }
  // A vendor's own annotation, as JSON Schema's authors advise to spell it.
  if (member.key.starts_with("x-")) return;
  context.report
      .warning("T103", member.key_span, fmt::format("unknown keyword `{}`", member.key),
               "not a keyword of JSON Schema")
      .note("it is skipped");
}

std::string_view bson_name(TypeSet applies) {
  if (applies == kObject) return "object";
  if (applies == kArray) return "array";
  if (applies == kString) return "string";
  return "number";
}

}  // namespace

std::span<const Keyword> keywords() {
  return kKeywords;
}

const Keyword* find_keyword(std::string_view name) {
  for (const Keyword& keyword : kKeywords)
    if (keyword.name == name) return &keyword;
  return nullptr;
}

void judge_keywords(Context& context, const Members& members) {
  for (const std::uint32_t node : members.nodes()) {
    const SyntaxNode& member = context.tree[node];
    const Keyword* keyword = find_keyword(member.key);
    if (keyword == nullptr)
      judge_unknown(context, member);
    else if (keyword->use == Unused)
      context.report
          .warning("T102", member.key_span, fmt::format("`{}` is not used", member.key), "skipped")
          .note(std::string(keyword->note));
  }
}

void judge_applicability(Context& context, const Members& members, const FieldSchema& field) {
  bool untyped_told = !field.any_type;
  for (const std::uint32_t node : members.nodes()) {
    const SyntaxNode& member = context.tree[node];
    const Keyword* keyword = find_keyword(member.key);
    if (keyword == nullptr || keyword->use != Read || keyword->applies.empty()) continue;
    if (!untyped_told) {
      untyped_told = true;
      const std::string type = fmt::format("\"bsonType\": \"{}\"", bson_name(keyword->applies));
      context.report
          .warning("T116", member.key_span,
                   fmt::format("`{}` alone does not say what type the field has", member.key),
                   fmt::format("speaks of {} only: any other value fits too",
                               keyword->applies.describe()))
          .help(fmt::format("add `{}`", type))
          .fix("add the type", {member.key_span.begin, member.key_span.begin}, type + ", ", false);
    }
    if (field.types.intersects(keyword->applies)) continue;
    context.report
        .warning("T115", member.key_span, fmt::format("`{}` has no effect here", member.key),
                 fmt::format("speaks of {}", keyword->applies.describe()))
        .label(field.type_span, fmt::format("the field holds {}", field.types.describe()))
        .fix("remove it", removal_span(context.tree, members.object(), node), "", true);
  }
}

}  // namespace tamis::schema_text
