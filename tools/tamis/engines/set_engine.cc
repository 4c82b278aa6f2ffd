// A set that is asked of one document after another, in all forms.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "tools/tamis/engines/adapters.h"
#include "tools/tamis/engines/crowded_set.h"

namespace tamis::engines {
namespace {

using Id = CrowdedSet::Id;

class SetEngine final : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    crowded_.put(condition);
    predicate::SetMatcher matcher(crowded_.set());
    Matched result;
    for (std::size_t i = 0; i < documents.size(); ++i)
      if (verdict(matcher, documents, i, context))
        result.ids.push_back(static_cast<std::uint32_t>(i));
    return result;
  }

 private:
  bool verdict(predicate::SetMatcher& matcher, const Documents& documents, std::size_t i,
               const Context& context) {
    const std::vector<Id> ids = sorted(matcher.match(documents.values()[i], context));
    require_other_form(matcher, documents, i, context, ids);
    return crowded_.verdict(ids);
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

  CrowdedSet crowded_;
  predicate::DocumentBuilder builder_{predicate::FieldNames()};
};

}  // namespace

std::unique_ptr<Engine> make_predicate_set() {
  return std::make_unique<SetEngine>();
}

}  // namespace tamis::engines
