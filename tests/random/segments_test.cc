// What the segments API's forms can say selects the same when it is read again.
#include <fmt/format.h>
#include <tamis/compile.h>
#include <tamis/render.h>

#include "backends/reference/reference.h"
#include "compiler/print/print.h"
#include "compiler/schema/fits.h"
#include "tests/support/catch.h"
#include "tests/support/equivalence/hunt.h"
#include "tests/support/equivalence/typed.h"

namespace tamis::equivalence {
namespace {

// What is wrong, in words; `said` counts the conditions that the forms can say.
std::optional<std::string> difference(const Trial& trial, std::size_t& said) {
  CompileOptions options;
  options.schema = parse_schema(Source("schema", trial.schema)).value();
  const auto before = compile(Source("trial", condition_text(trial.condition)), options);
  if (!before.ok()) return std::nullopt;
  const Result<PrintedText> text = segments_text(before->checked());
  if (!text.ok()) return std::nullopt;
  ++said;
  options.spelling = Spelling::Segments;
  const auto after = compile(Source("segments", text->text), options);
  if (!after.ok()) return text->text + "\n" + render(after.diagnostics(), ReportFormat::Human);
  Context context;
  context.now_ms = kNow;
  for (const Value& document : trial.documents)
    if (fits(document, *options.schema) &&
        reference::matches(before->checked(), document, context) !=
            reference::matches(after->checked(), document, context))
      return fmt::format("{} and {} differ on {}", condition_text(trial.condition), text->text,
                         condition_text(document));
  return std::nullopt;
}

TEST_CASE("conditions in the segments API's forms", "[random][print]") {
  constexpr std::uint64_t kTrials = 3'000;
  std::size_t said = 0;
  for (std::uint64_t seed = 1; seed <= kTrials; ++seed)
    if (const auto wrong = difference(make_trial(TrialKind::Typed, seed), said))
      FAIL(fmt::format("seed {}: {}", seed, *wrong));
  CHECK(said > kTrials / 5);
}

}  // namespace
}  // namespace tamis::equivalence
