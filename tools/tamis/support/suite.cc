#include "tools/tamis/support/suite.h"

#include <fmt/format.h>
#include <tamis/extended_json.h>
#include <tamis/syntax_tree.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "compiler/match_expression.h"
#include "tools/tamis/support/embedded.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

class SuiteReader {
 public:
  SuiteReader(Session& session, LanguageFlags& flags, const ClockFlags& clock,
              const std::string& file)
      : session_(session), flags_(flags), clock_(clock), source_(read_source(file)), file_(file) {}

  Suite read() {
    Result<SyntaxTree> tree = parse_syntax(source_);
    if (!tree.ok()) {
      session_.show(tree.diagnostics());
      throw Failure(fmt::format("the suite `{}` is malformed", printable(file_)));
    }
    tree_ = std::move(tree).value();
    if (tree_.root().kind != SyntaxKind::Object) fail(tree_.root().span, "a suite is an object");
    for (const std::uint32_t child : tree_.children(tree_.root())) member(child);
    if (condition_ == kNoNode) fail(tree_.root().span, "a suite needs a `condition`");
    if (documents_ == kNoNode) fail(tree_.root().span, "a suite needs `documents`");
    Suite suite{file_, condition(), context(), {}};
    read_cases(suite);
    return suite;
  }

 private:
  [[noreturn]] void fail(SourceSpan span, const std::string& message) {
    const LineColumn at = source_.position(span.begin);
    throw Failure(fmt::format("{}:{}:{}: {}", printable(source_.name()), at.line, at.column,
                              printable(message)));
  }

  [[noreturn]] void unknown(const SyntaxNode& node, const std::vector<std::string_view>& known) {
    const auto guess = nearest(node.key, known);
    fail(node.key_span, fmt::format("unknown key `{}`{}", node.key,
                                    guess ? fmt::format("; did you mean `{}`?", *guess) : ""));
  }

  void member(std::uint32_t node) {
    const std::string_view key = tree_[node].key;
    std::uint32_t* part = key == "condition"   ? &condition_
                          : key == "schema"    ? &schema_
                          : key == "documents" ? &documents_
                          : key == "now"       ? &now_
                          : key == "timezone"  ? &zone_
                                               : nullptr;
    if (part == nullptr)
      unknown(tree_[node], {"condition", "schema", "documents", "now", "timezone"});
    if (*part != kNoNode) fail(tree_[node].key_span, fmt::format("`{}` stands twice", key));
    *part = node;
  }

  std::string string(std::uint32_t node) {
    if (tree_[node].kind != SyntaxKind::String)
      fail(tree_[node].span, fmt::format("`{}` is a string", tree_[node].key));
    return std::string(tree_[node].text);
  }

  // A file that the suite names stands beside it.
  std::string beside(const std::string& name) const {
    return (std::filesystem::path(file_).parent_path() / name).lexically_normal().string();
  }

  // The text inside the suite, padded to its place so that diagnostics point into the file.
  Embedded embedded(std::uint32_t node) const {
    const SourceSpan span = tree_[node].span;
    return {"/" + std::string(tree_[node].key),
            Source(source_.name(), std::string(source_.text(span))), span.begin};
  }

  template <class T>
  T value_or_fail(const Result<T>& result, std::string_view what, const Embedded* place) {
    if (result.ok()) return *result;
    session_.show(place != nullptr ? in_outer(result.diagnostics(), *place, source_)
                                   : result.diagnostics());
    throw Failure(fmt::format("the {} of `{}` has {}", what, printable(file_),
                              counted(result.diagnostics())));
  }

  Schema schema() {
    if (tree_[schema_].kind == SyntaxKind::String)
      return read_schema(session_, beside(string(schema_)));
    const Embedded place = embedded(schema_);
    return value_or_fail(parse_schema(place.text), "schema", &place);
  }

  Condition condition() {
    CompileOptions options = flags_.options(session_, file_);
    if (schema_ != kNoNode && flags_.schema_file().empty()) options.schema = schema();
    if (zone_ != kNoNode && options.time_zone.empty()) options.time_zone = string(zone_);
    if (tree_[condition_].kind != SyntaxKind::String) {
      const Embedded place = embedded(condition_);
      return value_or_fail(compile(place.text, options), "condition", &place);
    }
    const std::string text = string(condition_);
    const Source source = is_condition_text(text)
                              ? Source(fmt::format("{} (condition)", source_.name()), text)
                              : read_source(beside(text));
    return value_or_fail(compile(source, options), "condition", nullptr);
  }

  Context context() {
    Context context = clock_.context();
    if (now_ != kNoNode && !clock_.given()) context.now_ms = instant(now_);
    return context;
  }

  std::int64_t instant(std::uint32_t node) {
    try {
      return read_instant(string(node));
    } catch (const Failure& failure) {
      fail(tree_[node].span, failure.what());
    }
  }

  void read_cases(Suite& suite) {
    if (tree_[documents_].kind != SyntaxKind::Array)
      fail(tree_[documents_].span, "`documents` is an array");
    for (const std::uint32_t child : tree_.children(tree_[documents_]))
      suite.cases.push_back(read_case(child, suite.cases.size() + 1));
    if (suite.cases.empty()) fail(tree_[documents_].span, "there is nothing to test here");
  }

  SuiteCase read_case(std::uint32_t node, std::size_t number) {
    if (tree_[node].kind != SyntaxKind::Object) fail(tree_[node].span, "a case is an object");
    SuiteCase read;
    read.line = source_.position(tree_[node].span.begin).line;
    bool has_document = false;
    bool has_verdict = false;
    for (const std::uint32_t child : tree_.children(tree_[node])) {
      const SyntaxNode& part = tree_[child];
      if (part.key == "name") {
        read.name = string(child);
      } else if (part.key == "document") {
        read.document = document(child);
        has_document = true;
      } else if (part.key == "matches") {
        if (part.kind != SyntaxKind::True && part.kind != SyntaxKind::False)
          fail(part.span, "`matches` is true or false");
        read.matches = part.kind == SyntaxKind::True;
        has_verdict = true;
      } else if (part.key == "now") {
        read.now = instant(child);
      } else {
        unknown(part, {"name", "document", "matches", "now"});
      }
    }
    if (!has_document || !has_verdict)
      fail(tree_[node].span, "a case needs a `document` and says whether it `matches`");
    if (read.name.empty()) read.name = fmt::format("document {}", number);
    return read;
  }

  Value document(std::uint32_t node) {
    Diagnostics errors;
    const auto value = read_value(tree_, node, Limits(), errors);
    if (has_error(errors)) {
      session_.show(errors);
      throw Failure(fmt::format("a document of `{}` is malformed", printable(file_)));
    }
    if (!value || !value->is(BsonType::Object)) fail(tree_[node].span, "a document is an object");
    return *value;
  }

  Session& session_;
  LanguageFlags& flags_;
  const ClockFlags& clock_;
  Source source_;
  std::string file_;
  SyntaxTree tree_;
  std::uint32_t condition_ = kNoNode, schema_ = kNoNode, documents_ = kNoNode, now_ = kNoNode,
                zone_ = kNoNode;
};

bool before(SourceSpan a, SourceSpan b) {
  return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
}

// The clause that a place in the text stands for, and whether as its complement.
struct Place {
  std::size_t clause;
  bool negated = false;
};
struct Before {
  bool operator()(SourceSpan a, SourceSpan b) const { return before(a, b); }
};
using Places = std::map<SourceSpan, Place, Before>;

void collect_leaves(const MatchNode& node, std::vector<Clause>& clauses) {
  if (node.is_leaf()) clauses.push_back({node.span, 0, 0});
  for (const MatchNode& child : node.children) collect_leaves(child, clauses);
}

// A negated spelling stands for several nodes with one span, of which the outermost counts.
std::vector<Clause> clauses_of(const Condition& condition) {
  std::vector<Clause> clauses;
  collect_leaves(condition.checked().expression.root, clauses);
  std::ranges::sort(clauses, before, &Clause::span);
  const auto repeated = std::ranges::unique(clauses, {}, &Clause::span);
  clauses.erase(repeated.begin(), repeated.end());
  return clauses;
}

// An explanation tells the negation of a single test as one test, under the negation's span.
void collect_negations(const MatchNode& node, Places& places) {
  for (const MatchNode& child : node.children) collect_negations(child, places);
  if (node.op != MatchOp::Not && node.op != MatchOp::Nor) return;
  bool negated = false;
  const MatchNode* below = &node;
  while (!below->is_leaf() && below->children.size() == 1) {
    if (below->op == MatchOp::Not || below->op == MatchOp::Nor) negated = !negated;
    below = &below->children.front();
  }
  const auto clause = places.find(below->span);
  if (below->is_leaf() && clause != places.end())
    places.emplace(node.span, Place{clause->second.clause, negated});
}

Places places_of(const Condition& condition, const std::vector<Clause>& clauses) {
  Places places;
  for (std::size_t i = 0; i < clauses.size(); ++i) places.emplace(clauses[i].span, Place{i});
  collect_negations(condition.checked().expression.root, places);
  return places;
}

void count_clauses(const predicate::Explanation& node, const Places& places,
                   std::vector<Clause>& clauses) {
  const auto place = places.find(node.span);
  const bool is_test = node.kind == predicate::Explanation::Kind::Test;
  bool found = place != places.end();
  if (found && clauses[place->second.clause].span != node.span) found = is_test;
  if (found) {
    Clause& clause = clauses[place->second.clause];
    ++(node.verdict != place->second.negated ? clause.times_true : clause.times_false);
  }
  for (const predicate::Explanation& child : node.children)
    if (!found || child.span != node.span) count_clauses(child, places, clauses);
}

}  // namespace

Suite read_suite(Session& session, LanguageFlags& flags, const ClockFlags& clock,
                 const std::string& file) {
  return SuiteReader(session, flags, clock, file).read();
}

std::size_t SuiteOutcome::failed() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(cases, [](const CaseOutcome& c) { return !c.passed(); }));
}

std::size_t SuiteOutcome::uncovered() const {
  return static_cast<std::size_t>(
      std::ranges::count_if(clauses, [](const Clause& c) { return !c.covered(); }));
}

SuiteOutcome run_suite(const Suite& suite) {
  SuiteOutcome outcome{&suite, {}, clauses_of(suite.condition)};
  const Places places = places_of(suite.condition, outcome.clauses);
  predicate::Matcher matcher(predicate::compile(suite.condition));
  for (const SuiteCase& tested : suite.cases) {
    Context context = suite.context;
    if (tested.now) context.now_ms = *tested.now;
    CaseOutcome& done = outcome.cases.emplace_back();
    done.tested = &tested;
    done.explanation = matcher.explain(tested.document, context);
    done.matched = done.explanation.verdict;
    count_clauses(done.explanation, places, outcome.clauses);
  }
  return outcome;
}

}  // namespace tamis::cli
