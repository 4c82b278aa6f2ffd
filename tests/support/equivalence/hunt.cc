#include "tests/support/equivalence/hunt.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "tests/support/equivalence/shrink.h"
#include "tests/support/equivalence/typed.h"
#include "tests/support/equivalence/wild.h"

namespace tamis::equivalence {

Trial make_trial(TrialKind kind, std::uint64_t seed, int documents) {
  Choices choices(seed);
  return kind == TrialKind::Wild ? wild_trial(choices, {.documents = documents})
                                 : typed_trial(choices, documents);
}

Found made_small(const Trial& trial, const Find& find) {
  Checker checker;  // so that shrinking does not count
  const auto fails = [&](const Trial& smaller) {
    const std::optional<Find> other = checker.check(smaller);
    return other && other->law == find.law;
  };
  Trial small = shrink(trial, fails);
  Find last = checker.check(small).value_or(find);
  return {std::move(last), std::move(small)};
}

std::optional<Found> hunt(Checker& checker, TrialKind kind, std::uint64_t seed) {
  const Trial trial = make_trial(kind, seed);
  const std::optional<Find> find = checker.check(trial);
  if (!find) return std::nullopt;
  return made_small(trial, *find);
}

std::string describe(const Found& found, const std::string& id) {
  return fmt::format("{}: expected [{}], {}\n{}\n", found.find.law,
                     fmt::join(found.find.expected, ","), found.find.what,
                     to_case(id, found.trial, found.find.expected));
}

std::string describe(const CheckerCount& count) {
  std::string text = fmt::format("{} trials, {} refused, {} split their documents\n", count.trials,
                                 count.refused, count.split);
  for (const auto& [law, pairs] : count.pairs) text += fmt::format("{:>12} {}\n", pairs, law);
  for (const auto& [reason, skips] : count.skips)
    text += fmt::format("{:>12} trials skipped: {}\n", skips, reason);
  return text;
}

}  // namespace tamis::equivalence
