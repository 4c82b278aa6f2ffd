// A condition and documents: all engines agree, with the pipeline disturbed too.
//
// Bytes that begin with `{` are text, a condition in the first line and a document in each further
// one; any other bytes drive the generator of wild trials.
#include <tamis/extended_json.h>

#include "fuzz/check.h"
#include "tests/support/equivalence/checker.h"
#include "tests/support/equivalence/hunt.h"
#include "tests/support/equivalence/wild.h"
#include "tests/support/lines.h"

using namespace tamis;

namespace {

// Lines that are no objects are left out.
std::optional<equivalence::Trial> trial_of(std::string_view text) {
  equivalence::Trial trial;
  for (const std::string_view line : lines_of(text)) {
    const Result<Value> value = parse_extended_json(Source("line", std::string(line)));
    if (!value || !value->is(BsonType::Object)) {
      if (trial.condition.is(BsonType::Null)) return std::nullopt;
    } else if (trial.condition.is(BsonType::Null)) {
      trial.condition = *value;
    } else {
      trial.documents.push_back(*value);
    }
  }
  return trial;
}

std::optional<equivalence::Trial> trial_of(const std::uint8_t* data, std::size_t size) {
  if (size > 0 && data[0] == '{') return trial_of(fuzz::text_of(data, size));
  equivalence::Choices choices(std::span(data, size));
  return equivalence::wild_trial(choices, {.documents = 4});
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static equivalence::Checker checker;
  const std::optional<equivalence::Trial> trial = trial_of(data, size);
  if (!trial) return 0;
  if (const std::optional<equivalence::Find> find = checker.check(*trial))
    fuzz::require(false, describe(made_small(*trial, *find), "fuzz_backends"));
  return 0;
}
