// Conformance: cases against engines, counted.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include <tamis/compile.h>

#include "tools/tamis/engines/case.h"
#include "tools/tamis/engines/engine.h"
#include "tools/tamis/engines/lists.h"

namespace tamis::engines {

// Counts of cases, each with all its documents: cases = agreed + differed + refused + skipped.
struct EngineCount {
  std::string name;
  std::size_t cases = 0, agreed = 0, differed = 0, refused = 0, skipped = 0;
  std::map<std::string, std::size_t> codes;    // of refusals: "E103 (duplicate-key)"
  std::map<std::string, std::size_t> reasons;  // of skips
};

// What was expected and found: "[0,2]", "accepted", "refused E104", or the text of a value.
struct Difference {
  std::string id;
  std::string engine;
  std::string expected;
  std::string got;
};

struct ConformanceReport {
  std::vector<EngineCount> engines;
  std::vector<Difference> differences;
  std::vector<Difference> without_policy;     // refusals of what should run, with no named reason
  std::vector<Difference> unexpected_passes;  // listed as differing, yet agreeing

  bool clean() const { return differences.empty() && unexpected_passes.empty(); }
};

// The README of the conformance data tells the rules. Not safe from several threads.
class Conformance {
 public:
  // Filters are compiled as MongoDB filters, in the full regex profile, under `schema` or the
  // case's own.
  Conformance(const std::vector<EngineInfo>& engines, std::optional<Schema> schema,
              const Lists& lists = built_in_lists());

  void run(const Case& found);
  const ConformanceReport& report() const { return report_; }

 private:
  struct Verdict;
  Result<Condition> compile_case(const Case& found) const;
  Verdict judge(const Case& found, const Result<Condition>& condition, Engine& engine,
                const Documents& documents) const;
  Verdict judge_refusal(const Case& found, const std::vector<std::string>& codes) const;
  Verdict judge_acceptance(const Case& found) const;
  Verdict judge_text(const Case& found) const;
  void count(const Case& found, EngineCount& count, Verdict verdict);

  CompileOptions options_;
  const Lists& lists_;
  std::vector<std::unique_ptr<Engine>> engines_;
  ConformanceReport report_;
};

// A table for people, with reasons and differences below.
std::string to_text(const ConformanceReport& report);
// The object that the README of the conformance data describes, and beside it the codes of
// refusals, the reasons of skips and the two further lists.
std::string to_json(const ConformanceReport& report);

}  // namespace tamis::engines
