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
extern const Rule kTestNeverTrue;
extern const Rule kContradictoryTests;
extern const Rule kOutsideRange;
extern const Rule kValueNeverHeld;
extern const Rule kEmptyRange;
extern const Rule kContradictoryBounds;
extern const Rule kNullOnRequired;
extern const Rule kExistsOnRequired;
extern const Rule kRegexNeverFinds;
extern const Rule kSizeOutsideItems;
extern const Rule kAllBeyondItems;
extern const Rule kTestAlwaysTrue;
extern const Rule kTypeRuledOut;
extern const Rule kInOfOne;
extern const Rule kBranchOfOne;
extern const Rule kDuplicateListValue;
extern const Rule kDoubleNegation;
extern const Rule kRegexEquality;
extern const Rule kWeakerBound;
extern const Rule kImpliedTest;
extern const Rule kExistsImplied;
extern const Rule kDuplicateBranch;
extern const Rule kImpliedBranch;
extern const Rule kNotOfEquality;
extern const Rule kOrOfEqualities;
extern const Rule kNeedlessElemMatch;
extern const Rule kPaddedRegex;
extern const Rule kPlainRegex;
extern const Rule kLiteralOperators;
extern const Rule kSplitArrayBounds;
extern const Rule kNegationIncludesMissing;
extern const Rule kWholeObjectEquality;
extern const Rule kAliasOperator;
extern const Rule kNullIncludesMissing;
extern const Rule kDateOnlyUpperBound;
extern const Rule kDateEqualsMidnight;
extern const Rule kDateWithoutZone;
extern const Rule kNumberInQuotes;
extern const Rule kOrderOfEnumValues;
extern const Rule kUnanchoredIdRegex;
extern const Rule kUnescapedDot;
extern const Rule kCaseIgnoredNeedlessly;
extern const Rule kFloatEquality;
extern const Rule kExistsNotBoolean;
extern const Rule kSizesOneByOne;
extern const Rule kOptionWithoutEffect;
extern const Rule kOperatorWithoutDollar;
extern const Rule kDottedKeyInLiteral;
extern const Rule kEpochSeconds;
extern const Rule kHoursForDays;
extern const Rule kWholeArrayEquality;
extern const Rule kNegationOverArray;
extern const Rule kOrderOfConstants;
extern const Rule kValueOutsidePattern;
extern const Rule kSurroundingBlanks;
extern const Rule kObjectIdInQuotes;
extern const Rule kWordInQuotes;
extern const Rule kPlaceholderInLiteral;
extern const Rule kRegexWithoutIndex;
extern const Rule kDeprecatedField;
extern const Rule kLongList;
extern const Rule kDeepNesting;
extern const Rule kNegatedIndex;
extern const Rule kNoIndex;
extern const Rule kAliasOfField;
extern const Rule kDeprecatedType;
extern const Rule kFractionInMod;
extern const Rule kArrayPosition;
extern const Rule kRegexOverLongText;
extern const Rule kUnusedSuppression;

}  // namespace tamis::linting
