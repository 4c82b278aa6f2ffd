#include "backends/sqlite/extension/bound_arguments.h"

#include <tamis/sqlite_extension.h>

#include "backends/predicate/program.h"
#include "backends/sqlite/extension/functions.h"

namespace tamis::sqlite {
namespace {

// SQLite compares these by their text, so that a pointer of another kind is never taken for ours.
constexpr const char* kQuestion = "tamis_condition";
constexpr const char* kPattern = "tamis_pattern";

using SharedPattern = std::shared_ptr<const RegexProgram>;

template <class T>
int bind_owned(sqlite3_stmt* statement, int index, std::unique_ptr<T> owned, const char* type) {
  return sqlite3_bind_pointer(statement, index, owned.release(), type,
                              [](void* it) { delete static_cast<T*>(it); });
}

}  // namespace

int bind_residual(sqlite3_stmt* statement, int index, const Residual& residual,
                  const Context& context) {
  const predicate::Program program = residual.plan
                                         ? predicate::program_of(residual.condition, *residual.plan)
                                         : predicate::compile(residual.condition);
  const auto check =
      residual.valid_document ? predicate::TextCheck::Needed : predicate::TextCheck::Whole;
  return bind_owned(
      statement, index,
      std::make_unique<Question>(Question{predicate::Matcher(program), context, check}), kQuestion);
}

int bind_pattern(sqlite3_stmt* statement, int index, const Pattern& pattern) {
  return bind_owned(statement, index, std::make_unique<SharedPattern>(pattern.program), kPattern);
}

Question* question_of(sqlite3_context* call, Arguments arguments) {
  auto* question = static_cast<Question*>(sqlite3_value_pointer(arguments[1], kQuestion));
  if (question == nullptr) fail(call, "tamis_match: the condition was not bound by Tamis");
  return question;
}

const RegexProgram* pattern_of(sqlite3_context* call, Arguments arguments) {
  const auto* pattern =
      static_cast<const SharedPattern*>(sqlite3_value_pointer(arguments[1], kPattern));
  if (pattern == nullptr) fail(call, "tamis_regex: the pattern was not bound by Tamis");
  return pattern == nullptr ? nullptr : pattern->get();
}

int register_functions(sqlite3* db) {
  constexpr FunctionInfo kFunctions[] = {{"tamis_match", 2, tamis_match},
                                         {"tamis_regex", 2, tamis_regex},
                                         {"tamis_value", 2, tamis_value},
                                         {"tamis_compare", 2, tamis_compare}};
  return register_all(db, kFunctions);
}

}  // namespace tamis::sqlite
