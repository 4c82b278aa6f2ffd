#include <tamis/sqlite_query.h>

#include <fmt/format.h>
#include <tamis/extended_json.h>

#include "backends/sqlite/expr.h"
#include "backends/sqlite/open_filter.h"
#include "backends/sqlite/query/page.h"
#include "backends/sqlite/spelling.h"
#include "compiler/plan/plan.h"
#include "compiler/report.h"

namespace tamis::sqlite {
namespace {

class SelectWriter {
 public:
  SelectWriter(const Condition& condition, const Selection& selection, const EmitOptions& options)
      : condition_(condition),
        selection_(selection),
        options_(options),
        report_(condition.source(), diagnostics_),
        whole_(condition.plan().root.span) {}

  Result<SqlStatement> write() {
    const bool is_value = selection_.complement || verdicts();
    Result<SqlFilter> filter =
        is_value ? emit(condition_, options_) : emit_open(condition_, options_);
    if (!filter) return filter.diagnostics();
    find_table();
    check_page();
    const std::string order = order_by();
    if (has_error(diagnostics_)) return diagnostics_;
    if (std::optional<SqlStatement> statement = from_child_tables()) return *std::move(statement);
    SqlFilter made = *std::move(filter);
    params_ = std::move(made.params);
    const std::string chosen =
        selection_.complement ? "NOT (" + made.text + ")" : std::move(made.text);
    std::string text =
        fmt::format("SELECT {} FROM {}", what(chosen), options_.dialect.quoted(table_));
    if (!options_.alias.empty()) text += " AS " + options_.dialect.quoted(options_.alias);
    text += where(verdicts() ? "" : chosen);
    if (selection_.what != Selection::What::Count) text += order + page();
    return SqlStatement{std::move(text), std::move(params_)};
  }

 private:
  // Without a look at the root's table, where the child tables can be believed.
  std::optional<SqlStatement> from_child_tables() const {
    const bool needs_rows = selection_.what == Selection::What::Columns || verdicts() ||
                            selection_.complement || !selection_.order.empty() || by_key();
    if (!selection_.no_orphans || needs_rows) return std::nullopt;
    std::optional<SqlFilter> keys = emit_keys(condition_, options_);
    if (!keys) return std::nullopt;
    if (selection_.what == Selection::What::Count)
      keys->text = "SELECT count(*) FROM (" + keys->text + ") AS found";
    return SqlStatement{std::move(keys->text), std::move(keys->params), true};
  }

  bool verdicts() const { return selection_.what == Selection::What::Verdicts; }

  bool by_key() const { return selection_.is_paged() || selection_.by_key != Selection::ByKey::No; }

  void find_table() {
    const std::optional<Schema>& schema = condition_.schema();
    if (schema && schema->sqlite()) {
      table_ = schema->sqlite()->table;
      key_ = schema->sqlite()->key;
    }
    if (!selection_.table.empty()) table_ = selection_.table;
    if (!selection_.key.empty()) key_ = selection_.key;
    const bool needs_key = selection_.what == Selection::What::Ids || verdicts() ||
                           selection_.after || selection_.by_key != Selection::ByKey::No;
    if (table_.empty() || (needs_key && key_.empty()))
      report_
          .error("B020", whole_, "the statement has no table to select from",
                 "neither the schema nor the selection names a table and its key")
          .help(R"(add "x-tamis": {"sqlite": {"table": "…", "key": "…"}} to the schema's root)");
  }

  // SQLite takes a limit below zero for none.
  void check_page() {
    if (is_page(selection_)) return;
    report_.error(
        "B024", whole_, "a page has a limit and an offset of zero or more",
        fmt::format("limit {}, offset {}", selection_.limit.value_or(0), selection_.offset));
  }

  std::string column(const std::string& name) const {
    const std::string& table = options_.alias.empty() ? table_ : options_.alias;
    return options_.dialect.quoted(table) + "." + options_.dialect.quoted(name);
  }

  std::string what(const std::string& chosen) const {
    if (selection_.what == Selection::What::Count) return "count(*)";
    if (selection_.what == Selection::What::Ids) return column(key_);
    std::string text = verdicts() ? fmt::format("{}, ({})", column(key_), chosen) : "";
    for (const std::string& name : selection_.columns)
      text += (text.empty() ? "" : ", ") + column(name);
    return text.empty() ? "*" : text;
  }

  // "" chooses all.
  std::string where(const std::string& chosen) {
    if (!selection_.after) return chosen.empty() ? "" : " WHERE " + chosen;
    const std::string both = chosen.empty() ? "" : "(" + chosen + ") AND ";
    return fmt::format(" WHERE {}{} > {}", both, column(key_), value(*selection_.after));
  }

  // A field's column in the root's table; nothing when it lives elsewhere.
  std::optional<std::string> column_of(const std::string& field) const {
    const std::optional<Schema>& schema = condition_.schema();
    if (!schema || !schema->sqlite()) return field;
    const FieldFacts facts = schema->resolve(FieldPath(field));
    if (!facts.known) return field == key_ ? std::optional(field) : std::nullopt;
    if (facts.through_array || facts.field == nullptr) return std::nullopt;
    if (const auto& mapping = facts.field->sqlite) {
      const bool plain = mapping->table.empty() && mapping->path.empty();
      return plain ? std::optional(mapping->column) : std::nullopt;
    }
    const bool own_column = schema->sqlite()->document.empty() && facts.steps.size() == 1 &&
                            !facts.maybe_array() && !facts.types.contains(BsonType::Object);
    return own_column ? std::optional(facts.field->name) : std::nullopt;
  }

  std::string order_by() {
    std::string text;
    for (const Selection::Order& order : selection_.order) {
      const std::optional<std::string> name = column_of(order.field);
      if (!name) {
        report_
            .error("B021", whole_, fmt::format("rows cannot be ordered by `{}`", order.field),
                   fmt::format("`{}` is in no column of the table", order.field))
            .help("order by a field that the schema keeps in a column of its own");
        continue;
      }
      text += fmt::format("{}{}{}", text.empty() ? " ORDER BY " : ", ", column(*name),
                          order.descending ? " DESC" : "");
    }
    if (key_.empty() || (text.empty() && !by_key())) return text;
    text += text.empty() ? " ORDER BY " : ", ";
    if (selection_.by_key != Selection::ByKey::Sorted) return text + column(key_);
    return text + said(options_.dialect.unindexed, {column(key_)}).text;
  }

  // A mark for one more parameter, or the literal itself.
  std::string value(const Value& value) {
    if (options_.inline_values) return literal(value, options_.dialect);
    const auto number = options_.marks.first + static_cast<int>(params_.size());
    params_.emplace_back(value);
    return mark(options_.marks, number);
  }

  std::string page() {
    if (!selection_.limit && selection_.offset == 0) return {};
    std::string text;
    if (selection_.limit)
      text = " LIMIT " + value(Value(*selection_.limit));
    else if (!options_.dialect.no_limit.empty())
      text = fmt::format(" LIMIT {}", options_.dialect.no_limit);
    if (selection_.offset != 0) text += " OFFSET " + value(Value(selection_.offset));
    return text;
  }

  const Condition& condition_;
  const Selection& selection_;
  const EmitOptions& options_;
  Diagnostics diagnostics_;
  Reporter report_;
  SourceSpan whole_;
  std::string table_, key_;
  std::vector<SqlParam> params_;
};

}  // namespace

Result<SqlStatement> select(const Condition& condition, const Selection& selection,
                            const EmitOptions& options) {
  return SelectWriter(condition, selection, options).write();
}

}  // namespace tamis::sqlite
