// A fix that claims to be safe selects what the text before it did; every fix can be compiled.
#include <fmt/format.h>
#include <tamis/compile.h>
#include <tamis/lint.h>

#include "backends/reference/reference.h"
#include "compiler/schema/fits.h"
#include "tests/random/trials.h"
#include "tests/support/catch.h"
#include "tests/support/equivalence/typed.h"

namespace tamis::equivalence {
namespace {

struct FixCount {
  std::size_t safe = 0, unsafe = 0, pairs = 0, findings = 0;
};

class Run {
 public:
  Run(const Trial& trial, FixCount& count) : trial_(trial), count_(count) {
    if (!trial.schema.empty())
      options_.schema = parse_schema(Source("schema", trial.schema)).value();
    context_.now_ms = kNow;
  }

  // What is wrong with a fix, in words.
  std::optional<std::string> run() {
    const std::string text = condition_text(trial_.condition);
    const auto before = compile(Source("trial", text), options_);
    if (!before.ok()) return std::nullopt;
    for (const Diagnostic& finding : lint(*before, {.preset = LintPreset::Strict})) {
      ++count_.findings;
      for (const Fix& fix : finding.fixes) {
        const FixedText fixed = apply_fixes(text, {&fix});
        const auto after = compile(Source("fixed", fixed.text), options_);
        if (!after.ok())
          return fmt::format("{} `{}`: {} becomes {}, which does not compile", finding.code,
                             fix.title, text, fixed.text);
        ++(fix.safe ? count_.safe : count_.unsafe);
        if (const auto wrong = fix.safe ? difference(*before, *after) : std::nullopt)
          return fmt::format("{} `{}`: {} becomes {}, which differs on {}", finding.code, fix.title,
                             text, fixed.text, *wrong);
      }
    }
    if (!ends(text)) return fmt::format("the fixes of {} never end", text);
    return std::nullopt;
  }

 private:
  std::optional<std::string> difference(const Condition& before, const Condition& after) {
    for (const Value& document : trial_.documents) {
      if (options_.schema && !fits(document, *options_.schema)) continue;
      ++count_.pairs;
      if (reference::matches(before.checked(), document, context_) !=
          reference::matches(after.checked(), document, context_))
        return condition_text(document);
    }
    return std::nullopt;
  }

  // Whether making the safe fixes, the first at a time, comes to an end.
  bool ends(std::string text) const {
    constexpr int kMostRounds = 60;
    for (int round = 0; round < kMostRounds; ++round) {
      const auto condition = compile(Source("round", text), options_);
      if (!condition.ok()) return false;
      const Diagnostics found = lint(*condition, {.preset = LintPreset::Strict});
      const Fix* first = nullptr;
      for (const Diagnostic& finding : found)
        for (const Fix& fix : finding.fixes)
          if (fix.safe && first == nullptr) first = &fix;
      if (first == nullptr) return true;
      text = apply_fixes(text, {first}).text;
    }
    return false;
  }

  const Trial& trial_;
  FixCount& count_;
  CompileOptions options_;
  Context context_;
};

constexpr SeedsRow kRows[] = {
    {"any type anywhere, no schema", TrialKind::Wild, 3'000},
    {"documents that fit a schema", TrialKind::Typed, 3'000},
};

TEST_CASE("fixes of lint rules", "[random][lint]") {
  for (const SeedsRow& row : kRows) DYNAMIC_SECTION(row.why) {
      FixCount count;
      check_seeds(row, [&](const Trial& trial) { return Run(trial, count).run(); });
      CAPTURE(count.findings, count.safe, count.unsafe, count.pairs);
      CHECK(count.safe > row.trials / 20);
      CHECK(count.unsafe > row.trials / 20);
      CHECK(count.pairs > row.trials);
    }
}

}  // namespace
}  // namespace tamis::equivalence
