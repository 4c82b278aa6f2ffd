#include "backends/predicate/root_fields.h"

#include <algorithm>

namespace tamis::predicate {
namespace {

constexpr char kQuote = '"';  // behind a name's last byte

}  // namespace

RootFields::RootFields(const std::vector<std::string_view>& names)
    : values_(std::max(names.size(), kFew)) {
  for (std::size_t i = 0; i < names.size(); ++i) names_.push_back({names[i], i});
  std::sort(names_.begin(), names_.end(), before);
  // What is behind the quote of an empty name may be a colon or blanks.
  const bool has_empty = !names_.empty() && names_.front().text.empty();
  has_slots_ = names_.size() <= kFew && !has_empty;
  slots_.fill(has_slots_ ? kEnd : 0);
  if (!has_slots_) return;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::string_view text = names_[i].text;
    std::uint8_t& slot = slots_[slot_of(text[0], text.size() > 1 ? text[1] : kQuote)];
    names_[i].next = slot;
    slot = static_cast<std::uint8_t>(i);
  }
}

void RootFields::meet(std::string_view name, Token value) {
  const Name* const wanted = has_slots_ ? by_slot(name) : by_order(name);
  if (wanted != nullptr && values_[wanted->number] == kNowhere) values_[wanted->number] = value;
}

// It is followed by a quote.
const RootFields::Name* RootFields::by_slot(std::string_view text) const {
  std::uint8_t at = slots_[slot_of(text.data()[0], text.data()[1])];
  while (at != kEnd && names_[at].text != text) at = names_[at].next;
  return at == kEnd ? nullptr : &names_[at];
}

const RootFields::Name* RootFields::by_order(std::string_view text) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), Name{text}, before);
  return found != names_.end() && found->text == text ? &*found : nullptr;
}

}  // namespace tamis::predicate
