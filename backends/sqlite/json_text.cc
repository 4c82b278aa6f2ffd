#include "backends/sqlite/json_text.h"

namespace tamis::sqlite {
namespace {

std::string_view word_of(DateEncoding encoding) {
  switch (encoding) {
    case DateEncoding::EpochMs:
      return "epoch_ms";
    case DateEncoding::EpochS:
      return "epoch_s";
    case DateEncoding::Iso8601:
      return "iso8601";
  }
  return "";
}

}  // namespace

std::optional<Sql> json_text(const Scalar& scalar, const Dialect& dialect) {
  if (!can_test(scalar)) return std::nullopt;
  std::string words;
  const auto add = [&](BsonType type, std::string_view word) {
    if (scalar.types.contains(type)) words += (words.empty() ? "" : " ") + std::string(word);
  };
  add(BsonType::Int32, "int");
  add(BsonType::Int64, "long");
  add(BsonType::Double, "double");
  add(BsonType::Bool, "bool");
  add(BsonType::Date, word_of(scalar.date));
  add(BsonType::ObjectId, "objectId");
  Sql text =
      Sql(dialect.stored) + Sql("(") + scalar.value + Sql(", " + dialect.literal(words) + ")");
  if (!scalar.json || !scalar.types.contains(BsonType::Bool)) return text;
  // What json_extract makes of a boolean is a number.
  return Sql("CASE WHEN ") + scalar.type_name + Sql(" IN ('true', 'false') THEN ") +
         scalar.type_name + Sql(" ELSE ") + text + Sql(" END");
}

}  // namespace tamis::sqlite
