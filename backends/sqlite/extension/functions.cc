#include "backends/sqlite/extension/functions.h"

#include <fmt/format.h>

namespace tamis::sqlite {
namespace {

// The message of a document that is not JSON, with enough of it to find it again.
std::string malformed(const Diagnostics& errors, std::string_view text) {
  constexpr std::size_t kShown = 60;
  std::string_view shown = text.substr(0, kShown);
  while (shown.size() < text.size() && !shown.empty() &&
         (static_cast<unsigned char>(text[shown.size()]) & 0xC0U) == 0x80U)
    shown.remove_suffix(1);
  return fmt::format("tamis_match: malformed document: {}: {}{}", errors.front().message, shown,
                     shown.size() < text.size() ? "..." : "");
}

bool is_text(sqlite3_value* value) {
  return sqlite3_value_type(value) == SQLITE_TEXT;
}

// Without a document every field is missing, which is what json_extract() makes of NULL.
constexpr std::string_view kNoDocument = "{}";

void match(sqlite3_context* call, Arguments arguments) {
  Question* question = question_of(call, arguments);
  if (question == nullptr) return;
  std::string_view text = kNoDocument;
  if (const int type = sqlite3_value_type(arguments[0]); type == SQLITE_TEXT) {
    text = bytes_of(arguments[0]);
  } else if (type != SQLITE_NULL) {
    fail(call, "tamis_match: a document is JSON text");
    return;
  }
  const predicate::Verdict verdict =
      question->matcher.matches_text(text, question->context, question->check);
  if (verdict.ok())
    sqlite3_result_int(call, verdict.matched() ? 1 : 0);
  else
    fail(call, malformed(verdict.errors(), text));
}

}  // namespace

void tamis_match(sqlite3_context* call, int count, sqlite3_value** values) {
  guarded(call, [&] { match(call, {values, static_cast<std::size_t>(count)}); });
}

void tamis_regex(sqlite3_context* call, int count, sqlite3_value** values) {
  guarded(call, [&] {
    const Arguments arguments{values, static_cast<std::size_t>(count)};
    const RegexProgram* pattern = pattern_of(call, arguments);
    if (pattern == nullptr) return;
    // Only text is searched: anything else is no match, and never NULL.
    const bool found = is_text(arguments[0]) && pattern->search(text_of(arguments[0]));
    sqlite3_result_int(call, found ? 1 : 0);
  });
}

int register_all(sqlite3* db, std::span<const FunctionInfo> functions) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  for (const FunctionInfo& function : functions) {
    const int code = sqlite3_create_function_v2(db, function.name, function.arguments, kFlags,
                                                nullptr, function.call, nullptr, nullptr, nullptr);
    if (code != SQLITE_OK) return code;
  }
  return SQLITE_OK;
}

void fail(sqlite3_context* call, const std::string& message) {
  sqlite3_result_error(call, message.c_str(), static_cast<int>(message.size()));
}

std::string_view text_of(sqlite3_value* value) {
  return is_text(value) ? bytes_of(value) : std::string_view();
}

std::string_view bytes_of(sqlite3_value* value) {
  const unsigned char* bytes = sqlite3_value_text(value);
  if (bytes == nullptr) throw std::bad_alloc();
  return {reinterpret_cast<const char*>(bytes),
          static_cast<std::size_t>(sqlite3_value_bytes(value))};
}

}  // namespace tamis::sqlite
