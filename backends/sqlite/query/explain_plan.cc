#include <tamis/sqlite_query.h>

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "backends/sqlite/query/statement.h"

namespace tamis::sqlite {
namespace {

using Step = QueryPlan::Step;

// Takes `word` off the front of `text`, if it is there.
bool take(std::string_view& text, std::string_view word) {
  if (!text.starts_with(word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// "contacts AS c USING …", "e USING …", "json_each VIRTUAL TABLE …": the name up to the first blank
// that a known word follows, as names may hold blanks.
std::string take_name(std::string_view& text) {
  std::size_t end = text.size();
  for (const std::string_view word : {" USING ", " VIRTUAL TABLE ", " LEFT-JOIN"})
    end = std::min(end, text.find(word));
  const std::string name(text.substr(0, end));
  text.remove_prefix(end);
  take(text, " ");
  return name;
}

void read_index(Step& step, std::string_view rest) {
  if (!take(rest, "USING ")) return;
  step.covering = rest.starts_with("COVERING ");
  take(rest, "COVERING ");
  const std::size_t open = rest.find(" (");
  std::string_view name = rest.substr(0, open);
  if (name == "INTEGER PRIMARY KEY" || name == "PRIMARY KEY") {
    step.index = name;
  } else if (take(name, "AUTOMATIC ")) {
    step.index = "an index made for this statement";
  } else if (take(name, "INDEX ")) {
    step.index = name;
  }
  if (open != std::string_view::npos) {
    std::string_view terms = rest.substr(open + 2);
    step.terms = terms.substr(0, terms.rfind(')'));
  }
}

Step read_step(const std::string& detail) {
  Step step;
  step.detail = detail;
  std::string_view text = detail;
  if (take(text, "SEARCH "))
    step.kind = Step::Kind::Search;
  else if (take(text, "SCAN "))
    step.kind = Step::Kind::Scan;
  else
    return step;
  take(text, "TABLE ");  // as older versions word it
  step.table = take_name(text);
  read_index(step, text);
  return step;
}

std::string words(const Step& step) {
  const auto by = [&](std::string_view what) {
    if (step.index.empty()) return std::string();
    const bool is_key = step.index.ends_with("PRIMARY KEY");
    return fmt::format(" {} {}", what, is_key ? "its key" : "`" + step.index + "`");
  };
  switch (step.kind) {
    case Step::Kind::Search:
      return fmt::format("looks up `{}`{}{}{}", step.table, by("by"),
                         step.terms.empty() ? "" : " (" + step.terms + ")",
                         step.covering ? ", in the index alone" : "");
    case Step::Kind::Scan:
      // Of json_each, the elements of one array.
      if (step.detail.find(" VIRTUAL TABLE ") != std::string::npos)
        return fmt::format("goes through `{}`, a virtual table", step.table);
      return step.index.empty() ? fmt::format("reads all of `{}`", step.table)
                                : fmt::format("reads all of `{}`{}{}", step.table, by("along"),
                                              step.covering ? ", in the index alone" : "");
    default:
      return step.detail;
  }
}

}  // namespace

std::string QueryPlan::in_words() const {
  std::string text;
  for (const Step& step : steps)
    text += std::string(static_cast<std::size_t>(2 * step.depth), ' ') + words(step) + "\n";
  return text;
}

bool QueryPlan::uses_index(std::string_view name) const {
  return std::any_of(steps.begin(), steps.end(),
                     [&](const Step& step) { return step.index == name; });
}

bool QueryPlan::reads_all_of(std::string_view table) const {
  return std::any_of(steps.begin(), steps.end(), [&](const Step& step) {
    return step.kind == Step::Kind::Scan && step.table == table;
  });
}

int explain_plan(sqlite3* db, const std::string& statement, QueryPlan& plan) {
  plan.steps.clear();
  Statement rows(db, "EXPLAIN QUERY PLAN " + statement);
  std::map<int, int> depths = {{0, 0}};
  while (rows.step()) {
    Step step = read_step(rows.text(3));
    step.depth = depths[rows.number(1)];
    depths[rows.number(0)] = step.depth + 1;
    plan.steps.push_back(std::move(step));
  }
  return rows.code();
}

}  // namespace tamis::sqlite
