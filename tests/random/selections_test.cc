// Random selections of random conditions, through one cache of statements: rows are those that the
// verdicts tell, whatever was asked before.
#include <algorithm>

#include <fmt/format.h>
#include <tamis/compile.h>
#include <tamis/sqlite_query.h>

#include "tests/random/trials.h"
#include "tests/support/equivalence/choices.h"
#include "tools/tamis/engines/sqlite_mapping.h"
#include "tools/tamis/engines/sqlite_store.h"

namespace tamis::equivalence {
namespace {

using engines::SqliteDatabase;
using engines::SqliteMapping;
using sqlite::Selection;
using sqlite::Statements;
using What = Selection::What;
using ByKey = Selection::ByKey;
using Keys = std::vector<std::int64_t>;

Selection random_selection(Choices& choices) {
  Selection selection;
  selection.what = choices.pick(std::vector{What::Ids, What::Count, What::Columns, What::Verdicts});
  if (selection.what == What::Columns || selection.what == What::Verdicts)
    selection.columns = {"id"};
  selection.by_key = choices.pick(std::vector{ByKey::No, ByKey::Yes, ByKey::Sorted});
  if (choices.once_in(2)) selection.limit = 0;
  if (choices.once_in(3)) selection.offset = 1;
  if (choices.once_in(2)) selection.after = Value(0);
  selection.complement = choices.once_in(3);
  selection.no_orphans = choices.once_in(2);
  return selection;
}

// Another page of it, for which the statement is the same.
void turn_page(Selection& selection, Choices& choices) {
  const auto below = [&](std::size_t count) {
    return static_cast<std::int64_t>(choices.below(count));
  };
  if (selection.limit) selection.limit = below(9);
  if (selection.offset != 0) selection.offset = 1 + below(5);
  if (selection.after) selection.after = Value(below(12));
}

sqlite::EmitOptions random_options(Choices& choices) {
  sqlite::EmitOptions options;
  if (choices.once_in(3)) options.alias = "r1";
  using Kind = sqlite::Marks::Kind;
  options.marks.kind = choices.pick(std::vector{Kind::Anonymous, Kind::Numbered, Kind::Named});
  return options;
}

// The rows that are to be found, of all keys and those that match, both in their order.
Keys expected(const Keys& all, const Keys& matching, const Selection& selection) {
  Keys keys;
  for (const std::int64_t key : all) {
    const bool matches = std::ranges::binary_search(matching, key);
    if (selection.what != What::Verdicts && matches == selection.complement) continue;
    if (!selection.after || key > selection.after->as<std::int64_t>()) keys.push_back(key);
  }
  if (selection.what == What::Count) return {static_cast<std::int64_t>(keys.size())};
  const auto size = static_cast<std::int64_t>(keys.size());
  const std::int64_t begin = std::min(selection.offset, size);
  const std::int64_t end = begin + std::min(selection.limit.value_or(size), size - begin);
  return Keys(keys.begin() + begin, keys.begin() + end);
}

class Asker {
 public:
  Asker(const Schema& schema, const Condition& condition, const Trial& trial)
      : condition_(condition),
        context_{.now_ms = trial.now_ms},
        store_(schema),
        statements_(store_.database().get(), 5) {
    std::vector<Value> held;
    for (const Value& document : trial.documents)
      if (const auto value = engines::as_held(schema, document)) held.push_back(*value);
    store_.load(held);
    for (std::size_t i = 0; i < held.size(); ++i) all_.push_back(static_cast<std::int64_t>(i));
  }

  std::optional<std::string> wrong(Choices& choices) {
    const auto matching = ask({.by_key = ByKey::Yes}, {});
    if (!matching) return std::nullopt;  // refused
    for (int i = 0; i < 5; ++i) {
      Selection selection = random_selection(choices);
      const sqlite::EmitOptions options = random_options(choices);
      for (int page = 0; page < 5; ++page) {
        turn_page(selection, choices);
        if (!is_right(selection, options, *matching))
          return sqlite::select(condition_, selection, options)->text;
      }
    }
    return std::nullopt;
  }

 private:
  bool is_right(const Selection& selection, const sqlite::EmitOptions& options,
                const Keys& matching) {
    std::optional<Keys> found = ask(selection, options);
    const bool has_order = selection.is_paged() || selection.by_key != ByKey::No;
    if (found && !has_order) std::ranges::sort(*found);
    return found && *found == expected(all_, matching, selection);
  }

  std::optional<Keys> ask(const Selection& selection, const sqlite::EmitOptions& options) {
    sqlite3_stmt* statement = statements_.take(condition_, context_, selection, options).statement;
    if (statement == nullptr) return std::nullopt;
    Keys keys;
    while (sqlite3_step(statement) == SQLITE_ROW)
      keys.push_back(sqlite3_column_int64(statement, 0));
    return keys;
  }

  Condition condition_;
  Context context_;
  engines::SqliteStore store_;
  Statements statements_;
  Keys all_;
};

TEST_CASE("random selections", "[random][sqlite]") {
  for (const SqliteMapping mapping :
       {SqliteMapping::Columns, SqliteMapping::Eav, SqliteMapping::Json}) {
    std::uint64_t seed = 0;
    std::size_t asked = 0;
    check_seeds({"documents that fit a schema", TrialKind::Typed, 500},
                [&](const Trial& trial) -> std::optional<std::string> {
                  const Result<Schema> schema = parse_schema(Source("schema", trial.schema));
                  const auto mapped = engines::mapped_schema(*schema, mapping, ++seed % 2 == 0);
                  if (!mapped) return std::nullopt;
                  const std::string text = condition_text(trial.condition);
                  const auto condition = compile(Source("condition", text),
                                                 {.schema = *mapped, .time_zone = trial.time_zone});
                  if (!condition) return std::nullopt;
                  ++asked;
                  Choices choices(seed);
                  const auto wrong = Asker(*mapped, *condition, trial).wrong(choices);
                  return wrong ? std::optional(text + "\n" + *wrong) : std::nullopt;
                });
    CHECK(asked > 400);
  }
}

}  // namespace
}  // namespace tamis::equivalence
