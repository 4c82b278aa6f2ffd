// `x-tamis`: what JSON Schema has no word for.
#pragma once

#include <span>

#include "compiler/schema/data.h"
#include "compiler/schema/field.h"

namespace tamis::schema_text {

// Of a property, of items, or of unlisted names. T105, T111, T120–T122, T126, T127.
void read_x_tamis(Context& context, std::uint32_t node, FieldRole role, FieldSchema& field);

// Of the root. T105, T120, T121, T135.
void read_root_x_tamis(Context& context, std::uint32_t node, Schema::Data& data);

// Its `sqlite` on a property; nullopt where it cannot be read, or has keys that nobody knows.
std::optional<SqliteField> read_sqlite(Context& context, std::uint32_t node,
                                       const FieldSchema& field);

// Its `topics` on a property. T132, T133.
std::optional<TopicList> read_topics(Context& context, std::uint32_t node,
                                     const FieldSchema& field);

// T120 for members that `known` does not list; `elsewhere` are keys of another place, which
// `where` names ("the root"). False if there are such: what seems to be missing may be one of them.
bool judge_keys(Context& context, const Members& members, std::span<const std::string_view> known,
                std::span<const std::string_view> elsewhere = {}, std::string_view where = {});

// What two properties cannot both have: T123–T126, T131, T134. Also finds `topics`.
void check_schema(Context& context, Schema::Data& data);

}  // namespace tamis::schema_text
