#include "tests/backends/predicate_forms.h"

#include <nlohmann/json.hpp>
#include <span>

#include <tamis/document.h>
#include <tamis/extended_json.h>

#include "tests/support/catch.h"
#include "tests/support/equivalence/wild.h"

namespace tamis::test {

predicate::Matcher matcher_of(std::string_view condition, const CompileOptions& options) {
  Result<Condition> compiled = compile(Source("condition", std::string(condition)), options);
  INFO(condition);
  if (!compiled) FAIL(compiled.diagnostics().front().message);
  return predicate::Matcher(predicate::compile(*compiled));
}

std::vector<Answer> ask_all_forms(predicate::Matcher& matcher, std::string_view document,
                                  PlainJson plain, const Context& context) {
  const Result<Value> value = parse_extended_json(Source("document", std::string(document)));
  REQUIRE(value);
  const auto ordered = nlohmann::ordered_json::parse(document);
  const std::optional<std::string> bson = to_bson(*value);
  REQUIRE(bson);
  const auto bytes = std::as_bytes(std::span(*bson));
  const auto accessor = predicate::Field::of(*value);
  predicate::DocumentBuilder builder{predicate::FieldNames()};
  const predicate::Document compact = builder.build(*value);

  std::vector<Answer> answers{
      {"Value", matcher.matches(*value, context)},
      {"ordered_json", matcher.matches(ordered, context)},
      {"text", matcher.matches_text(document, context).matched()},
      {"BSON", matcher.matches_bson(bytes, context).matched()},
      {"accessor", matcher.matches(accessor, context)},
      {"Document", matcher.matches(compact, context)},
      {"explained Value", matcher.explain(*value, context).verdict},
      {"explained ordered_json", matcher.explain(ordered, context).verdict},
      {"explained text", matcher.explain_text(document, context)->verdict},
      {"explained BSON", matcher.explain_bson(bytes, context)->verdict},
      {"explained accessor", matcher.explain(accessor, context).verdict},
      {"explained Document", matcher.explain(compact, context).verdict},
  };
  if (plain == PlainJson::Take) {
    const auto sorted = nlohmann::json::parse(document);
    answers.push_back({"json", matcher.matches(sorted, context)});
    answers.push_back({"explained json", matcher.explain(sorted, context).verdict});
  }
  return answers;
}

}  // namespace tamis::test

using namespace tamis;

TEST_CASE("all forms of a document and their explanations give one verdict", "[predicate]") {
  constexpr std::uint64_t kSeeds = 400;
  std::size_t matched = 0;
  std::size_t asked = 0;
  CompileOptions options;
  options.regex = RegexProfile::Full;
  for (std::uint64_t seed = 0; seed < kSeeds; ++seed) {
    equivalence::Choices choices(seed);
    const equivalence::Trial trial = equivalence::wild_trial(choices, {.documents = 16});
    const std::string text = equivalence::condition_text(trial.condition);
    Result<Condition> condition = compile(Source("condition", text), options);
    if (!condition) continue;
    predicate::Matcher matcher(predicate::compile(*condition));
    for (const Value& document : trial.documents) {
      const std::string line = to_extended_json(document, ExtendedJson::Canonical);
      const bool expected = matcher.matches(document);
      CAPTURE(seed, text, line);
      for (const test::Answer& answer :
           test::ask_all_forms(matcher, line, test::PlainJson::Leave)) {
        CAPTURE(answer.form);
        CHECK(answer.matches == expected);
      }
      ++asked;
      if (expected) ++matched;
    }
  }
  CHECK(asked > 10 * kSeeds);
  CHECK(matched > asked / 20);
  CHECK(matched < asked - asked / 20);
}
