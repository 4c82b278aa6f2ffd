#include <tamis/type_set.h>

#include <string_view>
#include <vector>

namespace tamis {
namespace {

struct Noun {
  BsonType type;
  std::string_view text;
};

constexpr Noun kNouns[] = {
    {BsonType::String, "a string"},
    {BsonType::Int32, "an int"},
    {BsonType::Int64, "a long"},
    {BsonType::Double, "a double"},
    {BsonType::Decimal128, "a decimal"},
    {BsonType::Bool, "a boolean"},
    {BsonType::Date, "a date"},
    {BsonType::ObjectId, "an ObjectId"},
    {BsonType::Array, "an array"},
    {BsonType::Object, "an object"},
    {BsonType::Binary, "binary data"},
    {BsonType::Timestamp, "a timestamp"},
    {BsonType::Regex, "a regular expression"},
    {BsonType::JavaScript, "JavaScript"},
    {BsonType::JavaScriptWithScope, "JavaScript with scope"},
    {BsonType::Symbol, "a symbol"},
    {BsonType::DbPointer, "a DBPointer"},
    {BsonType::MinKey, "MinKey"},
    {BsonType::MaxKey, "MaxKey"},
    {BsonType::Undefined, "undefined"},
    {BsonType::Null, "null"},
};

}  // namespace

std::string TypeSet::describe() const {
  if (*this == all()) return "a value of any type";
  TypeSet rest = *this;
  std::vector<std::string_view> nouns;
  if (numbers().within(rest)) {
    nouns.emplace_back("a number");
    rest = rest.without(numbers());
  }
  for (const Noun& noun : kNouns)
    if (rest.contains(noun.type)) nouns.push_back(noun.text);
  std::string text;
  for (std::size_t i = 0; i < nouns.size(); ++i) {
    if (i > 0) text += i + 1 == nouns.size() ? " or " : ", ";
    text += nouns[i];
  }
  return text.empty() ? "nothing" : text;
}

}  // namespace tamis
