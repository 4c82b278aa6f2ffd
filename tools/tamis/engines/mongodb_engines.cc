// The MongoDB filter, read again by our own front end and evaluated by the reference.
#include <tamis/extended_json.h>
#include <tamis/mongodb.h>

#include <stdexcept>

#include "backends/reference/reference.h"
#include "tools/tamis/engines/adapters.h"
#include "tools/tamis/engines/stored.h"

namespace tamis::engines {
namespace {

// What a driver would send.
void check_bytes(const mongodb::MongoFilter& filter) {
  const Result<Value> back = parse_bson(std::as_bytes(std::span(filter.bson)));
  if (!back || !identical(*back, filter.filter))
    throw std::logic_error("the bytes of a filter are another filter");
}

class RereadEngine : public Engine {
 public:
  explicit RereadEngine(bool verbatim) : verbatim_(verbatim) {}

  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    const Context at{context.now_ms, zone_of(condition, context)};
    const Result<mongodb::MongoFilter> filter =
        mongodb::emit(condition, {.now = at, .verbatim = verbatim_});
    if (!filter) return Rejected{error_codes(filter.diagnostics())};
    check_bytes(*filter);
    const Result<Condition> again = compile(Source("filter", filter->text(ExtendedJson::Canonical)),
                                            {.spelling = Spelling::MongoDb,
                                             .regex = condition.options().regex,
                                             .limits = condition.options().limits});
    if (!again) return Rejected{error_codes(again.diagnostics())};
    const auto ask = [&](const Value& document) {
      return reference::matches(again->checked(), document, {});
    };
    const auto& schema = condition.schema();
    return schema ? matched(as_stored(documents.values(), *schema), ask)
                  : matched(documents.values(), ask);
  }

 private:
  bool verbatim_;
};

}  // namespace

std::unique_ptr<Engine> make_mongodb_reread() {
  return std::make_unique<RereadEngine>(false);
}

std::unique_ptr<Engine> make_mongodb_verbatim() {
  return std::make_unique<RereadEngine>(true);
}

}  // namespace tamis::engines
