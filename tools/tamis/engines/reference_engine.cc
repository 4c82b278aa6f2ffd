#include "backends/reference/reference.h"

#include "tools/tamis/engines/adapters.h"

namespace tamis::engines {
namespace {

class ReferenceEngine : public Engine {
 public:
  Outcome run(const Condition& condition, const Documents& documents,
              const Context& context) override {
    const Context at{context.now_ms, zone_of(condition, context)};
    return matched(documents.values(), [&](const Value& document) {
      return reference::matches(condition.checked(), document, at);
    });
  }
};

}  // namespace

std::unique_ptr<Engine> make_reference() {
  return std::make_unique<ReferenceEngine>();
}

}  // namespace tamis::engines
