// The predicate, once for each form of document.
#include <tamis/predicate.h>
#include <nlohmann/json.hpp>

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

// `Form` says which form of the documents to take.
template <class Form>
class PredicateEngine : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const RunContext& context) override {
    const auto* forms = Form::of(documents);
    if (forms == nullptr) return Skipped{std::string("a document has no form as ") + Form::kName};
    predicate::Matcher matcher(predicate::compile(condition));
    const predicate::Context at{context.now_ms, context.time_zone};
    return matched(*forms, [&](const auto& document) { return Form::ask(matcher, document, at); });
  }
};

struct JsonTree {
  static constexpr const char* kName = "a JSON tree";
  static const auto* of(const Documents& documents) { return documents.json(); }
  static bool ask(predicate::Matcher& matcher, const nlohmann::ordered_json& document,
                  const predicate::Context& context) {
    return matcher.matches(document, context);
  }
};

}  // namespace

std::unique_ptr<Engine> make_predicate_json() {
  return std::make_unique<PredicateEngine<JsonTree>>();
}

}  // namespace tamis::engines
