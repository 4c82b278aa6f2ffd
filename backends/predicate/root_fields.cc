#include "backends/predicate/root_fields.h"

#include <algorithm>

namespace tamis::predicate {
namespace {

// More names than these are searched by their order.
constexpr std::size_t kFewNames = 16;

}  // namespace

RootFields::RootFields(const std::vector<std::string_view>& names) : values_(names.size()) {
  slots_.fill(kEnd);
  for (std::size_t i = 0; i < names.size(); ++i) names_.push_back({names[i], i});
  std::sort(names_.begin(), names_.end(), before);
  if (!are_few()) return;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    std::uint8_t& slot = slots_[slot_of(names_[i].text)];
    names_[i].next = slot;
    slot = static_cast<std::uint8_t>(i);
  }
}

bool RootFields::before(const Name& a, const Name& b) {
  return a.text < b.text;
}

bool RootFields::are_few() const {
  return names_.size() <= kFewNames;
}

std::size_t RootFields::slot_of(std::string_view text) {
  constexpr std::size_t kSpread = 37;
  return text.empty() ? 0 : (static_cast<unsigned char>(text[0]) + kSpread * text.size()) % kSlots;
}

void RootFields::find(const TextScan& scan) {
  std::fill(values_.begin(), values_.end(), kNowhere);
  std::size_t missing = names_.size();
  for (const TextScan::Token token : scan.root_names()) {
    if (missing == 0) return;
    const std::string_view text = scan.string(token);
    const Name* const name = are_few() ? by_slot(text) : by_order(text);
    if (name == nullptr || values_[name->number] != kNowhere) continue;
    values_[name->number] = token + 2;
    --missing;
  }
}

inline const RootFields::Name* RootFields::by_slot(std::string_view text) const {
  for (std::uint8_t at = slots_[slot_of(text)]; at != kEnd; at = names_[at].next)
    if (names_[at].text == text) return &names_[at];
  return nullptr;
}

const RootFields::Name* RootFields::by_order(std::string_view text) const {
  const auto found = std::lower_bound(names_.begin(), names_.end(), Name{text}, before);
  return found != names_.end() && found->text == text ? &*found : nullptr;
}

}  // namespace tamis::predicate
