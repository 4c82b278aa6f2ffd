// The keywords that a schema may use.
#pragma once

#include <span>

#include "compiler/schema/context.h"

namespace tamis::schema_text {

enum class KeywordUse : std::uint8_t {
  Read,        // we know what it means and use it
  Annotation,  // says nothing of which documents fit: skipped without a word
  Unused,      // says something that we do not use: T102
};

struct Keyword {
  std::string_view name;
  KeywordUse use;
  TypeSet applies;        // the types of value it speaks of; empty: all
  std::string_view note;  // of an unused one: what happens instead
};

std::span<const Keyword> keywords();
const Keyword* find_keyword(std::string_view name);

// T101, T102, T103 for the members of a schema object that nobody reads.
void judge_keywords(Context& context, const Members& members);

// T115 for keywords that speak of a type that the field cannot have; T116 when nothing says that
// it has one that they speak of.
void judge_applicability(Context& context, const Members& members, const FieldSchema& field);

}  // namespace tamis::schema_text
