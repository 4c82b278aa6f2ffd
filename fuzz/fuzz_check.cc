// A schema, documents that fit it and a condition, made from the bytes: a condition that passes
// the check fails in no engine, and all agree.
#include "fuzz/check.h"
#include "tests/support/equivalence/checker.h"
#include "tests/support/equivalence/hunt.h"
#include "tests/support/equivalence/typed.h"

using namespace tamis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static equivalence::Checker checker;
  equivalence::Choices choices(std::span(data, size));
  const equivalence::Trial trial = equivalence::typed_trial(choices, 4);
  if (const std::optional<equivalence::Find> find = checker.check(trial))
    fuzz::require(false, describe(made_small(trial, *find), "fuzz_check"));
  return 0;
}
