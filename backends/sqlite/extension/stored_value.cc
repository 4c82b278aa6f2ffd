// tamis_value(x, types): what a column keeps as the value that it stands for.
#include <algorithm>
#include <iterator>
#include <limits>

#include <tamis/extended_json.h>

#include "backends/sqlite/extension/functions.h"
#include "backends/sqlite/stored_words.h"
#include "compiler/values/iso8601.h"
#include "compiler/values/text_codecs.h"

namespace tamis::sqlite {
namespace {

// What the words of the second argument say.
class Types {
 public:
  explicit Types(std::string_view words) {
    while (!words.empty()) {
      const std::size_t end = std::min(words.find(' '), words.size());
      add(words.substr(0, end));
      words.remove_prefix(std::min(end + 1, words.size()));
    }
  }

  bool has(BsonType type) const { return types_.contains(type); }
  bool has(DateEncoding encoding) const { return has(BsonType::Date) && date_ == encoding; }

 private:
  void add(std::string_view word) {
    const auto* found = std::ranges::find(kStoredWords, word, &StoredWord::word);
    if (found == std::end(kStoredWords)) return;
    types_.insert(found->type);
    if (found->type == BsonType::Date) date_ = found->date;
  }

  TypeSet types_;
  DateEncoding date_ = DateEncoding::EpochMs;
};

constexpr std::int64_t kSecond = 1000;

// A whole number is an int where it fits into one, else a long, as far as the types allow.
Value of_integer(std::int64_t number, const Types& types) {
  const bool is_small = number == static_cast<std::int32_t>(number);
  if (is_small && types.has(BsonType::Int32)) return static_cast<std::int32_t>(number);
  if (types.has(BsonType::Int64)) return number;
  if (types.has(BsonType::Double)) return static_cast<double>(number);
  if (types.has(BsonType::Int32)) return number;
  if (types.has(BsonType::Bool)) return number != 0;
  if (types.has(DateEncoding::EpochMs)) return Date{number};
  constexpr std::int64_t kMost = std::numeric_limits<std::int64_t>::max() / kSecond;
  if (types.has(DateEncoding::EpochS) && number >= -kMost && number <= kMost)
    return Date{number * kSecond};
  return number;
}

Value of_text(std::string_view text, const Types& types) {
  if (types.has(DateEncoding::Iso8601))
    if (const auto date = parse_iso8601(text); const auto* found = std::get_if<IsoDate>(&date))
      return Date{found->ms};
  if (types.has(BsonType::Bool) && (text == "true" || text == "false")) return text == "true";
  if (types.has(BsonType::ObjectId))
    if (const auto id = values::parse_object_id(text)) return *id;
  return std::string(text);
}

Value of_blob(std::string_view bytes, const Types& types) {
  ObjectId id;
  if (!types.has(BsonType::ObjectId) || bytes.size() != id.bytes.size())
    return Binary{std::string(bytes), 0};
  std::ranges::transform(bytes, id.bytes.begin(),
                         [](char byte) { return static_cast<std::uint8_t>(byte); });
  return id;
}

Value stored_value(sqlite3_value* value, const Types& types) {
  switch (sqlite3_value_type(value)) {
    case SQLITE_INTEGER:
      return of_integer(sqlite3_value_int64(value), types);
    case SQLITE_FLOAT:
      return sqlite3_value_double(value);
    case SQLITE_TEXT:
      return of_text(text_of(value), types);
    case SQLITE_BLOB: {
      const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
      const auto size = static_cast<std::size_t>(sqlite3_value_bytes(value));
      return of_blob(size == 0 ? std::string_view() : std::string_view(bytes, size), types);
    }
    default:
      return nullptr;
  }
}

}  // namespace

void tamis_value(sqlite3_context* call, int /*count*/, sqlite3_value** values) {
  guarded(call, [&] {
    const Value value = stored_value(values[0], Types(text_of(values[1])));
    const std::string text = to_extended_json(value, ExtendedJson::Canonical);
    sqlite3_result_text64(call, text.data(), text.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
  });
}

}  // namespace tamis::sqlite
