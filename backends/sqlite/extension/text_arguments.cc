// Conditions and patterns as text, for people at a shell.
#include <memory>

#include <fmt/format.h>
#include <tamis/compile.h>

#include "backends/sqlite/extension/functions.h"
#include "backends/sqlite/extension/module.h"

namespace tamis::sqlite {
namespace {

// What `make` makes of the second argument, kept by the statement for as long as that is constant.
template <class T, class Make>
T* kept(sqlite3_context* call, Make make) {
  constexpr int kArgument = 1;
  if (void* made = sqlite3_get_auxdata(call, kArgument)) return static_cast<T*>(made);
  std::unique_ptr<T> made = make();
  if (!made) return nullptr;
  sqlite3_set_auxdata(call, kArgument, made.release(),
                      [](void* it) { delete static_cast<T*>(it); });
  auto* held = static_cast<T*>(sqlite3_get_auxdata(call, kArgument));
  if (held == nullptr) throw std::bad_alloc();
  return held;
}

// Without a schema, so that no relative date can occur.
std::unique_ptr<Question> compiled(sqlite3_context* call, sqlite3_value* text) {
  const Result<Condition> condition =
      compile(Source("condition", std::string(text_of(text))), {.regex = RegexProfile::Full});
  if (!condition) {
    const Diagnostic& error = condition.diagnostics().front();
    fail(call, fmt::format("tamis_match: {}: {}", error.code, error.message));
    return nullptr;
  }
  return std::make_unique<Question>(
      Question{predicate::Matcher(predicate::compile(*condition)), Context()});
}

}  // namespace

Question* question_of(sqlite3_context* call, Arguments arguments) {
  return kept<Question>(call, [&] { return compiled(call, arguments[1]); });
}

const RegexProgram* pattern_of(sqlite3_context* call, Arguments arguments) {
  return kept<RegexProgram>(call, [&]() -> std::unique_ptr<RegexProgram> {
    const std::string_view options = arguments.size() > 2 ? text_of(arguments[2]) : "";
    auto made = RegexProgram::compile(text_of(arguments[1]), options, RegexProfile::Full);
    if (auto* program = std::get_if<RegexProgram>(&made))
      return std::make_unique<RegexProgram>(std::move(*program));
    fail(call, "tamis_regex: " + std::get<RegexError>(made).message);
    return nullptr;
  });
}

int register_text_functions(sqlite3* db) {
  constexpr FunctionInfo kFunctions[] = {
      {"tamis_match", 2, tamis_match},     {"tamis_regex", 2, tamis_regex},
      {"tamis_regex", 3, tamis_regex},     {"tamis_value", 2, tamis_value},
      {"tamis_compare", 2, tamis_compare},
  };
  return register_all(db, kFunctions);
}

}  // namespace tamis::sqlite
