#include <algorithm>

#include "backends/predicate/document/batch_evaluator.h"
#include "backends/predicate/matcher.h"

namespace tamis::predicate {
namespace {

std::span<const Document> first_of(std::span<const Document> documents) {
  return documents.first(std::min(documents.size(), kMostPlaces));
}

// As many of the first as can be asked together.
std::span<const Document> batch_of(std::span<const Document> documents) {
  const FieldNames::Data* const names = &documents.front().names();
  const auto first = first_of(documents);
  const auto other =
      std::ranges::find_if(first, [&](const Document& each) { return &each.names() != names; });
  return first.first(static_cast<std::size_t>(other - first.begin()));
}

// The processor itself looks ahead as far as a page, which is what is asked together.
void prefetch_handles(std::span<const Document> documents) {
  constexpr std::size_t kInLine = kCacheLine / sizeof(Document);
  for (std::size_t i = 0; i < documents.size(); i += kInLine) prefetch(&documents[i]);
}

void prefetch_after(const Document& document, ReadAhead& documents) {
  const std::size_t size = document.slots() * sizeof(Slot);
  if (!documents.goes_on(document.root(), size)) return;
  const char* const ahead = reinterpret_cast<const char*>(document.root()) + ReadAhead::kAhead;
  constexpr std::size_t kAtOnce = 4 * kCacheLine;  // of the last some are the next document's
  for (std::size_t at = 0; at < size; at += kAtOnce)
    for (std::size_t line = 0; line < kAtOnce; line += kCacheLine) prefetch(ahead + at + line);
}

}  // namespace

bool Matcher::matches(const Document& document, const Context& context) {
  const Program::Data& data = program_.data();
  Scratch& scratch = *scratch_;
  scratch.slots.fit(data.code, document.names());
  if (scratch.slots.look_at_values()) prefetch_after(document, scratch.documents);
  scratch.bindings.bind(data.code, context, data.time_zone);
  const bool is_indexed = document.root_shape() != kNoShape;
  const SlotAsking asking{data.code, scratch.slots, scratch.bindings, &document.names(),
                          is_indexed ? &document : nullptr};
  return scratch.slots.steps()->holds(asking, *document.root());
}

void Matcher::find(std::span<const Document> documents, std::vector<std::size_t>& found,
                   const Context& context) {
  const Program::Data& data = program_.data();
  Scratch& scratch = *scratch_;
  scratch.bindings.bind(data.code, context, data.time_zone);
  BatchEvaluator evaluator(data.code, scratch.slots, scratch.bindings);
  found.clear();
  for (std::size_t begin = 0; begin < documents.size();) {
    const std::span<const Document> batch = batch_of(documents.subspan(begin));
    const std::span<const Document> next = documents.subspan(begin + batch.size());
    scratch.slots.fit(data.code, batch.front().names());
    prefetch_handles(first_of(next.subspan(first_of(next).size())));
    each_of(evaluator.matches(batch, first_of(next)),
            [&](std::size_t i) { found.push_back(begin + i); });
    begin += batch.size();
  }
}

}  // namespace tamis::predicate
