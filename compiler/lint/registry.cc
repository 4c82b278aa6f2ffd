// Every rule, by name: a static library would drop objects that register themselves.
#include "compiler/lint/rules.h"

namespace tamis::linting {

std::span<const Rule> registry() {
  static const Rule kRules[] = {
      kContradictoryBounds, kNullOnRequired,     kExistsOnRequired,        kInOfOne,
      kBranchOfOne,         kDuplicateListValue, kDoubleNegation,          kRegexEquality,
      kLiteralOperators,    kSplitArrayBounds,   kNegationIncludesMissing, kWholeObjectEquality,
      kAliasOperator,       kRegexWithoutIndex,  kDeprecatedField,
  };
  return kRules;
}

}  // namespace tamis::linting
