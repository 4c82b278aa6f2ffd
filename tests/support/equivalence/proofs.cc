#include "tests/support/equivalence/proofs.h"

#include <fmt/format.h>
#include <tamis/analysis.h>
#include <tamis/compile.h>
#include <tamis/lint.h>

#include "backends/reference/reference.h"
#include "compiler/schema/fits.h"
#include "tests/support/equivalence/shrink.h"
#include "tests/support/equivalence/typed.h"

namespace tamis::equivalence {
namespace {

constexpr std::size_t kMostOthers = 6;

class Run {
 public:
  Run(const Trial& trial, ProofCount& count) : trial_(trial), count_(count) {
    if (!trial.schema.empty())
      options_.schema = parse_schema(Source("schema", trial.schema)).value();
    for (const Value& document : trial.documents)
      if (!options_.schema || fits(document, *options_.schema)) documents_.push_back(document);
  }

  std::optional<std::string> run() {
    const auto condition = compiled(trial_.condition);
    if (!condition) return std::nullopt;
    expect("never true", never_true(*condition, at_), {&*condition, true}, {});
    expect("always true", always_true(*condition, at_), {&*condition, false}, {});
    std::size_t others = 0;
    for (const Value& value : simpler(trial_.condition)) {
      if (++others > kMostOthers || failure_) break;
      if (const auto other = compiled(value)) pair(*condition, *other);
    }
    return failure_;
  }

  std::optional<std::string> run_lint() {
    const auto condition = compiled(trial_.condition);
    if (!condition) return std::nullopt;
    for (const Diagnostic& finding : lint(*condition)) {
      if (finding.code == "L001") expect_finding(finding, {&*condition, true});
      if (finding.code == "L002") expect_finding(finding, {&*condition, false});
      for (const Fix& fix : finding.fixes)
        if (fix.safe) expect_kept(finding, fix, *condition);
    }
    return failure_;
  }

 private:
  struct Side {
    const Condition* condition = nullptr;
    bool matches = true;
  };

  std::optional<Condition> compiled(const Value& value) const {
    auto condition = compile(Source("trial", condition_text(value)), options_);
    return condition.ok() ? std::optional(std::move(condition).value()) : std::nullopt;
  }

  void pair(const Condition& a, const Condition& b) {
    expect("implies", implies(a, b, at_), {&a, true}, {&b, false});
    expect("is implied", implies(b, a, at_), {&b, true}, {&a, false});
    expect("disjoint", disjoint(a, b, at_), {&a, true}, {&b, true});
  }

  // A Yes says that no document has both verdicts, a witness is one that has.
  void expect(std::string_view what, const Proof& proof, Side one, Side other) {
    if (failure_) return;
    if (proof.shown == Shown::Unknown) ++count_.unknown;
    if (proof.shown == Shown::No) {
      ++count_.no;
      if (!proof.witness || !has(one, *proof.witness) || !has(other, *proof.witness) ||
          (options_.schema && !fits(*proof.witness, *options_.schema)))
        fail(what, "a witness is none", one, other, proof.witness.value_or(Value()));
      else
        documents_.push_back(*proof.witness);
    }
    if (proof.shown != Shown::Yes) return;
    ++count_.yes;
    for (const Value& document : documents_) {
      count_.pairs += other.condition == nullptr ? 1 : 2;
      if (has(one, document) && has(other, document))
        fail(what, "a document contradicts it", one, other, document);
    }
  }

  void expect_finding(const Diagnostic& finding, Side side) {
    ++count_.findings;
    count_.pairs += documents_.size();
    for (const Value& document : documents_)
      if (has(side, document)) fail(finding.code, finding.message, side, {}, document);
  }

  void expect_kept(const Diagnostic& finding, const Fix& fix, const Condition& condition) {
    const std::string text = apply_fixes(condition.source().text(), {&fix}).text;
    const auto mended = compile(Source("mended", text), options_);
    if (!mended) {
      fail(finding.code, "mended it does not compile: " + text, {&condition, true}, {}, Value());
      return;
    }
    ++count_.findings;
    count_.pairs += 2 * documents_.size();
    for (const Value& document : documents_)
      if (has({&condition, true}, document) != has({&*mended, true}, document))
        fail(finding.code, "the fix changes a verdict", {&condition, true}, {&*mended, true},
             document);
  }

  bool has(Side side, const Value& document) const {
    return side.condition == nullptr ||
           reference::matches(side.condition->checked(), document, at_.context) == side.matches;
  }

  void fail(std::string_view what, std::string_view how, Side one, Side other,
            const Value& document) {
    if (failure_) return;
    failure_ = fmt::format("{}: {}\n{}\n{}\n{}\n{}", what, how, one.condition->canonical_text(),
                           other.condition ? other.condition->canonical_text() : "",
                           condition_text(document), trial_.schema);
  }

  const Trial& trial_;
  ProofCount& count_;
  CompileOptions options_;
  AnalysisOptions at_{.context = {.now_ms = kNow, .time_zone = ""}};
  std::vector<Value> documents_;
  std::optional<std::string> failure_;
};

}  // namespace

std::optional<std::string> contradicted(const Trial& trial, ProofCount& count) {
  return Run(trial, count).run();
}

std::optional<std::string> contradicted_finding(const Trial& trial, ProofCount& count) {
  return Run(trial, count).run_lint();
}

}  // namespace tamis::equivalence
