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

}  // namespace

[[gnu::noinline]] void Matcher::Scratch::prepare(const Program& program, const Context& context,
                                                 FieldNames::Data& names) {
  const Program::Data& data = program.data();
  prepared = nullptr;
  slots.fit(data.code, names);
  bindings.bind(data.code, context, data.time_zone);
  asking.names = &names;
  prepared = data.code.relative_dates.empty() ? &names : nullptr;
}

bool Matcher::matches(const Document& document, const Context& context) {
  Scratch& scratch = *scratch_;
  if (&document.names() != scratch.prepared) scratch.prepare(program_, context, document.names());
  scratch.slots.fetch_behind(document);
  scratch.asking.root_members = scratch.slots.places().learn(document.root_shape());
  return scratch.slots.steps()->holds(scratch.asking, *document.root());
}

void Matcher::find(std::span<const Document> documents, std::vector<std::size_t>& found,
                   const Context& context) {
  const Program::Data& data = program_.data();
  Scratch& scratch = *scratch_;
  scratch.bindings.bind(data.code, context, data.time_zone);
  scratch.prepared = nullptr;
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
