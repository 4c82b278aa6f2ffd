#include "tools/tamis/engines/crowded_set.h"

#include <tamis/compile.h>

#include <algorithm>

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

using Id = CrowdedSet::Id;

constexpr Id kTheCondition = 0;
constexpr Id kNegation = 1;
constexpr Id kEither = 2;
constexpr Id kBoth = 3;
constexpr Id kAgain = 4;
constexpr Id kFirstNeighbour = 5;
constexpr std::size_t kNeighbours = 8;

}  // namespace

void CrowdedSet::put(const Condition& condition) {
  put(kAgain, condition);
  put(kTheCondition, condition);
  negated_ = put_negation(condition);
  put(kFirstNeighbour + next_neighbour_++ % kNeighbours, condition);
}

void CrowdedSet::put(Id id, const Condition& condition) {
  if (!set_.replace(id, condition)) set_.add(id, condition);
}

// False where the negation is beyond the limits of a condition.
bool CrowdedSet::put_negation(const Condition& condition) {
  set_.remove(kNegation);
  set_.remove(kEither);
  set_.remove(kBoth);
  CompileOptions options = condition.options();
  options.spelling = Spelling::MongoDb;
  options.allowed_operators.clear();
  const Source text("negation", R"({"$nor": [)" + condition.canonical_text() + "]}");
  const auto negation = compile(text, options);
  if (!negation) return false;
  put(kNegation, *negation);
  const Source either("either", R"({"$or": [)" + condition.canonical_text() + ", " +
                                    negation->canonical_text() + "]}");
  const Source both("both", R"({"$and": [)" + condition.canonical_text() + ", " +
                                negation->canonical_text() + "]}");
  if (const auto compiled = compile(either, options)) put(kEither, *compiled);
  if (const auto compiled = compile(both, options)) put(kBoth, *compiled);
  return true;
}

bool CrowdedSet::verdict(const std::vector<Id>& ids) const {
  const auto holds = [&](Id id) { return std::binary_search(ids.begin(), ids.end(), id); };
  const bool matched = holds(kTheCondition);
  require(matched == holds(kAgain), "two copies of a condition differ");
  require(!negated_ || holds(kNegation) != matched, "a condition and its negation agree");
  require(holds(kEither) == set_.contains(kEither), "neither a condition nor its negation");
  require(!holds(kBoth), "both a condition and its negation");
  require(std::adjacent_find(ids.begin(), ids.end()) == ids.end(), "an id comes twice");
  return matched;
}

}  // namespace tamis::engines
