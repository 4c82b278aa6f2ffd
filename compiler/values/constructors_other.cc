// Code, references, regexes and symbols.
#include <algorithm>
#include <string>
#include <utility>

#include "compiler/values/constructor.h"

namespace tamis::values {
// A scope without variables is none.
Made make_code(Call& call) {
  const auto code = call.text(0);
  if (!code) return std::nullopt;
  if (call.count() == 1) return JavaScript{std::string(*code)};
  Made scope = call.value(1);
  if (!scope) return std::nullopt;
  if (!scope->is(BsonType::Object)) return call.wrong(1);
  if (scope->as<Object>().empty()) return JavaScript{std::string(*code)};
  return JavaScriptWithScope{std::string(*code), std::move(scope->as<Object>())};
}

// "db.collection" names the database too, as in mongosh.
Made make_db_ref(Call& call) {
  const auto collection = call.text(0);
  if (!collection) return std::nullopt;
  Made id = call.value(1);
  if (!id) return std::nullopt;
  std::string_view name = *collection;
  std::optional<std::string_view> database;
  if (call.count() == 3) {
    database = call.text(2);
    if (!database) return std::nullopt;
  }
  if (std::ranges::count(name, '.') == 1) {
    database = name.substr(0, name.find('.'));
    name = name.substr(name.find('.') + 1);
  }
  Object reference{{"$ref", name}, {"$id", *std::move(id)}};
  if (database) reference.push_back({"$db", *database});
  return reference;
}

Made make_regex(Call& call) {
  const auto pattern = call.text(0);
  if (!pattern) return std::nullopt;
  if (pattern->find('\0') != std::string_view::npos)
    return call.report().error("E059", call.at(0).span, "a pattern cannot hold a NUL", "in here"),
           std::nullopt;
  if (call.count() == 1) return Regex{std::string(*pattern), ""};
  const auto flags = call.text(1);
  if (!flags) return std::nullopt;
  char wrong = 0;
  auto options = regex_options(*flags, wrong);
  if (options) return Regex{std::string(*pattern), *std::move(options)};
  complain_of_flag(call.report(), call.at(1).span, wrong);
  return std::nullopt;
}

Made make_symbol(Call& call) {
  const auto text = call.text(0);
  if (!text) return std::nullopt;
  return Symbol{std::string(*text)};
}

Made make_db_pointer(Call& call) {
  const auto collection = call.text(0);
  if (!collection) return std::nullopt;
  const Made id = call.value(1);
  if (!id) return std::nullopt;
  if (!id->is(BsonType::ObjectId)) return call.wrong(1);
  return DbPointer{std::string(*collection), id->as<ObjectId>()};
}

}  // namespace tamis::values
