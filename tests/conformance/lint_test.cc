// The rules on the recorded typed conditions: fixes that claim to be safe keep every verdict, and
// what the analysis shows of a condition is true of the documents that it was recorded with.
#include <tamis/analysis.h>
#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/lint.h>

#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "backends/reference/reference.h"
#include "compiler/schema/fits.h"
#include "tests/support/catch.h"

namespace tamis {
namespace {

std::ifstream opened(const std::string& path) {
  std::ifstream file(path);
  REQUIRE(file);
  return file;
}

const Schema& schema() {
  static const Schema kSchema = [] {
    std::ifstream file = opened("tests/conformance/contacts.schema.json");
    return parse_schema(Source("schema", {std::istreambuf_iterator<char>(file), {}})).value();
  }();
  return kSchema;
}

struct Recorded {
  std::string id, filter;
  std::vector<Value> documents;
};

std::vector<Recorded> typed_cases() {
  std::vector<Recorded> cases;
  std::ifstream file = opened(TAMIS_CONFORMANCE_DATA "/mongodb-typed.jsonl");
  for (std::string line; std::getline(file, line);) {
    const auto json = nlohmann::ordered_json::parse(line);
    Recorded& made = cases.emplace_back();
    made.id = json["id"];
    made.filter = json["filter"].dump();
    for (const auto& document : json["docs"])
      made.documents.push_back(parse_extended_json(Source("document", document.dump())).value());
  }
  return cases;
}

std::optional<Condition> compiled(const std::string& text) {
  auto condition = compile(Source("case", text), {.schema = schema()});
  return condition.ok() ? std::optional(std::move(condition).value()) : std::nullopt;
}

std::vector<bool> verdicts(const Condition& condition, const std::vector<Value>& documents) {
  std::vector<bool> all;
  for (const Value& document : documents)
    all.push_back(reference::matches(condition.checked(), document, Context{}));
  return all;
}

TEST_CASE("safe fixes keep the recorded verdicts", "[lint]") {
  std::size_t fixes = 0, shown = 0;
  for (const Recorded& recorded : typed_cases()) {
    const auto condition = compiled(recorded.filter);
    if (!condition) continue;
    for (const Diagnostic& finding : lint(*condition))
      for (const Fix& fix : finding.fixes) {
        if (!fix.safe) continue;
        const std::string text = apply_fixes(recorded.filter, {&fix}).text;
        CAPTURE(recorded.id, finding.code, recorded.filter, text);
        const auto mended = compiled(text);
        REQUIRE(mended);
        CHECK(verdicts(*mended, recorded.documents) == verdicts(*condition, recorded.documents));
        const Relation relation = relate(*condition, *mended);
        CHECK(!relation.only_first);
        CHECK(!relation.only_second);
        ++fixes;
        if (relation.kind == RelationKind::Equivalent) ++shown;
      }
  }
  CHECK(fixes > 300);
  CHECK(shown > fixes * 9 / 10);
}

TEST_CASE("what is shown of recorded conditions is true of their documents", "[lint][analysis]") {
  std::size_t never = 0, witnessed = 0;
  for (const Recorded& recorded : typed_cases()) {
    const auto condition = compiled(recorded.filter);
    if (!condition) continue;
    CAPTURE(recorded.id, recorded.filter);
    const Proof impossible = never_true(*condition);
    const Proof certain = always_true(*condition);
    const std::vector<bool> found = verdicts(*condition, recorded.documents);
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (!fits(recorded.documents[i], schema())) continue;
      if (impossible.shown == Shown::Yes) CHECK(!found[i]);
      if (certain.shown == Shown::Yes) CHECK(found[i]);
    }
    if (impossible.shown == Shown::Yes) ++never;
    if (!impossible.witness) continue;
    CHECK(reference::matches(condition->checked(), *impossible.witness, Context{}));
    CHECK(fits(*impossible.witness, schema()));
    ++witnessed;
  }
  CHECK(never > 5);
  CHECK(witnessed > 1000);
}

}  // namespace
}  // namespace tamis
