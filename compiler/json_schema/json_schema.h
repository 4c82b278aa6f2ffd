// JsonSchema: what `$jsonSchema` asks of a document, MongoDB's subset of JSON Schema draft 4.
//
//   SyntaxTree --read_json_schema()--> JsonSchema --> backends
//
// A rule is asked of a value that is there. One that speaks of a type (`minimum` of numbers,
// `items` of arrays …) holds of every value of another. A name is a field's own name: paths and
// arrays are not walked.
//
// A rule's source: MongoDB manual, "$jsonSchema", "Available Keywords" and "Omissions".
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tamis/type_set.h>
#include <tamis/value.h>

#include "compiler/values/regex.h"

namespace tamis {

enum class SchemaOp : std::uint8_t {
  Remark,  // always true: title, description
  Types,   // types
  Enum,    // values
  Minimum,
  Maximum,     // number; exclusive
  MultipleOf,  // number, above 0
  MinLength,
  MaxLength,  // count, of code points
  Pattern,    // patterns: the one
  MinItems,
  MaxItems,  // count
  UniqueItems,
  Items,            // schemas: the one of all elements
  ItemList,         // schemas: of the first elements, each its own
  AdditionalItems,  // schemas: the one of those from `count` on
  MinProperties,
  MaxProperties,         // count
  Required,              // names
  Properties,            // names, each with its schema
  PatternProperties,     // patterns of names, each with its schema
  AdditionalProperties,  // schemas: the one of fields with none of the names (sorted) and patterns
  Dependencies,          // names, each with the schema of the object that has it
  AllOf,
  AnyOf,
  OneOf,  // schemas
  Not,    // schemas: the one
};

// What a rule speaks of: of any other value it holds.
enum class SchemaSubject : std::uint8_t { Any, Numbers, Texts, Arrays, Objects };
SchemaSubject subject_of(SchemaOp op);
bool speaks_of(SchemaSubject subject, BsonType type);

struct JsonSchema;

struct SchemaRule {
  SchemaOp op = SchemaOp::Remark;
  bool exclusive = false;
  TypeSet types;
  std::int64_t count = 0;
  Value number;
  std::vector<Value> values;  // with fields in order (in_field_order), sorted by compare()
  std::vector<std::string> names;
  std::vector<RegexProgram> patterns;
  std::vector<JsonSchema> schemas;
};

struct JsonSchema {
  std::vector<SchemaRule> rules;  // all must hold
};

// The value with the fields of each object in it in the order of their names: equal by compare()
// for values that `enum` and `uniqueItems` take to be equal, for which that order means nothing.
Value in_field_order(Value value);

// Whether the number is a whole multiple of the other, which is above 0, as decimals: a double
// counts with fifteen digits. Not of NaN and infinities.
bool is_multiple_of(const Value& number, const Value& of);

// Whether the value meets the rule, or all rules: said as plainly as can be, for analysis and for
// comparing backends with.
bool meets(const SchemaRule& rule, const Value& value);
bool fits(const JsonSchema& schema, const Value& value);

// What backends ask alike: of MinLength, MaxLength and Pattern; of UniqueItems; and whether
// AdditionalProperties speaks of a field of that name.
bool text_holds(const SchemaRule& rule, std::string_view text);
bool are_unique(Array array);
bool is_additional(const SchemaRule& rule, std::string_view name);

// The paths of the fields that rules name, from the schema's place on, as `prefix` and the name.
void collect_fields(const JsonSchema& schema, const std::string& prefix,
                    std::vector<std::string>& out);

}  // namespace tamis
