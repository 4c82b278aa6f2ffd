#include "backends/predicate/document/prefetch.h"
#include "backends/predicate/document/slot_evaluator.h"
#include "backends/predicate/matcher.h"

namespace tamis::predicate {

bool Matcher::matches(const Document& document, const Context& context) {
  const Program::Data& data = program_.data();
  Scratch& scratch = *scratch_;
  scratch.slots.fit(data.code, document.names());
  scratch.bindings.bind(data.code, context, data.time_zone);
  return SlotEvaluator(data.code, scratch.slots, scratch.bindings).matches(document);
}

void Matcher::find(std::span<const Document> documents, std::vector<std::size_t>& found,
                   const Context& context) {
  const Program::Data& data = program_.data();
  Scratch& scratch = *scratch_;
  scratch.bindings.bind(data.code, context, data.time_zone);
  SlotEvaluator evaluator(data.code, scratch.slots, scratch.bindings);
  found.clear();
  for (std::size_t i = 0; i < documents.size(); ++i) {
    scratch.slots.fit(data.code, documents[i].names());
    prefetch_ahead(documents, i, scratch.slots);
    if (evaluator.matches(documents[i])) found.push_back(i);
  }
}

}  // namespace tamis::predicate
