#include "backends/predicate/text/prefilter.h"

#include <algorithm>
#include <cstring>

#include "backends/predicate/text/necessary.h"

namespace tamis::predicate {

Prefilter::Prefilter(const Code& code) {
  for (const std::string& text : necessary_strings(code)) {
    if (needed_.size() == kMost) return;
    needed_.push_back({TextFinder(text)});
  }
}

bool Prefilter::rules_out(std::string_view json) {
  if (needed_.empty()) return false;
  if (asked_ == kSample) choose();
  const bool lacks =
      asked_ < kSample ? lacks_any(json) : chosen_ && !needed_[*chosen_].finder.found(json);
  asked_ = (asked_ + 1) % kPeriod;
  return lacks && std::memchr(json.data(), '\\', json.size()) == nullptr;
}

bool Prefilter::lacks_any(std::string_view json) {
  bool lacks = false;
  for (Needed& needed : needed_) {
    const bool found = needed.finder.found(json);
    needed.found += found ? 1 : 0;
    lacks = lacks || !found;
  }
  return lacks;
}

void Prefilter::choose() {
  const auto rarest = std::ranges::min_element(needed_, {}, &Needed::found);
  chosen_.reset();
  if (rarest->found <= kSample * 3 / 4)
    chosen_ = static_cast<std::size_t>(rarest - needed_.begin());
  for (Needed& needed : needed_) needed.found = 0;
}

}  // namespace tamis::predicate
