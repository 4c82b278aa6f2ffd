#include "backends/sqlite/json_text.h"

#include "backends/sqlite/stored_words.h"

namespace tamis::sqlite {
std::optional<Sql> json_text(const Scalar& scalar, const Dialect& dialect) {
  if (dialect.stored.empty() || !can_test(scalar, dialect)) return std::nullopt;
  std::string words;
  for (const StoredWord& stored : kStoredWords) {
    if (!scalar.types.contains(stored.type)) continue;
    if (stored.type == BsonType::Date && stored.date != scalar.date) continue;
    words += (words.empty() ? "" : " ") + std::string(stored.word);
  }
  Sql text = said(dialect.stored, {scalar.value, dialect.literal(words)});
  if (!scalar.json || !scalar.types.contains(BsonType::Bool)) return text;
  // What json_extract makes of a boolean is a number.
  return Sql("CASE WHEN ") + scalar.type_name + Sql(" IN ('true', 'false') THEN ") +
         scalar.type_name + Sql(" ELSE ") + text + Sql(" END");
}

}  // namespace tamis::sqlite
