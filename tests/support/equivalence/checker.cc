#include "tests/support/equivalence/checker.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/mongodb.h>
#include <tamis/predicate.h>

#include "backends/predicate/program.h"
#include "compiler/print/print.h"
#include "compiler/rewrites/rewrites.h"
#include "tests/support/equivalence/disturb.h"
#include "tests/support/equivalence/fits.h"
#include "tests/support/equivalence/read_plan.h"

namespace tamis::equivalence {
namespace {

using engines::Documents;
using engines::Engine;
using engines::Failed;
using engines::Matched;
using engines::Outcome;
using engines::Rejected;
using engines::Skipped;

std::string describe(const Outcome& outcome) {
  if (const auto* matched = std::get_if<Matched>(&outcome))
    return fmt::format("[{}]", fmt::join(matched->ids, ","));
  if (const auto* rejected = std::get_if<Rejected>(&outcome))
    return fmt::format("rejected {}", fmt::join(rejected->codes, " "));
  if (const auto* failed = std::get_if<Failed>(&outcome)) return "failed: " + failed->what;
  return "skipped: " + std::get<Skipped>(outcome).reason;
}

bool asks_whole_document(const MatchNode& node) {
  return node.json_schema != nullptr || std::ranges::any_of(node.children, asks_whole_document);
}

}  // namespace

// One trial, compiled.
class Checker::Run {
 public:
  Run(Checker& checker, const Trial& trial, CompileOptions options, Condition condition)
      : checker_(checker),
        trial_(trial),
        options_(std::move(options)),
        condition_(std::move(condition)),
        documents_(trial.documents),
        at_{.now_ms = trial.now_ms, .time_zone = ""} {}

  std::optional<Find> engines() {
    const Outcome reference = checker_.engines_.front().second->run(condition_, documents_, at_);
    expected_ = std::get<Matched>(reference).ids;
    checker_.count_.pairs["reference"] += documents_.size();
    return on_every_engine("", condition_);
  }

  std::optional<Find> laws() {
    using Law = std::optional<Find> (Run::*)();
    constexpr Law kLaws[] = {&Run::plain,          &Run::each_rewrite, &Run::read_again,
                             &Run::canonical,      &Run::spellings,    &Run::filter,
                             &Run::parts,          &Run::explained,    &Run::children_reversed,
                             &Run::unrelated_field};
    for (const Law law : kLaws)
      if (auto find = (this->*law)()) return find;
    return std::nullopt;
  }

  bool splits() const { return !expected_.empty() && expected_.size() < documents_.size(); }

 private:
  std::optional<Find> on_every_engine(const std::string& law, const Condition& condition) {
    for (std::size_t i = 1; i < checker_.engines_.size(); ++i) {
      auto& [info, engine] = checker_.engines_[i];
      if (info.needs_schema && !options_.schema) continue;
      const std::string name = law + std::string(info.name);
      const Outcome outcome = engine->run(condition, documents_, at_);
      if (!info.partial && std::holds_alternative<Rejected>(outcome))
        return Find{name, describe(outcome), expected_};
      std::vector<std::uint32_t> expected = expected_;
      if (const auto* matched = std::get_if<Matched>(&outcome))
        expected = engines::owed(expected_, *matched, condition, documents_, at_);
      if (auto find = compare(name, outcome, expected)) return find;
    }
    return std::nullopt;
  }

  std::optional<Find> plain() { return on_every_engine("plain plan, ", with_laws(condition_, {})); }

  std::optional<Find> each_rewrite() {
    for (const Rewrite& rewrite : rewrites())
      if (auto find = run("only " + std::string(rewrite.name), with_laws(condition_, {&rewrite, 1}),
                          expected_))
        return find;
    return std::nullopt;
  }

  // The Plan, dumped and read, is the same in every part that has a meaning.
  std::optional<Find> read_again() {
    const std::string dump = dump_plan(condition_.plan());
    const Plan again = read_plan(dump);
    if (!rewrite::same(again.root, condition_.plan().root))
      return Find{"plan read again", dump + "becomes\n" + dump_plan(again), expected_};
    predicate::Matcher matcher(predicate::program_of(condition_, again));
    Matched matched;
    for (std::uint32_t i = 0; i < documents_.size(); ++i)
      if (matcher.matches(documents_.values()[i], at_)) matched.ids.push_back(i);
    return compare("plan read again", matched, expected_);
  }

  std::optional<Find> canonical() {
    const std::string& text = condition_.canonical_text();
    const Result<Condition> again = compile(Source("canonical", text), options_);
    if (!again) return Find{"canonical text", "does not compile: " + text, expected_};
    if (again->canonical_text() != text)
      return Find{"canonical text", text + " becomes " + again->canonical_text(), expected_};
    return run("canonical text", *again, expected_);
  }

  std::optional<Find> spellings() {
    const auto spelt = [&](const std::string& law, ExtendedJson form) {
      return recompiled(law, to_extended_json(trial_.condition, form), options_);
    };
    if (auto find = spelt("relaxed Extended JSON", ExtendedJson::Relaxed)) return find;
    if (auto find = spelt("shell text", ExtendedJson::Shell)) return find;
    const std::optional<Value> segments = in_segments_form(trial_.condition);
    if (!segments) return std::nullopt;
    CompileOptions options = options_;
    options.spelling = Spelling::Automatic;
    return recompiled("segments form", condition_text(*segments), options);
  }

  // What is emitted for MongoDB, compiled and emitted again, is the same.
  std::optional<Find> filter() {
    const mongodb::EmitOptions now{.now = at_};
    const Result<mongodb::MongoFilter> once = mongodb::emit(condition_, now);
    if (!once) return std::nullopt;  // the engine counts it
    const std::string text = once->text(ExtendedJson::Canonical);
    const Result<Condition> again = compile(Source("filter", text), {.regex = RegexProfile::Full});
    if (!again) return Find{"filter", "does not compile: " + text, expected_};
    const Result<mongodb::MongoFilter> twice = mongodb::emit(*again, now);
    if (twice && twice->bson == once->bson) return std::nullopt;
    return Find{"filter",
                text + " becomes " + (twice ? twice->text(ExtendedJson::Canonical) : "nothing"),
                expected_};
  }

  std::optional<Find> children_reversed() {
    return recompiled("children reversed", condition_text(reversed(trial_.condition)), options_);
  }

  // A conjunction is the intersection of its parts, and their disjunction the union. What has only
  // one part is joined with its complement.
  std::optional<Find> parts() {
    std::vector<std::string> texts;
    for (const Value& part : conjuncts(trial_.condition)) texts.push_back(condition_text(part));
    if (texts.size() < 2) {
      const std::string text = condition_text(trial_.condition);
      texts = {text, R"({"$nor":[)" + text + "]}"};
    }
    std::vector<Condition> conditions;
    std::vector<std::size_t> votes(documents_.size());
    for (const std::string& text : texts) {
      const Result<Condition> part = compile(Source("part", text), options_);
      if (!part) return Find{"parts", "refused: " + text, expected_};
      const Outcome outcome = first_backend().run(*part, documents_, at_);
      if (const auto* matched = std::get_if<Matched>(&outcome))
        for (const std::uint32_t id : matched->ids) ++votes[id];
      else
        return std::nullopt;  // a document has no form for this engine, which has counted it
      conditions.push_back(*part);
    }
    const auto with_votes = [&](std::size_t least) {
      std::vector<std::uint32_t> ids;
      for (std::uint32_t i = 0; i < votes.size(); ++i)
        if (votes[i] >= least) ids.push_back(i);
      return ids;
    };
    const Result<Condition> all = Condition::all_of(conditions);
    const Result<Condition> any = Condition::any_of(conditions);
    if (!all || !any) return Find{"parts", "do not join", expected_};
    if (auto find = run("intersection", *all, with_votes(conditions.size()))) return find;
    return run("union", *any, with_votes(1));
  }

  std::optional<Find> explained() {
    predicate::Matcher matcher(predicate::compile(condition_));
    Matched matched;
    for (std::uint32_t i = 0; i < documents_.size(); ++i)
      if (matcher.explain(documents_.values()[i], at_).verdict) matched.ids.push_back(i);
    return compare("explanation", matched, expected_);
  }

  std::optional<Find> unrelated_field() {
    const bool has_unrelated = !asks_whole_document(condition_.checked().expression.root);
    if (options_.schema || !has_unrelated) return std::nullopt;
    const Documents documents(with_unrelated_field(trial_.documents));
    return compare("unrelated field", first_backend().run(condition_, documents, at_), expected_);
  }

  // The same verdicts from another text or other options.
  std::optional<Find> recompiled(const std::string& law, const std::string& text,
                                 const CompileOptions& options) {
    const Result<Condition> condition = compile(Source(law, text), options);
    if (!condition)
      return Find{law, "refused: " + condition.diagnostics().front().message + ": " + text,
                  expected_};
    return run(law, *condition, expected_);
  }

  std::optional<Find> run(const std::string& law, const Condition& condition,
                          const std::vector<std::uint32_t>& expected) {
    return compare(law, first_backend().run(condition, documents_, at_), expected);
  }

  std::optional<Find> compare(const std::string& law, const Outcome& outcome,
                              const std::vector<std::uint32_t>& expected) {
    if (const auto* matched = std::get_if<Matched>(&outcome)) {
      checker_.count_.pairs[law] += documents_.size();
      if (matched->ids == expected) return std::nullopt;
      return Find{law, describe(outcome), expected};
    }
    if (std::holds_alternative<Failed>(outcome)) return Find{law, describe(outcome), expected};
    ++checker_.count_.skips[law + ": " + describe(outcome)];
    return std::nullopt;
  }

  Engine& first_backend() const { return *checker_.engines_.at(1).second; }

  Checker& checker_;
  const Trial& trial_;
  CompileOptions options_;
  Condition condition_;
  Documents documents_;
  Context at_;
  std::vector<std::uint32_t> expected_;
};

Checker::Checker() {
  for (const engines::EngineInfo& engine : engines::engine_table()) take(engine);
}

Checker::Checker(const std::vector<engines::EngineInfo>& engines) : has_laws_(false) {
  const engines::EngineInfo& reference = engines::engine_table().front();
  take(reference);
  for (const engines::EngineInfo& engine : engines)
    if (engine.name != reference.name) take(engine);
}

void Checker::take(const engines::EngineInfo& engine) {
  engines_.emplace_back(engine, engine.make());
}

std::optional<Find> Checker::check(const Trial& trial) {
  try {
    return compiled_and_checked(trial);
  } catch (const std::exception& error) {
    return Find{"exception", error.what(), {}};
  }
}

std::optional<Find> Checker::compiled_and_checked(const Trial& trial) {
  ++count_.trials;
  CompileOptions options{.regex = RegexProfile::Full, .time_zone = trial.time_zone};
  if (!trial.schema.empty()) {
    const Result<Schema> schema = parse_schema(Source("schema", trial.schema));
    if (!schema) return Find{"schema", schema.diagnostics().front().message, {}};
    options.schema = *schema;
    const bool fitting = std::all_of(trial.documents.begin(), trial.documents.end(),
                                     [&](const Value& it) { return fits(schema->root(), it); });
    if (!fitting) {
      ++count_.refused;
      return std::nullopt;
    }
  }
  const Result<Condition> condition =
      compile(Source("condition", condition_text(trial.condition)), options);
  if (!condition) {
    ++count_.refused;
    return std::nullopt;
  }
  Run run(*this, trial, options, *condition);
  std::optional<Find> find = run.engines();
  if (run.splits()) ++count_.split;
  return find || !has_laws_ ? find : run.laws();
}

}  // namespace tamis::equivalence
