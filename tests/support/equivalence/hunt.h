// Hunting: random trials by seed, and what one of them found, made small.
#pragma once

#include "tests/support/equivalence/checker.h"

namespace tamis::equivalence {

enum class TrialKind { Wild, Typed };

constexpr int kDocuments = 16;  // of a trial

Trial make_trial(TrialKind kind, std::uint64_t seed, int documents = kDocuments);

struct Found {
  Find find;
  Trial trial;  // shrunk
};

// What `trial` showed, by the smallest trial that shows it too.
Found made_small(const Trial& trial, const Find& find);

// The same seed gives the same trial on every machine.
std::optional<Found> hunt(Checker& checker, TrialKind kind, std::uint64_t seed);

// Several lines for people; the last is a conformance case with the reference's verdict.
std::string describe(const Found& found, const std::string& id);

// A table of what was compared.
std::string describe(const CheckerCount& count);

}  // namespace tamis::equivalence
