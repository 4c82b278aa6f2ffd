// Any bytes as a condition with comments: formatted it keeps its meaning and its comments, and
// formatted again it stays the same.
#include "fuzz/check.h"
#include "tests/support/formatting.h"

using namespace tamis;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using Form = cli::Layout::Form;
  const Result<Condition> condition =
      compile(Source("input", std::string(fuzz::text_of(data, size))));
  if (!condition) return 0;
  for (const cli::Layout& layout :
       {cli::Layout{}, cli::Layout{Form::Shell}, cli::Layout{Form::Canonical, 20}}) {
    const auto fault = formatting_fault(*condition, layout);
    fuzz::require(!fault, fault.value_or(""));
  }
  return 0;
}
