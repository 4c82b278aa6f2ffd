// Any bytes as a condition: the SQL is made of the schema's names and SQL's own words alone, so no
// value can reach it; every mark has its parameter, and the same Plan gives the same text.
#include <tamis/compile.h>
#include <tamis/sqlite.h>

#include <algorithm>
#include <array>

#include "fuzz/check.h"
#include "fuzz/sqlite_world.h"

using namespace tamis;

namespace {

constexpr auto kIdentifiers = std::to_array<std::string_view>(
    {"contacts", "id",  "doc",   "status",    "age",    "score", "vip",     "seen",
     "born",     "ref", "state", "has_state", "json",   "tags",  "contact", "tag",
     "pos",      "eav", "name",  "number",    "orders", "sku",   "qty"});
constexpr auto kLiterals =
    std::to_array<std::string_view>({"$.plan", "$.list", "integer", "real", "text", "blob", "null",
                                     "array", "object", "true", "false"});
constexpr auto kWords = std::to_array<std::string_view>({"AND",
                                                         "OR",
                                                         "NOT",
                                                         "IN",
                                                         "IS",
                                                         "NULL",
                                                         "TRUE",
                                                         "EXISTS",
                                                         "SELECT",
                                                         "FROM",
                                                         "WHERE",
                                                         "AS",
                                                         "BETWEEN",
                                                         "CASE",
                                                         "WHEN",
                                                         "THEN",
                                                         "END",
                                                         "CAST",
                                                         "INTEGER",
                                                         "TEXT",
                                                         "BLOB",
                                                         "x",
                                                         "count",
                                                         "coalesce",
                                                         "instr",
                                                         "substr",
                                                         "typeof",
                                                         "json_extract",
                                                         "json_type",
                                                         "json_each",
                                                         "json_array_length",
                                                         "tamis_match",
                                                         "tamis_regex",
                                                         "value",
                                                         "type",
                                                         "key"});

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

template <class Words>
bool has(const Words& words, std::string_view word) {
  return std::ranges::find(words, word) != words.end();
}

bool all_digits(std::string_view text) {
  return text.find_first_not_of("0123456789") == std::string_view::npos;
}

// The rows of a subquery are called r1, r2 …; a number is a limit or a length.
bool is_known(std::string_view word) {
  return has(kWords, word) || all_digits(word) ||
         (word.front() == 'r' && all_digits(word.substr(1)));
}

// Without its first token, which is checked; `marks` counts those seen.
std::string_view after_token(std::string_view text, std::size_t& marks) {
  const char first = text.front();
  if (first == '"' || first == '\'') {
    const std::size_t end = text.find(first, 1);
    fuzz::require(end != std::string_view::npos, "a quote ends");
    const std::string_view quoted = text.substr(1, end - 1);
    fuzz::require(first == '"' ? has(kIdentifiers, quoted) || is_known(quoted)
                               : quoted.empty() || has(kLiterals, quoted),
                  "a quoted text is the schema's: " + std::string(quoted));
    return text.substr(end + 1);
  }
  if (is_word(first)) {
    const std::size_t end =
        static_cast<std::size_t>(std::ranges::find_if_not(text, is_word) - text.begin());
    fuzz::require(is_known(text.substr(0, end)), "a word is SQL's: " + std::string(text));
    return text.substr(end);
  }
  if (first == '?') ++marks;
  fuzz::require(std::string_view(" ?().,<>=+-*%&").find(first) != std::string_view::npos,
                "a sign is SQL's: " + std::string(text));
  return text.substr(1);
}

void require_closed(const Condition& condition, const sqlite::EmitOptions& options) {
  const Result<sqlite::SqlFilter> filter = sqlite::emit(condition, options);
  fuzz::require_well_formed(filter.diagnostics());
  if (!filter) return;
  std::size_t marks = 0;
  for (std::string_view rest = filter->text; !rest.empty();) rest = after_token(rest, marks);
  fuzz::require(marks == filter->params.size(), "a parameter for every mark: " + filter->text);
  fuzz::require(sqlite::emit(condition, options)->text == filter->text, "one Plan, one text");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Source source("input", std::string(fuzz::text_of(data, size)));
  for (const bool with_schema : {false, true}) {
    CompileOptions compile_options;
    if (with_schema) compile_options.schema = fuzz::sqlite_schema();
    const Result<Condition> condition = compile(source, compile_options);
    if (!condition) continue;
    require_closed(*condition, {});
    require_closed(*condition, {.pure_sql = true});
  }
  return 0;
}
