// The rules, each defined in the file of its name in rules/.
#pragma once

#include "compiler/lint/rule.h"

namespace tamis::linting {

extern const Rule kNeverMatches;
extern const Rule kAlwaysMatches;
extern const Rule kImpossibleBranch;
extern const Rule kBranchAlwaysTrue;
extern const Rule kContradictoryEqualities;
extern const Rule kEmptyList;
extern const Rule kContradictoryTests;
extern const Rule kOutsideRange;
extern const Rule kValueNeverHeld;
extern const Rule kEmptyRange;
extern const Rule kRegexNeverFinds;
extern const Rule kSizeOutsideItems;
extern const Rule kAllBeyondItems;
extern const Rule kTestAlwaysTrue;
extern const Rule kTestNeverTrue;
extern const Rule kWeakerBound;
extern const Rule kImpliedTest;
extern const Rule kExistsImplied;
extern const Rule kDuplicateBranch;
extern const Rule kImpliedBranch;
extern const Rule kNotOfEquality;
extern const Rule kOrOfEqualities;
extern const Rule kNeedlessElemMatch;
extern const Rule kPaddedRegex;
extern const Rule kContradictoryBounds;
extern const Rule kNullOnRequired;
extern const Rule kExistsOnRequired;
extern const Rule kInOfOne;
extern const Rule kBranchOfOne;
extern const Rule kDuplicateListValue;
extern const Rule kDoubleNegation;
extern const Rule kRegexEquality;
extern const Rule kLiteralOperators;
extern const Rule kSplitArrayBounds;
extern const Rule kNegationIncludesMissing;
extern const Rule kWholeObjectEquality;
extern const Rule kAliasOperator;
extern const Rule kRegexWithoutIndex;
extern const Rule kDeprecatedField;

}  // namespace tamis::linting
