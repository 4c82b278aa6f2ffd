#include "tests/support/equivalence/checker.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <tamis/compile.h>
#include <tamis/mongodb.h>

#include "tests/support/equivalence/fits.h"
#include "tests/support/equivalence/typed.h"

namespace tamis::equivalence {
namespace {

using engines::Documents;
using engines::Engine;
using engines::Failed;
using engines::Matched;
using engines::Outcome;
using engines::Rejected;
using engines::Skipped;

// Lists of conditions back to front, and the members of every condition too.
Value reversed(const Value& condition) {
  Object changed;
  for (const Member& member : condition.as<Object>()) {
    const auto* list = member.value.get_if<Array>();
    const bool conditions = member.key == "$and" || member.key == "$or" || member.key == "$nor";
    if (!conditions || list == nullptr) {
      changed.push_back(member);
      continue;
    }
    Array children;
    for (const Value& child : *list)
      children.push_back(child.is(BsonType::Object) ? reversed(child) : child);
    std::reverse(children.begin(), children.end());
    changed.push_back({member.key, std::move(children)});
  }
  std::reverse(changed.begin(), changed.end());
  return changed;
}

std::vector<Value> with_unrelated_field(const std::vector<Value>& documents) {
  std::vector<Value> changed = documents;
  for (Value& document : changed) {
    auto& members = document.as<Object>();
    members.insert(members.begin(), {"unrelated", Array{1, "a"}});
  }
  return changed;
}

std::vector<std::uint32_t> all_but(const std::vector<std::uint32_t>& ids, std::size_t count) {
  std::vector<std::uint32_t> rest;
  for (std::uint32_t i = 0; i < count; ++i)
    if (!std::binary_search(ids.begin(), ids.end(), i)) rest.push_back(i);
  return rest;
}

std::string describe(const Outcome& outcome) {
  if (const auto* matched = std::get_if<Matched>(&outcome))
    return fmt::format("[{}]", fmt::join(matched->ids, ","));
  if (const auto* rejected = std::get_if<Rejected>(&outcome))
    return fmt::format("rejected {}", fmt::join(rejected->codes, " "));
  if (const auto* failed = std::get_if<Failed>(&outcome)) return "failed: " + failed->what;
  return "skipped: " + std::get<Skipped>(outcome).reason;
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
        documents_(trial.documents) {}

  std::optional<Find> engines() {
    const Outcome reference = checker_.engines_.front().second->run(condition_, documents_, kAt);
    expected_ = std::get<Matched>(reference).ids;
    checker_.count_.pairs["reference"] += documents_.size();
    for (std::size_t i = 1; i < checker_.engines_.size(); ++i) {
      auto& [info, engine] = checker_.engines_[i];
      if (info.needs_schema && !options_.schema) continue;
      const std::string name(info.name);
      const Outcome outcome = engine->run(condition_, documents_, kAt);
      if (!info.partial && std::holds_alternative<Rejected>(outcome))
        return Find{name, describe(outcome), expected_};
      std::vector<std::uint32_t> expected = expected_;
      if (const auto* matched = std::get_if<Matched>(&outcome))
        expected = engines::owed(expected_, *matched, condition_, documents_, kAt);
      if (auto find = compare(name, outcome, expected)) return find;
    }
    return std::nullopt;
  }

  std::optional<Find> laws() {
    CompileOptions plain = options_;
    plain.normalize = false;
    const std::string text = condition_text(trial_.condition);
    if (auto find = recompiled("not normalized", text, plain, documents_, expected_)) return find;
    if (auto find = canonical()) return find;
    if (auto find = filter()) return find;
    const std::string turned = condition_text(reversed(trial_.condition));
    if (auto find = recompiled("children reversed", turned, options_, documents_, expected_))
      return find;
    const std::string nor = R"({"$nor":[)" + text + "]}";
    if (auto find = recompiled("complement", nor, options_, documents_,
                               all_but(expected_, documents_.size())))
      return find;
    if (options_.schema) return std::nullopt;
    return recompiled("unrelated field", text, options_,
                      Documents(with_unrelated_field(trial_.documents)), expected_);
  }

  bool splits() const { return !expected_.empty() && expected_.size() < documents_.size(); }

 private:
  static inline const Context kAt{.now_ms = kNow, .time_zone = ""};

  std::optional<Find> canonical() {
    const std::string& text = condition_.canonical_text();
    const Result<Condition> again = compile(Source("canonical", text), options_);
    if (!again) return Find{"canonical text", "does not compile: " + text, expected_};
    if (again->canonical_text() != text)
      return Find{"canonical text", text + " becomes " + again->canonical_text(), expected_};
    return recompiled("canonical text", text, options_, documents_, expected_);
  }

  // What is emitted for MongoDB, compiled and emitted again, is the same.
  std::optional<Find> filter() {
    const mongodb::EmitOptions now{.now = kAt};
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

  // The same verdicts from another text or other options, on the first backend.
  std::optional<Find> recompiled(const std::string& law, const std::string& text,
                                 const CompileOptions& options, const Documents& documents,
                                 const std::vector<std::uint32_t>& expected) {
    const Result<Condition> condition = compile(Source(law, text), options);
    if (!condition)
      return Find{law, "refused: " + condition.diagnostics().front().message, expected};
    Engine& engine = *checker_.engines_.at(1).second;
    return compare(law, engine.run(*condition, documents, kAt), expected);
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

  Checker& checker_;
  const Trial& trial_;
  CompileOptions options_;
  Condition condition_;
  Documents documents_;
  std::vector<std::uint32_t> expected_;
};

Checker::Checker() {
  for (const engines::EngineInfo& info : engines::engine_table())
    engines_.emplace_back(info, info.make());
}

std::optional<Find> Checker::check(const Trial& trial) {
  ++count_.trials;
  CompileOptions options{.regex = RegexProfile::Full};
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
  return find ? find : run.laws();
}

}  // namespace tamis::equivalence
