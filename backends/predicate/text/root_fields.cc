#include "backends/predicate/text/root_fields.h"

#include <algorithm>

#include "compiler/values/same_bytes.h"

namespace tamis::predicate {
namespace {

constexpr char kQuote = '"';  // behind a name's last byte

}  // namespace

RootFields::RootFields(const Code& code) {
  for (const Key& key : code.keys)
    if (key.root >= 0) names_.push_back({key.name});
  std::ranges::sort(names_, {}, &Name::text);
  const auto repeated = std::ranges::unique(names_, {}, &Name::text);
  names_.erase(repeated.begin(), repeated.end());
  for (std::size_t i = 0; i < names_.size(); ++i) names_[i].number = i;
  for (const Key& key : code.keys)
    if (key.root >= 0) places_.push_back(by_order(key.name)->number);
  values_.resize(std::max(names_.size(), kFew));
  // What is behind the quote of an empty name may be a colon or blanks.
  const bool has_empty = !names_.empty() && names_.front().text.empty();
  has_slots_ = names_.size() <= kFew && !has_empty;
  slots_.fill(has_slots_ ? kEnd : 0);
  if (has_slots_) chain();
}

void RootFields::chain() {
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const std::string_view text = names_[i].text;
    const char two[] = {text[0], text.size() > 1 ? text[1] : kQuote};
    std::uint8_t& slot = slots_[slot_of(two)];
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
  std::uint8_t at = slots_[slot_of(text.data())];
  while (at != kEnd && !same_text(names_[at].text, text)) at = names_[at].next;
  return at == kEnd ? nullptr : &names_[at];
}

const RootFields::Name* RootFields::by_order(std::string_view text) const {
  const auto found = std::ranges::lower_bound(names_, text, {}, &Name::text);
  return found != names_.end() && found->text == text ? &*found : nullptr;
}

}  // namespace tamis::predicate
