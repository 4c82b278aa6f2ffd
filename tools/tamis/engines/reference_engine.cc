#include <algorithm>

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

std::vector<std::uint32_t> owed(const std::vector<std::uint32_t>& expected, const Matched& matched,
                                const Condition& condition, const Documents& documents,
                                const Context& context) {
  if (matched.held == nullptr) return expected;
  const Context at{context.now_ms, zone_of(condition, context)};
  std::vector<std::uint32_t> ids;
  for (std::uint32_t i = 0; i < documents.size(); ++i) {
    const Value& held = matched.held->values()[i];
    const bool matches = identical(held, documents.values()[i])
                             ? std::binary_search(expected.begin(), expected.end(), i)
                             : reference::matches(condition.checked(), held, at);
    if (matches) ids.push_back(i);
  }
  return ids;
}

std::unique_ptr<Engine> make_reference() {
  return std::make_unique<ReferenceEngine>();
}

}  // namespace tamis::engines
