// A set of conditions that holds the condition among others: its negation, both together, and
// those that the engine was asked of before, under which an answer must not change.
#include <tamis/compile.h>
#include <tamis/condition_set.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

using Id = predicate::ConditionSet::Id;

constexpr Id kTheCondition = 0;
constexpr Id kNegation = 1;
constexpr Id kEither = 2;
constexpr Id kBoth = 3;
constexpr Id kAgain = 4;
constexpr Id kFirstNeighbour = 5;
constexpr std::size_t kNeighbours = 8;

class SetEngine final : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    put(kAgain, condition);
    put(kTheCondition, condition);
    const bool negated = put_negation(condition);
    Matched result;
    predicate::SetMatcher matcher(set_);
    for (std::size_t i = 0; i < documents.size(); ++i)
      if (verdict(matcher, documents, i, context, negated))
        result.ids.push_back(static_cast<std::uint32_t>(i));
    add_neighbour(condition);
    return result;
  }

 private:
  void put(Id id, const Condition& condition) {
    if (!set_.replace(id, condition)) set_.add(id, condition);
  }

  // False where the negation is beyond the limits of a condition.
  bool put_negation(const Condition& condition) {
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

  void add_neighbour(const Condition& condition) {
    const Id id = kFirstNeighbour + next_neighbour_++ % kNeighbours;
    put(id, condition);
  }

  bool verdict(predicate::SetMatcher& matcher, const Documents& documents, std::size_t i,
               const Context& context, bool negated) {
    const std::vector<Id> ids = sorted(matcher.match(documents.values()[i], context));
    const auto holds = [&](Id id) { return std::binary_search(ids.begin(), ids.end(), id); };
    const bool matched = holds(kTheCondition);
    require(matched == holds(kAgain), "two copies of a condition differ");
    require(!negated || holds(kNegation) != matched, "a condition and its negation agree");
    require(holds(kEither) == set_.contains(kEither), "neither a condition nor its negation");
    require(!holds(kBoth), "both a condition and its negation");
    require(std::adjacent_find(ids.begin(), ids.end()) == ids.end(), "an id comes twice");
    require_other_form(matcher, documents, i, context, ids);
    return matched;
  }

  // One other form of each document, in turn, and a Document.
  void require_other_form(predicate::SetMatcher& matcher, const Documents& documents, std::size_t i,
                          const Context& context, const std::vector<Id>& expected) {
    if (i % 3 == 0 && documents.bson() != nullptr)
      require(bytes_ids(matcher.match_bson(std::as_bytes(std::span((*documents.bson())[i])),
                                           context)) == expected,
              "BSON gives other ids than the value");
    if (i % 3 == 1 && documents.text() != nullptr)
      require(bytes_ids(matcher.match_text((*documents.text())[i], context)) == expected,
              "text gives other ids than the value");
    if (i % 3 == 2 && documents.json() != nullptr)
      require(sorted(matcher.match((*documents.json())[i], context)) == expected,
              "a JSON tree gives other ids than the value");
    require(sorted(matcher.match(builder_.build(documents.values()[i]), context)) == expected,
            "a Document gives other ids than the value");
  }

  static std::vector<Id> bytes_ids(const predicate::SetVerdict& verdict) {
    require(verdict.ok(), "a document cannot be read");
    return sorted(verdict.ids());
  }

  static std::vector<Id> sorted(std::span<const Id> ids) {
    std::vector<Id> result(ids.begin(), ids.end());
    std::sort(result.begin(), result.end());
    return result;
  }

  static void require(bool holds, const char* what) {
    if (!holds) throw std::logic_error(what);
  }

  predicate::ConditionSet set_;
  predicate::DocumentBuilder builder_{predicate::FieldNames()};
  std::size_t next_neighbour_ = 0;
};

}  // namespace

std::unique_ptr<Engine> make_predicate_set() {
  return std::make_unique<SetEngine>();
}

}  // namespace tamis::engines
