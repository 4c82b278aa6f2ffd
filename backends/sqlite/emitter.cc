#include "backends/sqlite/emitter.h"

#include <algorithm>
#include <utility>

#include <tamis/compile.h>

#include "backends/sqlite/merge.h"
#include "backends/sqlite/rebuild.h"

namespace tamis::sqlite {
namespace {

std::string zone_of(const Condition& condition) {
  if (!condition.options().time_zone.empty()) return condition.options().time_zone;
  return condition.schema() ? condition.schema()->time_zone() : std::string();
}

bool asks_elements(const PlanNode& node) {
  return node.op == PlanOp::Element || std::ranges::any_of(node.children, asks_elements);
}

// Whether each branch below an Any is to be asked by itself: of an array its elements, its length
// and that it is there are asked in different words.
bool is_split(const PlanNode& any, const Storage& storage) {
  const PlanNode& child = any.children.front();
  const bool is_junction =
      child.op == PlanOp::Or || child.op == PlanOp::And || child.op == PlanOp::Not;
  if (!is_junction || storage.field == nullptr) return false;
  if (storage.place == Storage::Place::Column) return asks_elements(child);
  const bool asks_array = any.traverse == Traverse::Whole || asks_elements(child);
  // Or goes together with any number of places, And and Not with one alone.
  const bool is_one_place = any.traverse == Traverse::Whole && storage.used == any.path.size();
  return asks_array && (child.op == PlanOp::Or || is_one_place);
}

// Of many elements that are asked for one question is made: some element meets this, or that.
constexpr std::size_t kQuestions = 8;

bool calls_match(const Expr& expr) {
  return std::ranges::any_of(expr.sql.params, [](const SqlParam& param) {
    return std::holds_alternative<Residual>(param);
  });
}

// The document is read once: parts of a conjunction that ask it each for itself go to the rest.
void join_calls(std::vector<Expr>& parts, std::vector<const PlanNode*>& said,
                std::vector<const PlanNode*>& left) {
  const auto calls = static_cast<std::size_t>(std::ranges::count_if(parts, calls_match));
  if (calls + std::min<std::size_t>(left.size(), 1) < 2) return;
  std::vector<Expr> kept;
  for (std::size_t i = 0; i < parts.size(); ++i)
    if (calls_match(parts[i]))
      left.push_back(said[i]);
    else
      kept.push_back(std::move(parts[i]));
  parts = std::move(kept);
}

// Of SQLite's parser, at most.
int stack_of(const Sql& sql) {
  constexpr int kCall = 4, kSelect = 10;
  int open = 0, deepest = 0;
  char quote = '\0';  // inside of which parentheses mean nothing
  for (const char c : sql.text) {
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '\'' || c == '"') {
      quote = c;
    } else {
      open += c == '(' ? 1 : c == ')' ? -1 : 0;
      deepest = std::max(deepest, open);
    }
  }
  const bool selects = sql.text.find("(SELECT") != std::string::npos;
  return kCall * deepest + (selects ? 2 * kSelect : 0);
}

int levels_of(const PlanNode& node) {
  int below = 0;
  for (const PlanNode& child : node.children) below = std::max(below, levels_of(child));
  return below + 1;
}

std::vector<PlanNode> by_branches(const PlanNode& junction) {
  const auto is_element = [](const PlanNode& node) { return node.op == PlanOp::Element; };
  const auto elements = std::ranges::count_if(junction.children, is_element);
  const bool joins = junction.op == PlanOp::Or && std::cmp_greater(elements, kQuestions);
  std::vector<PlanNode> branches;
  PlanNode either;
  either.op = PlanOp::Or;
  for (const PlanNode& child : junction.children)
    if (joins && is_element(child))
      either.children.push_back(child.children.front().clone());
    else
      branches.push_back(child.clone());
  if (!joins) return branches;
  PlanNode element;
  element.op = PlanOp::Element;
  element.span = either.span = junction.span;
  element.op_span = either.op_span = junction.op_span;
  element.children.push_back(std::move(either));
  branches.push_back(std::move(element));
  return branches;
}

}  // namespace

Emitter::Emitter(const Condition& condition, const EmitOptions& options, const Dialect& dialect)
    : condition_(condition),
      options_(options),
      dialect_(dialect),
      only_sql_(options.pure_sql || dialect.match.empty()) {
  root_.time_zone = zone_of(condition);
  if (!options.alias.empty()) root_.qualifier = dialect.quoted(options.alias) + ".";
  if (!condition.schema() || !condition.schema()->sqlite()) return;
  const SqliteRoot& mapping = *condition.schema()->sqlite();
  root_.schema = &*condition.schema();
  root_.object = &root_.schema->root();
  root_.root_qualifier =
      dialect.quoted(options.alias.empty() ? mapping.table : options.alias) + ".";
  root_.key = Sql(root_.root_qualifier + dialect.quoted(mapping.key));
}

std::optional<Expr> Emitter::run_open() {
  open_ = true;
  return run();
}

std::optional<Expr> Emitter::run() {
  const PlanNode plan = merged(condition_.plan().root, root_, dialect_);
  std::optional<Expr> expr = node(plan, root_, nullptr, Form::In);
  if (expr && fits(*expr)) return open_ ? expr : closed(*std::move(expr));
  return run_match();
}

std::optional<Expr> Emitter::run_match() {
  const PlanNode& whole = condition_.plan().root;
  std::optional<Expr> call = residual(PlanOp::And, {&whole});
  if (!call) refuse_leaves(only_sql_ ? "B001" : "B002", whole);
  // Each leaf could be said, and only their sum is too much.
  if (!call && refusals_.empty())
    refuse(only_sql_ ? "B001" : "B002", whole, node(whole, root_, nullptr, Form::In));
  return call;
}

bool Emitter::is_too_deep(const Expr& expr) const {
  return expr.stack > dialect_.parser_stack || expr.height > dialect_.expression_height;
}

bool Emitter::fits(const Expr& expr) const {
  if (is_too_deep(expr)) return false;
  const std::size_t count = expr.sql.params.size();
  if (count <= dialect_.quick_parameters) return true;
  // SQLite compares every value with all before it when it prepares a statement.
  const bool has_document =
      !only_sql_ && document_of(condition_.plan().root, root_, options_, dialect_);
  return !has_document && count <= dialect_.parameters;
}

void Emitter::refuse_leaves(std::string_view code, const PlanNode& node) {
  if (node.op == PlanOp::And || node.op == PlanOp::Or || node.op == PlanOp::Not) {
    for (const PlanNode& child : node.children) refuse_leaves(code, child);
    return;
  }
  const auto words = this->node(node, root_, nullptr, Form::Exists);
  if (!words || !fits(*words)) refuse(code, node, words);
}

void Emitter::refuse(std::string_view code, const PlanNode& node,
                     const std::optional<Expr>& words) {
  const int levels = words && is_too_deep(*words) ? levels_of(node) : 0;
  refusals_.push_back({code, node.span, node.op_span, levels});
}

std::optional<Expr> Emitter::node(const PlanNode& node, const Scope& scope, const Here* here,
                                  Form form) {
  switch (node.op) {
    case PlanOp::True:
      return constant(true);
    case PlanOp::False:
      return constant(false);
    case PlanOp::And:
    case PlanOp::Or:
      return group(node, scope, here, form);
    case PlanOp::Not: {
      const auto child = this->node(node.children.front(), scope, here, form);
      if (!child || (options_.inline_values && calls_match(*child))) return std::nullopt;
      return complement(*child);
    }
    case PlanOp::Any:
      return any(node, scope, form);
    case PlanOp::Test:
      if (here == nullptr) return std::nullopt;
      if (here->scalar != nullptr) return test(*node.test, *here->scalar, dialect_, only_sql_);
      if (node.test->op == TestOp::Container) return here->is_object;
      return std::nullopt;
    case PlanOp::Element:
      break;
  }
  return std::nullopt;
}

// At the root what has no words is set aside, and asked of the document in one call; where nothing
// has words that is left to what the group stands in.
std::optional<Expr> Emitter::group(const PlanNode& group, const Scope& scope, const Here* here,
                                   Form form) {
  const bool is_and = group.op == PlanOp::And;
  const bool at_root = scope.is_root && here == nullptr;
  const Lead lead = is_and && form == Form::In ? leader(group, scope) : Lead();
  // Behind a leader few rows are left to ask, each by itself; else all are asked, and a list of the
  // keys is made once for them.
  const bool is_led = lead.is_column || lead.rows != nullptr;
  std::vector<Expr> parts;
  std::vector<const PlanNode*> said, left;
  for (const PlanNode& child : group.children) {
    const Form child_form = is_led && &child != lead.rows ? form_behind(lead, child, scope) : form;
    std::optional<Expr> part = node(child, scope, here, child_form);
    if (part && at_root && !only_sql_ && !fits(*part)) part.reset();
    if (!part && !at_root) return std::nullopt;
    (part ? said : left).push_back(&child);
    if (part) parts.push_back(*std::move(part));
  }
  if (is_and) join_calls(parts, said, left);
  if (!left.empty()) {
    if (parts.empty()) return std::nullopt;
    std::optional<Expr> rest = residual(group.op, left);
    if (!rest) return std::nullopt;
    parts.push_back(*std::move(rest));
  }
  if (is_and) return all_of(std::move(parts));
  return open_ && at_root ? any_of_open(std::move(parts)) : any_of(std::move(parts));
}

std::optional<Expr> Emitter::residual(PlanOp op, const std::vector<const PlanNode*>& nodes) const {
  if (only_sql_) return std::nullopt;
  const PlanNode& whole = condition_.plan().root;
  // Only the whole has a text; where no negation is around a part, it may stand for it.
  if (options_.inline_values)
    if (const auto document = document_of(whole, root_, options_, dialect_))
      return match(*document, nullptr);
  auto plan = std::make_shared<Plan>();
  plan->root.op = op;
  for (const PlanNode* node : nodes) plan->root.children.push_back(node->clone());
  const auto document = document_of(plan->root, root_, options_, dialect_);
  return document ? match(*document, std::move(plan)) : std::nullopt;
}

std::optional<Expr> Emitter::match(const Sql& document, std::shared_ptr<const Plan> plan) const {
  Expr call = primary(
      said(dialect_.match, {document, value(Residual{condition_, std::move(plan),
                                                     has_valid_documents(root_, options_)})}));
  const int stack = stack_of(document);
  call.stack += stack;
  call.height += stack;
  return fits(call) ? std::optional(std::move(call)) : std::nullopt;
}

// Some place meets one of several branches: some place meets this one, or that. Where there is but
// one place, it is the same with all of several, and with none.
std::optional<Expr> Emitter::any_by_branches(const PlanNode& node, const Scope& scope, Form form) {
  const PlanNode& child = node.children.front();
  std::vector<Expr> parts;
  for (PlanNode& branch : by_branches(child)) {
    PlanNode one;
    one.op = PlanOp::Any;
    one.traverse = node.traverse;
    one.path = node.path;
    one.facts = node.facts;
    one.span = branch.span;
    one.op_span = branch.op_span;
    one.children.push_back(std::move(branch));
    std::optional<Expr> part = any(one, scope, form);
    if (!part) return std::nullopt;
    parts.push_back(*std::move(part));
  }
  if (child.op == PlanOp::Not) return complement(parts.front());
  return child.op == PlanOp::And ? all_of(std::move(parts)) : any_of(std::move(parts));
}

std::optional<Expr> Emitter::any(const PlanNode& node, const Scope& scope, Form form) {
  const FieldFacts unknown;
  const Storage storage =
      locate(node.path, node.facts == nullptr ? unknown : *node.facts, scope, dialect_);
  if (is_split(node, storage)) return any_by_branches(node, scope, form);
  switch (storage.place) {
    case Storage::Place::Column:
      return at_column(node, storage, scope);
    case Storage::Place::Rows:
      // A list of nearly all keys is dearer than a look for each.
      if (form == Form::In && share(node, storage, scope) > kWorthListing) form = Form::Exists;
      return of_rows(node, storage, scope, form);
    case Storage::Place::JsonArray:
      return at_json_array(node, storage, scope);
    case Storage::Place::Document:
    case Storage::Place::Nowhere:
      break;
  }
  return std::nullopt;
}

std::optional<Expr> Emitter::at_column(const PlanNode& node, const Storage& storage,
                                       const Scope& scope) {
  const PlanNode& child = node.children.front();
  if (child.op == PlanOp::Element) return constant(false);  // of no array
  const Here here{&storage.scalar, {}};
  return this->node(child, scope, &here, Form::Exists);
}

std::optional<bool> Emitter::verdict(const PlanNode& child, Bare bare) {
  switch (child.op) {
    case PlanOp::True:
      return true;
    case PlanOp::And:
    case PlanOp::Or: {
      const bool decisive = child.op == PlanOp::Or;
      for (const PlanNode& each : child.children) {
        const auto verdict = Emitter::verdict(each, bare);
        if (!verdict) return std::nullopt;
        if (*verdict == decisive) return decisive;
      }
      return !decisive;
    }
    case PlanOp::Not: {
      const auto verdict = Emitter::verdict(child.children.front(), bare);
      if (!verdict) return std::nullopt;
      return !*verdict;
    }
    case PlanOp::Test:
      if (bare == Bare::Missing) return holds_of_missing(*child.test);
      if (bare == Bare::Null) return holds_of_null(*child.test);
      return holds_of_array(*child.test);
    default:
      return false;
  }
}

bool Emitter::add_bare(const PlanNode& child, const State& state, std::vector<Expr>& parts) {
  const std::pair<Bare, const Expr*> kStates[] = {
      {Bare::Missing, &state.missing}, {Bare::Null, &state.null}, {Bare::Array, &state.array}};
  for (const auto& [bare, expr] : kStates) {
    const auto holds = verdict(child, bare);
    if (!holds) return false;
    if (*holds) parts.push_back(*expr);
  }
  return true;
}

}  // namespace tamis::sqlite
