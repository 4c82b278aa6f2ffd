// The segments API's spellings of a condition. Each recognises its own form and builds it.
#pragma once

#include "compiler/build/builder.h"

namespace tamis::segments {

// A whole object in a segment form: FieldCondition or TopicCondition. False if it is neither; then
// nothing was added.
bool build(Builder& builder, std::uint32_t node, std::vector<MatchNode>& out);

// The forms themselves.
bool build_field_condition(Builder& builder, std::uint32_t node, std::vector<MatchNode>& out);
bool build_topic_condition(Builder& builder, std::uint32_t node, std::vector<MatchNode>& out);

// A member `AND`, `OR` or `NOT`, where no field has that name.
bool build_alias(Builder& builder, std::uint32_t node, std::uint32_t depth,
                 std::vector<MatchNode>& out);
// A member `$not` (or `NOT`) that negates one whole condition.
void build_not(Builder& builder, std::uint32_t node, std::uint32_t depth,
               std::vector<MatchNode>& out);

// Whether a key of a segment form may be read as one: no schema has a property of that name, or
// the text is said to be in the segments spelling.
bool is_free(const Builder& builder, std::string_view key);

// The documented name of an operator that is spelt by an alias (`equals`: "eq"; `AND`: "$and"); ""
// for a documented name, for one without another (`not-contains`), and for anything else.
std::string_view operator_of_alias(std::string_view written);
std::string_view logical_of_alias(std::string_view written);

}  // namespace tamis::segments
