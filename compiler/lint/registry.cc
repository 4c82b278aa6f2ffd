// Every rule, by name: a static library would drop objects that register themselves.
#include "compiler/lint/rules.h"

namespace tamis::linting {

std::span<const Rule> registry() {
  static const Rule kRules[] = {
      kNeverMatches,
      kAlwaysMatches,
      kImpossibleBranch,
      kBranchAlwaysTrue,
      kContradictoryEqualities,
      kEmptyList,
      kTestNeverTrue,
      kContradictoryTests,
      kOutsideRange,
      kValueNeverHeld,
      kEmptyRange,
      kContradictoryBounds,
      kNullOnRequired,
      kExistsOnRequired,
      kRegexNeverFinds,
      kSizeOutsideItems,
      kAllBeyondItems,
      kTestAlwaysTrue,
      kInOfOne,
      kBranchOfOne,
      kDuplicateListValue,
      kDoubleNegation,
      kRegexEquality,
      kWeakerBound,
      kImpliedTest,
      kExistsImplied,
      kDuplicateBranch,
      kImpliedBranch,
      kNotOfEquality,
      kOrOfEqualities,
      kNeedlessElemMatch,
      kPaddedRegex,
      kLiteralOperators,
      kSplitArrayBounds,
      kNegationIncludesMissing,
      kWholeObjectEquality,
      kAliasOperator,
      kRegexWithoutIndex,
      kDeprecatedField,
  };
  return kRules;
}

}  // namespace tamis::linting
