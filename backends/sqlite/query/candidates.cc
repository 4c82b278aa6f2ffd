#include "backends/sqlite/query/candidates.h"

#include <algorithm>
#include <span>

#include "backends/sqlite/merge.h"
#include "backends/sqlite/storage.h"

namespace tamis::sqlite {
namespace {

// How a test can use an index of what it compares; the best last.
enum class Use : std::uint8_t { None, Range, Equality };

// A value that more rows have is found as fast without an index.
constexpr double kWorthIndexing = 0.2;
constexpr double kUnknownShare = 0.1;
// What more values of a row leave is few rows with an index of these, too.
constexpr std::ptrdiff_t kMostTerms = 8;

Use use_of(const Test& test) {
  switch (test.op) {
    case TestOp::Eq:
      return Use::Equality;
    case TestOp::In:
      return holds_of_missing(test) ? Use::None : Use::Equality;
    case TestOp::Lt:
    case TestOp::Lte:
    case TestOp::Gt:
    case TestOp::Gte:
      return Use::Range;
    case TestOp::Regex: {
      const auto& literal = test.operand.regex->literal();
      if (literal && literal->place == LiteralPattern::Place::Exact) return Use::Equality;
      return test.operand.regex->required_prefix().empty() ? Use::None : Use::Range;
    }
    default:
      return Use::None;
  }
}

// Of what stands below an Any, all of one place.
Use use_of(const PlanNode& node) {
  const auto of_children = [&](auto pick) {
    Use use = use_of(node.children.front());
    for (const PlanNode& child : node.children) use = pick(use, use_of(child));
    return use;
  };
  switch (node.op) {
    case PlanOp::Test:
      return use_of(*node.test);
    case PlanOp::Element:
      return use_of(node.children.front());
    case PlanOp::And:
      return of_children([](Use a, Use b) { return std::max(a, b); });
    case PlanOp::Or:
      return of_children([](Use a, Use b) { return std::min(a, b); });
    default:
      return Use::None;
  }
}

struct Term {
  std::string sql, name;
  Use use = Use::None;
  double share = kUnknownShare;  // of the rows that have one value

  bool is_worth() const { return use != Use::None && share <= kWorthIndexing; }
};

// Equalities, the rarest values first, and one range: an index goes no further.
std::vector<Term> in_order(std::vector<Term> terms) {
  std::ranges::stable_sort(terms, [](const Term& a, const Term& b) {
    if (a.use != b.use) return a.use > b.use;
    return a.share < b.share;
  });
  const auto range =
      std::ranges::find_if(terms, [](const Term& term) { return term.use == Use::Range; });
  if (range != terms.end()) terms.erase(range + 1, terms.end());
  if (std::ssize(terms) > kMostTerms) terms.erase(terms.begin() + kMostTerms, terms.end());
  return terms;
}

double share_of(const FieldSchema& field) {
  return field.selectivity < 0 ? kUnknownShare : field.selectivity;
}

IndexShape shape(const std::string& table, const std::vector<Term>& terms) {
  IndexShape made{table, {}, {}};
  for (const Term& term : terms) {
    if (std::ranges::find(made.terms, term.sql) != made.terms.end()) continue;
    made.terms.push_back(term.sql);
    made.names.push_back(term.name);
  }
  return made;
}

class Finder {
 public:
  Finder(const Schema& schema, const Dialect& dialect, const std::string& table)
      : dialect_(dialect), table_(table.empty() ? schema.sqlite()->table : table) {
    root_.schema = &schema;
    root_.object = &schema.root();
  }

  std::vector<IndexShape> of(const Condition& condition) {
    walk(merged(condition.plan().root, root_, dialect_), true);
    return std::move(found_);
  }

  std::vector<IndexShape> hinted() {
    for (const std::string& text : root_.schema->paths()) {
      const FieldPath path(text);
      const FieldFacts facts = root_.schema->resolve(path);
      if (facts.field == nullptr || !facts.field->indexed) continue;
      const Storage storage = locate(path, facts, root_, dialect_);
      if (storage.place == Storage::Place::Column)
        add(shape(table_, {column(path, storage, Use::Equality)}));
      else if (storage.place == Storage::Place::Rows)
        add_rows(storage, value_of_row(path, storage, Use::Equality), false);
    }
    return std::move(found_);
  }

 private:
  // Below a Not only what is asked of child tables can use an index.
  void walk(const PlanNode& node, bool positive) {
    if (node.op == PlanOp::Any) {
      conjunction({&node, 1}, positive);
    } else if (node.op == PlanOp::And) {
      conjunction(node.children, positive);
    } else {
      for (const PlanNode& child : node.children) walk(child, positive && node.op != PlanOp::Not);
    }
  }

  void conjunction(std::span<const PlanNode> nodes, bool positive) {
    std::vector<Term> terms;
    for (const PlanNode& node : nodes) {
      if (node.op != PlanOp::Any) {
        walk(node, positive);
        continue;
      }
      if (node.facts == nullptr) continue;
      const Storage storage = locate(node.path, *node.facts, root_, dialect_);
      if (storage.place == Storage::Place::Rows)
        add_rows(storage, terms_of_row(node, storage), true);
      if (storage.place != Storage::Place::Column || !positive) continue;
      Term term = column(node.path, storage, use_of(node.children.front()));
      if (term.is_worth()) terms.push_back(std::move(term));
    }
    if (!terms.empty()) add(shape(table_, in_order(std::move(terms))));
  }

  void add(IndexShape shape) {
    if (std::ranges::find(found_, shape) == found_.end()) found_.push_back(std::move(shape));
  }

  static Term column(const FieldPath& path, const Storage& storage, Use use) {
    return {storage.scalar.value.text, path.text(), use, share_of(*storage.field)};
  }

  Term quoted(const std::string& column, Use use) const {
    return {dialect_.quoted(column), column, use};
  }

  Scope row_scope(const Storage& storage) const {
    Scope row = root_;
    row.is_root = false;
    row.object = storage.field->items.get();
    return row;
  }

  // What a row is asked that `path` leads to: its value, or a column of it as an object.
  std::vector<Term> value_of_row(const FieldPath& path, const Storage& storage, Use use) const {
    if (!storage.mapping->column.empty()) {
      Term term = quoted(storage.mapping->column, use);
      term.share = share_of(*storage.field);
      return {std::move(term)};
    }
    if (storage.used >= path.size()) return {};
    const FieldPath rest = rest_of(path, storage.used);
    const FieldSchema* items = storage.field->items.get();
    return inside(rest, root_.schema->resolve(rest, items), row_scope(storage), use);
  }

  std::vector<Term> inside(const FieldPath& path, const FieldFacts& facts, const Scope& row,
                           Use use) const {
    const Storage storage = locate(path, facts, row, dialect_);
    if (storage.place != Storage::Place::Column) return {};
    return {column(path, storage, use)};
  }

  std::vector<Term> terms_of_row(const PlanNode& any, const Storage& storage) const {
    const PlanNode& child = any.children.front();
    if (child.op != PlanOp::Element || !storage.mapping->column.empty())
      return value_of_row(any.path, storage, use_of(child));
    const PlanNode& element = child.children.front();
    std::vector<Term> terms;
    const bool is_and = element.op == PlanOp::And;
    for (const PlanNode& node : is_and ? std::span<const PlanNode>(element.children)
                                       : std::span<const PlanNode>(&element, 1)) {
      if (node.op != PlanOp::Any || node.facts == nullptr) continue;
      for (Term& term :
           inside(node.path, *node.facts, row_scope(storage), use_of(node.children.front())))
        terms.push_back(std::move(term));
    }
    return terms;
  }

  // `by_key`: also for who asks of one row of the root.
  void add_rows(const Storage& storage, std::vector<Term> terms, bool by_key) {
    std::erase_if(terms, [](const Term& term) { return term.use == Use::None; });
    std::vector<Term> asked;
    for (const auto& [name, value] : storage.mapping->where)
      asked.push_back(quoted(name, Use::Equality));
    for (Term& term : in_order(std::move(terms))) asked.push_back(std::move(term));
    const Term key = quoted(storage.mapping->key, Use::Equality);
    asked.push_back(key);
    if (asked.size() > 1) add(shape(storage.mapping->table, asked));
    if (!by_key) return;
    std::ranges::rotate(asked, asked.end() - 1);
    add(shape(storage.mapping->table, asked));
  }

  const Dialect& dialect_;
  std::string table_;
  Scope root_;
  std::vector<IndexShape> found_;
};

}  // namespace

std::vector<IndexShape> candidates(const Condition& condition, const Dialect& dialect,
                                   const std::string& table) {
  if (!condition.schema() || !condition.schema()->sqlite()) return {};
  return Finder(*condition.schema(), dialect, table).of(condition);
}

std::vector<IndexShape> hinted_indexes(const Schema& schema, const Dialect& dialect,
                                       const std::string& table) {
  if (!schema.sqlite()) return {};
  return Finder(schema, dialect, table).hinted();
}

}  // namespace tamis::sqlite
