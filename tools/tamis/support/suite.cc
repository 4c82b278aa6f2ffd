#include "tools/tamis/support/suite.h"

#include <fmt/format.h>
#include <tamis/extended_json.h>
#include <tamis/syntax_tree.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <map>

#include "compiler/match_expression.h"
#include "compiler/report.h"
#include "compiler/values/date_math.h"
#include "grammar/quote.h"
#include "tools/tamis/support/embedded.h"
#include "tools/tamis/support/input.h"
#include "tools/tamis/support/report.h"

namespace tamis::cli {
namespace {

// The places of a suite's parts, of the file or of one case.
using Parts = std::map<std::string_view, std::uint32_t>;

class SuiteReader {
 public:
  SuiteReader(Session& session, LanguageFlags& flags, const ClockFlags& clock,
              const std::string& file)
      : session_(session), flags_(flags), clock_(clock), source_(read_source(file)), file_(file) {}

  Suite read() {
    Result<SyntaxTree> tree = parse_syntax(source_);
    if (!tree.ok()) fail(tree.diagnostics());
    tree_ = std::move(tree).value();
    const std::uint32_t root = tree_.root_index();
    const Parts parts =
        read_parts(root, "a suite", {"condition", "documents", "schema", "now", "timezone"},
                   {"condition", "documents"});
    std::optional<Condition> condition = this->condition(parts);
    Context context = clock_.context();
    if (const auto now = instant(parts); now && !clock_.given()) context.now_ms = *now;
    std::vector<SuiteCase> cases = read_cases(parts);
    if (has_error(found_)) fail(std::move(found_));
    return {file_, *std::move(condition), context, std::move(cases)};
  }

 private:
  // Mistakes in the suite before those in files that it names.
  [[noreturn]] void fail(Diagnostics found) {
    const auto elsewhere = std::stable_partition(
        found.begin(), found.end(), [&](const Diagnostic& d) { return d.source == source_; });
    Diagnostics here(std::make_move_iterator(found.begin()), std::make_move_iterator(elsewhere));
    sort_by_place(here);
    here.insert(here.end(), std::make_move_iterator(elsewhere),
                std::make_move_iterator(found.end()));
    session_.show(here);
    throw Failure(fmt::format("the suite `{}` has {}", printable(file_), counted(here)));
  }

  void wrong(std::uint32_t node, std::string message, std::string label = "not that") {
    report_.error("E082", tree_[node].span, std::move(message), std::move(label));
  }

  // The members of an object, which are to be among `known`, with none of `needed` left out. One
  // that is misspelt is not said to be missing, too.
  Parts read_parts(std::uint32_t node, std::string_view what,
                   const std::vector<std::string_view>& known,
                   const std::vector<std::string_view>& needed) {
    Parts parts;
    const SyntaxNode& object = tree_[node];
    if (object.kind != SyntaxKind::Object) {
      wrong(node, fmt::format("{} is an object", what));
      return parts;
    }
    std::vector<std::string_view> meant;
    for (const std::uint32_t child : tree_.children(object)) {
      const SyntaxNode& part = tree_[child];
      if (std::ranges::find(known, part.key) == known.end()) {
        meant.push_back(unknown(part, known));
      } else if (const auto [first, added] = parts.emplace(part.key, child); !added) {
        report_
            .error("E103", part.key_span,
                   fmt::format("the key `{}` stands twice in one object", part.key), "again here")
            .label(tree_[first->second].key_span, "first here");
      }
    }
    const SourceSpan open{object.span.begin, object.span.begin + 1};
    for (const std::string_view part : needed)
      if (!parts.contains(part) && std::ranges::find(meant, part) == meant.end())
        report_.error("E083", open, fmt::format("{} needs `{}`", what, part), "not in here");
    return parts;
  }

  // The key that it is taken for, or "".
  std::string_view unknown(const SyntaxNode& part, const std::vector<std::string_view>& known) {
    auto entry =
        report_.error("E081", part.key_span, fmt::format("unknown key `{}`", part.key), "unknown");
    const auto guess = nearest(part.key, known);
    if (guess)
      entry.fix(fmt::format("did you mean `{}`?", *guess), part.key_span,
                quoted_like(source_.text(part.key_span), *guess), false);
    else
      entry.help(fmt::format("there are `{}`", fmt::join(known, "`, `")));
    return guess.value_or("");
  }

  std::optional<std::string> string(const Parts& parts, std::string_view key) {
    const auto part = parts.find(key);
    if (part == parts.end()) return std::nullopt;
    if (tree_[part->second].kind == SyntaxKind::String)
      return std::string(tree_[part->second].text);
    wrong(part->second, fmt::format("`{}` is a string", key));
    return std::nullopt;
  }

  std::optional<std::int64_t> instant(const Parts& parts) {
    const auto text = string(parts, "now");
    if (!text) return std::nullopt;
    try {
      return read_instant(*text);
    } catch (const Failure& failure) {
      wrong(parts.at("now"), failure.what(), "no instant");
      return std::nullopt;
    }
  }

  // A file that the suite names stands beside it.
  std::optional<Source> file_at(std::uint32_t node) {
    const std::filesystem::path name(tree_[node].text);
    const auto path = std::filesystem::path(file_).parent_path() / name;
    try {
      return read_source(path.lexically_normal().string());
    } catch (const Failure& failure) {
      wrong(node, failure.what(), "named here");
      return std::nullopt;
    }
  }

  // The text inside the suite, padded to its place so that diagnostics point into the file.
  Embedded embedded(std::uint32_t node) const {
    const SourceSpan span = tree_[node].span;
    return {"/" + std::string(tree_[node].key),
            Source(source_.name(), std::string(source_.text(span))), span.begin};
  }

  template <class T>
  std::optional<T> taken(Result<T> result, const Embedded* place) {
    if (result.ok()) return std::move(result).value();
    Diagnostics errors = std::move(result).diagnostics();
    if (place != nullptr) errors = in_outer(std::move(errors), *place, source_);
    std::ranges::move(errors, std::back_inserter(found_));
    return std::nullopt;
  }

  std::optional<Schema> schema(std::uint32_t node) {
    if (tree_[node].kind != SyntaxKind::String) {
      const Embedded place = embedded(node);
      return taken(parse_schema(place.text), &place);
    }
    const auto file = file_at(node);
    return file ? taken(parse_schema(*file), nullptr) : std::nullopt;
  }

  // What a condition means depends on its schema: without it nothing is said of the condition.
  std::optional<Condition> condition(const Parts& parts) {
    CompileOptions options = flags_.options(session_, file_);
    const auto zone = time_zone(parts);
    if (zone && options.time_zone.empty()) options.time_zone = *zone;
    const auto schema = parts.find("schema");
    if (schema != parts.end() && flags_.schema_file().empty()) {
      options.schema = this->schema(schema->second);
      if (!options.schema) return std::nullopt;
    }
    const auto part = parts.find("condition");
    return part != parts.end() ? compiled(part->second, options) : std::nullopt;
  }

  std::optional<std::string> time_zone(const Parts& parts) {
    auto zone = string(parts, "timezone");
    if (!zone || is_time_zone(*zone)) return zone;
    wrong(parts.at("timezone"), fmt::format("unknown time zone `{}`", *zone), "no time zone");
    return std::nullopt;
  }

  std::optional<Condition> compiled(std::uint32_t node, const CompileOptions& options) {
    if (tree_[node].kind != SyntaxKind::String) {
      const Embedded place = embedded(node);
      return taken(compile(place.text, options), &place);
    }
    const std::string text(tree_[node].text);
    const auto source = is_condition_text(text)
                            ? Source(fmt::format("{} (condition)", source_.name()), text)
                            : file_at(node);
    return source ? taken(compile(*source, options), nullptr) : std::nullopt;
  }

  std::vector<SuiteCase> read_cases(const Parts& parts) {
    std::vector<SuiteCase> cases;
    const auto part = parts.find("documents");
    if (part == parts.end()) return cases;
    const SyntaxNode& array = tree_[part->second];
    if (array.kind != SyntaxKind::Array)
      wrong(part->second, "`documents` is an array");
    else if (array.child_count == 0)
      wrong(part->second, "there is nothing to test here", "empty");
    else
      for (const std::uint32_t child : tree_.children(array))
        cases.push_back(read_case(child, cases.size() + 1));
    return cases;
  }

  SuiteCase read_case(std::uint32_t node, std::size_t number) {
    const Parts parts =
        read_parts(node, "a case", {"name", "document", "matches", "now"}, {"document", "matches"});
    SuiteCase read;
    read.line = source_.position(tree_[node].span.begin).line;
    read.name = string(parts, "name").value_or("");
    if (read.name.empty()) read.name = fmt::format("document {}", number);
    if (const auto part = parts.find("document"); part != parts.end())
      read.document = document(part->second);
    if (const auto part = parts.find("matches"); part != parts.end())
      read.matches = verdict(part->second);
    read.now = instant(parts);
    return read;
  }

  bool verdict(std::uint32_t node) {
    const SyntaxNode& syntax = tree_[node];
    const bool known = syntax.kind == SyntaxKind::True || syntax.kind == SyntaxKind::False;
    if (!known) {
      auto entry = report_.error("E082", syntax.span, "`matches` is true or false", "neither");
      if (syntax.text == "true" || syntax.text == "false")
        entry.fix(fmt::format("write {}", syntax.text), syntax.span, std::string(syntax.text),
                  true);
    }
    return syntax.kind == SyntaxKind::True;
  }

  Value document(std::uint32_t node) {
    Diagnostics errors;
    auto value = read_value(tree_, node, Limits(), errors);
    const bool is_value = value && !has_error(errors);
    std::ranges::move(errors, std::back_inserter(found_));
    if (is_value && !value->is(BsonType::Object)) wrong(node, "a document is an object");
    return is_value ? *std::move(value) : Value();
  }

  Session& session_;
  LanguageFlags& flags_;
  const ClockFlags& clock_;
  Source source_;
  std::string file_;
  SyntaxTree tree_;
  Diagnostics found_;
  Reporter report_{source_, found_};
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
