// Any bytes as a condition: what is emitted for MongoDB selects the same documents, and is emitted
// again byte for byte when it is read, in every form of its text.
#include <tamis/compile.h>
#include <tamis/extended_json.h>
#include <tamis/mongodb.h>

#include "backends/reference/reference.h"
#include "fuzz/check.h"
#include "fuzz/documents.h"

using namespace tamis;

namespace {

void require_same_verdicts(const Condition& condition, const Condition& other,
                           const std::string& text) {
  for (const Value& document : fuzz::documents())
    fuzz::require(reference::matches(condition.checked(), document, {}) ==
                      reference::matches(other.checked(), document, {}),
                  "the verdict is kept: " + text);
}

void require_stable(const Condition& condition, const mongodb::EmitOptions& options) {
  const Result<mongodb::MongoFilter> filter = mongodb::emit(condition, options);
  fuzz::require_well_formed(filter.diagnostics());
  if (!filter) return;
  for (const ExtendedJson form :
       {ExtendedJson::Canonical, ExtendedJson::Shell, ExtendedJson::Relaxed}) {
    const std::string text = filter->text(form);
    const Result<Condition> again = compile(Source("filter", text));
    fuzz::require(again.ok(), "a filter compiles: " + text);
    const Result<mongodb::MongoFilter> twice = mongodb::emit(*again, options);
    fuzz::require(twice.ok(), "a filter is emitted again: " + text);
    fuzz::require(twice->text(form) == text, text + " becomes " + twice->text(form));
    // Relaxed text does not tell a small long from an int.
    fuzz::require(form == ExtendedJson::Relaxed || twice->bson == filter->bson,
                  "the bytes are kept: " + text);
    require_same_verdicts(condition, *again, text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Result<Condition> condition =
      compile(Source("input", std::string(fuzz::text_of(data, size))));
  if (!condition) return 0;
  require_stable(*condition, {});
  require_stable(*condition, {.verbatim = true});
  return 0;
}
