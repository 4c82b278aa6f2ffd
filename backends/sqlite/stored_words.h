// The words by which SQL tells tamis_value() what a place may keep: types, and of dates the
// encoding.
#pragma once

#include <string_view>

#include <tamis/schema.h>

namespace tamis::sqlite {

struct StoredWord {
  std::string_view word;
  BsonType type;
  DateEncoding date = DateEncoding::EpochMs;  // of BsonType::Date
};

inline constexpr StoredWord kStoredWords[] = {
    {"int", BsonType::Int32},
    {"long", BsonType::Int64},
    {"double", BsonType::Double},
    {"bool", BsonType::Bool},
    {"objectId", BsonType::ObjectId},
    {"epoch_ms", BsonType::Date, DateEncoding::EpochMs},
    {"epoch_s", BsonType::Date, DateEncoding::EpochS},
    {"iso8601", BsonType::Date, DateEncoding::Iso8601},
};

constexpr std::string_view word_of(DateEncoding encoding) {
  for (const StoredWord& stored : kStoredWords)
    if (stored.type == BsonType::Date && stored.date == encoding) return stored.word;
  return "";
}

}  // namespace tamis::sqlite
