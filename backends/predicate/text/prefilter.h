// Tells by its bytes alone that a document cannot match, before it is parsed.
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "backends/predicate/code.h"
#include "compiler/values/text_finder.h"

namespace tamis::predicate {

// Of the strings that a condition needs one is sought: that which the fewest of some documents had,
// and none if most of them had it. Others are taken for such a sample from time to time.
class Prefilter {
 public:
  explicit Prefilter(const Code& code);

  // `json` is one document, and is trusted to be well formed.
  bool rules_out(std::string_view json);

 private:
  static constexpr std::size_t kMost = 4;
  static constexpr std::size_t kSample = 64;    // documents
  static constexpr std::size_t kPeriod = 4096;  // documents from one sample to the next

  struct Needed {
    TextFinder finder;
    std::size_t found = 0;  // in how many of the sample
  };

  bool lacks_any(std::string_view json);
  void choose();

  std::vector<Needed> needed_;
  std::size_t asked_ = 0;              // documents of this period
  std::optional<std::size_t> chosen_;  // of needed_
};

}  // namespace tamis::predicate
