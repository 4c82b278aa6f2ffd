// mingo, sift and mongomock beside MongoDB's recorded verdicts, and as judges of what Tamis emits.
#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/mongodb.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "tests/support/catch.h"
#include "tests/support/equivalence/hunt.h"
#include "tests/witnesses/known_differences.h"
#include "tools/tamis/engines/case.h"
#include "tools/tamis/engines/engine.h"
#include "tools/tamis/engines/witness.h"

namespace tamis::witnesses {
namespace {

using engines::Case;
using engines::Outcome;
using engines::Testimony;
using engines::Witness;
using Ids = std::vector<std::uint32_t>;

std::string text_of(const Value& value) {
  return to_extended_json(value, ExtendedJson::Canonical);
}

// What a witness has said of cases, and where it is not MongoDB.
class Hearing {
 public:
  explicit Hearing(std::string_view name)
      : name_(name), witness_(name), known_(known_differences()), seen_(known_.size()) {}

  std::size_t judged = 0;      // pairs of a filter and a document
  std::size_t outside = 0;     // pairs that the witness's language has no values for
  std::size_t both_forms = 0;  // filters whose two forms were compared
  std::vector<std::string> unknown;

  bool is_installed() { return !witness_.hear(Object(), {}).silent; }

  void hear(const std::string& id, const std::string& condition,
            const std::vector<Value>& documents, const Ids& match) {
    const Result<Condition> compiled = compile(
        Source(id, condition), {.spelling = Spelling::MongoDb, .regex = RegexProfile::Full});
    REQUIRE(compiled.ok());
    const Value written = mongodb::emit(*compiled, {.verbatim = true})->filter;
    const Testimony said = witness_.hear(written, documents);
    REQUIRE_FALSE(said.silent);
    if (!said.refusal.empty()) return differs(id, Kind::Refuses, said.refusal, "");
    if (!said.outside.empty()) {
      outside += documents.size();
      return;
    }
    if (agrees(id, text_of(written), documents, match, said))
      judge_emitted(id, *compiled, written, documents, said);
  }

  // How often each class was seen.
  const std::vector<std::size_t>& seen() const { return seen_; }
  const std::vector<Difference>& known() const { return known_; }

 private:
  bool agrees(const std::string& id, const std::string& filter, const std::vector<Value>& documents,
              const Ids& match, const Testimony& said) {
    bool all = true;
    for (std::uint32_t i = 0; i < documents.size(); ++i) {
      if (std::binary_search(said.unknown.begin(), said.unknown.end(), i)) {
        ++outside;
        continue;
      }
      ++judged;
      if (std::binary_search(match.begin(), match.end(), i) ==
          std::binary_search(said.match.begin(), said.match.end(), i))
        continue;
      all = false;
      differs(id, Kind::Differs, filter, text_of(documents[i]));
    }
    return all;
  }

  void judge_emitted(const std::string& id, const Condition& condition, const Value& written,
                     const std::vector<Value>& documents, const Testimony& said) {
    const Value emitted = mongodb::emit(condition)->filter;
    if (identical(emitted, written)) return;
    ++both_forms;
    const Testimony again = witness_.hear(emitted, documents);
    REQUIRE_FALSE(again.silent);
    if (!again.is_verdict() || again.match != said.match)
      differs(id, Kind::Emitted, text_of(written) + " becomes " + text_of(emitted), again.refusal);
  }

  void differs(const std::string& id, Kind kind, const std::string& filter,
               const std::string& document) {
    const std::size_t found = class_of(known_, name_, kind, filter, document);
    if (found < known_.size())
      ++seen_[found];
    else
      unknown.push_back(fmt::format("{} {}: {} | {}", name_, id, filter, document));
  }

  std::string name_;
  Witness witness_;
  std::vector<Difference> known_;
  std::vector<std::size_t> seen_;
};

void hear_file(Hearing& hearing, const std::string& path) {
  std::ifstream in(path);
  REQUIRE(in);
  const Diagnostics errors = engines::for_each_case(in, path, [&](const Case& found) {
    hearing.hear(found.id, found.condition, found.documents, found.match);
  });
  REQUIRE(errors.empty());
}

std::string first_of(const std::vector<std::string>& differences) {
  std::string text = fmt::format("{} differences of no known class\n", differences.size());
  for (std::size_t i = 0; i < std::min<std::size_t>(differences.size(), 20); ++i)
    text += differences[i] + "\n";
  return text;
}

// Left out, and said so, where a witness is not installed.
bool is_there(Hearing& hearing, std::string_view name) {
  if (hearing.is_installed()) return true;
  WARN("skipped: " << name << " is not installed; tests/witnesses/install brings it");
  return false;
}

// With TAMIS_UPDATE set: what was seen becomes what is known.
void write_counts(std::string_view witness, const char* file,
                  const std::vector<std::size_t>& seen) {
  auto entries = nlohmann::ordered_json::parse(std::ifstream(kKnownDifferences));
  for (std::size_t i = 0; i < entries.size(); ++i)
    if (entries[i].at("witness") == witness) entries[i]["seen"][file] = seen[i];
  std::ofstream(kKnownDifferences) << entries.dump(1) << '\n';
}

struct File {
  const char* name;
  std::size_t pairs;  // at least so many are judged by each witness
};
constexpr File kFiles[] = {{"typed", 10'000}, {"wild", 10'000}, {"odd", 4'000}};

// Operators that no witness knows.
bool has_unknown_operator(std::string_view text) {
  return text.find("$always") != std::string_view::npos ||
         text.find("$comment") != std::string_view::npos ||
         text.find("$jsonSchema") != std::string_view::npos;
}

TEST_CASE("witnesses beside recorded verdicts", "[witnesses]") {
  for (const std::string_view name : engines::kWitnesses)
    for (const File& file : kFiles) DYNAMIC_SECTION(name << " " << file.name) {
        Hearing hearing(name);
        if (!is_there(hearing, name)) continue;
        hear_file(hearing, fmt::format("{}/mongodb-{}.jsonl", TAMIS_CONFORMANCE_DATA, file.name));
        INFO(first_of(hearing.unknown));
        CHECK(hearing.unknown.empty());
        CHECK(hearing.judged > file.pairs);
        CHECK(hearing.both_forms > 100);
        if (std::getenv("TAMIS_UPDATE") != nullptr) write_counts(name, file.name, hearing.seen());
        for (std::size_t i = 0; i < hearing.known().size(); ++i) {
          const Difference& it = hearing.known()[i];
          if (it.witness != name) continue;
          INFO("class " << i << ": " << it.reason);
          const auto seen = it.seen.find(file.name);
          CHECK(hearing.seen()[i] == (seen == it.seen.end() ? 0 : seen->second));
        }
      }
}

TEST_CASE("witnesses beside the reference, on random trials", "[witnesses]") {
  constexpr std::uint64_t kFirst = 1'000'000;
  constexpr std::uint64_t kTrials = 1'500;
  for (const std::string_view name : engines::kWitnesses) DYNAMIC_SECTION(name) {
      Hearing hearing(name);
      if (!is_there(hearing, name)) continue;
      std::size_t unheard = 0;
      for (std::uint64_t seed = kFirst; seed < kFirst + kTrials; ++seed) {
        const auto trial = equivalence::make_trial(equivalence::TrialKind::Wild, seed);
        const std::string text = equivalence::condition_text(trial.condition);
        if (has_unknown_operator(text)) {
          ++unheard;
          continue;
        }
        const Result<Condition> condition = compile(
            Source("trial", text), {.spelling = Spelling::MongoDb, .regex = RegexProfile::Full});
        if (!condition) continue;
        const Outcome outcome = engines::engine_table().front().make()->run(
            *condition, engines::Documents(trial.documents), {});
        hearing.hear(fmt::format("random-{}", seed), text, trial.documents,
                     std::get<engines::Matched>(outcome).ids);
      }
      INFO(first_of(hearing.unknown));
      CHECK(hearing.unknown.empty());
      CHECK(hearing.judged > 2'000);
      WARN(fmt::format("{}: {} of {} trials not heard, for an operator", name, unheard, kTrials));
      CHECK(unheard < kTrials / 4);
    }
}

}  // namespace
}  // namespace tamis::witnesses
