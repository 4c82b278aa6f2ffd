#include "tools/tamis/engines/sqlite_words.h"

#include <algorithm>
#include <array>
#include <span>

#include <tamis/extended_json.h>

#include "backends/sqlite/stored_words.h"

namespace tamis::engines {
namespace {

constexpr auto kWords = std::to_array<std::string_view>(
    {// of expressions
     "AND", "AS", "BETWEEN", "CASE", "CAST", "ELSE", "END", "EXISTS", "IN", "IS", "NOT", "NULL",
     "OR", "THEN", "TRUE", "WHEN", "BLOB", "INTEGER", "TEXT",
     // of statements
     "ASC", "BY", "DESC", "DISTINCT", "FROM", "found", "LIMIT", "OFFSET", "ORDER", "SELECT",
     "UNION", "WHERE",
     // functions, and the columns of json_each
     "atom", "coalesce", "count", "group_concat", "instr", "json_array_length", "json_each",
     "json_extract", "json_type", "nullif", "substr", "tamis_match", "tamis_regex", "tamis_value",
     "type", "typeof", "value"});

// What json_type and typeof give.
constexpr auto kTypes = std::to_array<std::string_view>(
    {"array", "blob", "false", "integer", "null", "object", "real", "text", "true"});

// Constants of the presence of a value, and the bounds of int32 and int64.
constexpr auto kWholeNumbers = std::to_array<std::string_view>(
    {"0", "1", "2", "2147483647", "2147483648", "9223372036854775808"});

// What documents are put together from, beside their members' names.
constexpr auto kPieces = std::to_array<std::string_view>({"", ",", "[", "]", "[]", "{", "}", "{}"});

// Before the length of a suffix, which is no part of its bytes.
constexpr std::string_view kBeforeLength = " AS BLOB), -";

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || is_digit(c) || c == '_';
}

bool all_digits(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, is_digit);
}

// What quotation marks at the front of `text` enclose, taken off it; nullopt when they do not end.
std::optional<std::string> take_quoted(std::string_view& text) {
  const char quote = text.front();
  std::string inside;
  for (std::size_t i = 1; i < text.size(); ++i) {
    if (text[i] == quote && (i + 1 == text.size() || text[i + 1] != quote)) {
      text.remove_prefix(i + 1);
      return inside;
    }
    if (text[i] == quote) ++i;
    inside += text[i];
  }
  return std::nullopt;
}

bool are_stored(std::string_view words) {
  while (!words.empty()) {
    const std::size_t end = std::min(words.find(' '), words.size());
    const std::string_view word = words.substr(0, end);
    if (std::ranges::find(sqlite::kStoredWords, word, &sqlite::StoredWord::word) ==
        std::end(sqlite::kStoredWords))
      return false;
    words.remove_prefix(std::min(end + 1, words.size()));
  }
  return true;
}

std::string_view take_word(std::string_view& text) {
  const auto end = static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin());
  const std::string_view word = text.substr(0, end);
  text.remove_prefix(end);
  return word;
}

bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// The mark at the front, taken off.
bool take_mark(std::string_view& text, const sqlite::Marks& marks, std::size_t index) {
  using Kind = sqlite::Marks::Kind;
  if (!take(text, marks.kind == Kind::Named ? std::string_view(marks.prefix) : "?")) return false;
  if (marks.kind == Kind::Anonymous) return true;
  return take_word(text) == std::to_string(marks.first + static_cast<int>(index));
}

}  // namespace

SqlWords::SqlWords(const std::optional<Schema>& schema, const sqlite::EmitOptions& options,
                   const sqlite::Selection& selection)
    : names_{options.alias, options.document, selection.table, selection.key},
      marks_(options.marks) {
  names_.insert(selection.columns.begin(), selection.columns.end());
  if (!schema) return;
  if (schema->sqlite()) {
    const SqliteRoot& root = *schema->sqlite();
    names_.insert({root.table, root.key, root.document});
  }
  add(schema->root());
}

void SqlWords::add(const FieldSchema& object) {
  for (const FieldSchema& field : object.properties) {
    names_.insert(field.name);
    properties_.insert(field.name);
    if (field.sqlite) add(*field.sqlite);
    add(field);
  }
  if (object.items) add(*object.items);
}

void SqlWords::add(const SqliteField& mapping) {
  names_.insert({mapping.column, mapping.table, mapping.key, mapping.position, mapping.presence});
  for (const auto& [column, value] : mapping.where) names_.insert(column);
  if (!mapping.path.empty()) paths_.insert(mapping.path);
}

// The rows of subqueries are called r1, r2 …, and those of json_each have columns.
bool SqlWords::is_name(const std::string& quoted) const {
  const bool is_rows = quoted.starts_with('r') && all_digits(std::string_view(quoted).substr(1));
  return is_rows || (!quoted.empty() && names_.contains(quoted));
}

bool SqlWords::is_literal(const std::string& quoted) const {
  return has(kTypes, quoted) || has(kPieces, quoted) || are_stored(quoted) || is_member(quoted) ||
         is_json_path(quoted);
}

// `,"name":` of a property.
bool SqlWords::is_member(const std::string& quoted) const {
  if (!quoted.starts_with(",") || !quoted.ends_with(":")) return false;
  return std::ranges::any_of(properties_, [&](const std::string& property) {
    return quoted == "," + to_extended_json(Value(property), ExtendedJson::Relaxed) + ":";
  });
}

// `$` or a mapping's path, and properties behind it.
bool SqlWords::is_json_path(std::string_view path) const {
  const auto is_rest = [&](std::string_view rest) {
    while (!rest.empty()) {
      if (!take(rest, ".") || rest.empty()) return false;
      const bool is_quoted = rest.front() == '"';
      const auto name = is_quoted ? take_quoted(rest) : std::string(take_word(rest));
      if (!name || !properties_.contains(*name)) return false;
    }
    return true;
  };
  if (path.starts_with('$') && is_rest(path.substr(1))) return true;
  return std::ranges::any_of(paths_, [&](const std::string& mapped) {
    return path.starts_with(mapped) && is_rest(path.substr(mapped.size()));
  });
}

std::string SqlWords::fault(std::string_view text, std::size_t params) const {
  std::size_t marks = 0;
  std::string_view rest = text;
  const auto at = [&](std::string_view what) {
    return std::string(what) + ": " + std::string(rest);
  };
  while (!rest.empty()) {
    const char first = rest.front();
    const std::string_view before = text.substr(0, text.size() - rest.size());
    if (first == '"' || first == '\'') {
      const auto quoted = take_quoted(rest);
      if (!quoted) return at("quotation marks that do not end");
      if (first == '"' ? !is_name(*quoted) : !is_literal(*quoted))
        return "nothing that the schema names: " + *quoted;
    } else if (is_word(first)) {
      const std::string_view word = take_word(rest);
      const bool is_length = all_digits(word) && before.ends_with(kBeforeLength);
      if (!is_length && !has(all_digits(word) ? std::span<const std::string_view>(kWholeNumbers)
                                              : std::span<const std::string_view>(kWords),
                             word))
        return "no word of SQL: " + std::string(word);
    } else if (take_mark(rest, marks_, marks)) {
      ++marks;
    } else if (std::string_view(" ().,<>=+-*%&|").find(first) != std::string_view::npos) {
      rest.remove_prefix(1);
    } else {
      return at("no sign of SQL");
    }
  }
  if (marks == params) return {};
  return std::to_string(marks) + " marks for " + std::to_string(params) + " values";
}

}  // namespace tamis::engines
