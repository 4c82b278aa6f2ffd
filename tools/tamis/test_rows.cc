// tamis test --db: which rows of a table match, and why others do not.
#include <tamis/extended_json.h>

#include "tools/tamis/reports/verdicts.h"
#include "tools/tamis/support/table_question.h"

namespace tamis::cli {
namespace {

// A row whose column of documents is NULL has an empty one.
Result<Value> document_of(const Value& column) {
  const auto* text = column.get_if<std::string>();
  return text == nullptr ? Value(Object()) : parse_extended_json(Source("document", *text));
}

int try_rows(Session& session, TestFlags& flags) {
  const TableQuestion question(session, flags.database,
                               compile_or_fail(session, flags.language, flags.subjects.front()),
                               flags.clock.context());
  const bool has_documents = !question.place().document.empty();
  if (flags.trees && !has_documents)
    throw Failure("--tree explains whole documents, and the schema maps none: --column NAME");
  predicate::Matcher matcher(predicate::compile(question.condition()));
  Verdicts verdicts(session, flags, question.condition());
  engines::SqliteStatement rows = question.run(question.verdicts());
  for (std::uint64_t number = 1; rows.step(); ++number) {
    const std::string key = key_text(rows.column(0));
    const bool verdict = sqlite3_column_int(rows.get(), 1) == 1;
    const Result<Value> document = document_of(has_documents ? rows.column(2) : Value());
    if (has_documents && document.ok()) {
      const predicate::Explanation why = matcher.explain(*document, question.context());
      verdicts.add(key, number, verdict, &why);
    } else {
      verdicts.add(key, number, verdict, nullptr);
    }
  }
  verdicts.finish("row");
  return verdicts.any_matched() ? kSuccess : kFinding;
}

}  // namespace

int test_rows(Session& session, TestFlags& flags) {
  return on_database([&] { return try_rows(session, flags); });
}

}  // namespace tamis::cli
