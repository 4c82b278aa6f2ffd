// The project's own lists about conformance, from tests/conformance/*.json, built in.
//
//   policies.json    why Tamis refuses, on purpose, what MongoDB takes
//   superseded.json  recorded verdicts of an older MongoDB that a newer one no longer gives
//   known_gaps.json  cases that an engine is known to miss, each with its reason
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace tamis::engines {

// A refusal falls under a policy when all its codes are among the policy's, or its case is; a case
// that is taken though MongoDB refuses it, when its case is.
//   not_yet  refuses valid and invalid alike, so that refusing an invalid case shows nothing
struct Policy {
  std::string name;
  std::string reason;
  std::vector<std::string> codes;
  std::vector<std::string> cases;
  bool not_yet = false;
};

// A difference that is known. The reason begins with the list's word: "superseded: …".
//   cases  must differ: one that agrees no longer belongs here
//   rule   names a kind of case that may differ (superseded.cc)
struct Excuse {
  std::string reason;
  std::vector<std::string> cases;
  std::string rule;
  std::string engine;  // "" is all
};

struct Lists {
  std::vector<Policy> policies;
  std::vector<Excuse> excuses;

  const Policy* policy_of(std::string_view id, const std::vector<std::string>& codes) const;
  // By the case's id, not by a rule.
  const Excuse* excuse_of(std::string_view id, std::string_view engine) const;
};

const Lists& built_in_lists();

}  // namespace tamis::engines
