#include "backends/predicate/set/postings.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace tamis::predicate::set {
namespace {

// One in so many rules is worth a bit for each; and the list again, when they have become as few.
constexpr std::size_t kMany = 128;
constexpr std::size_t kFew = 512;

}  // namespace

void Postings::insert(std::uint32_t rule, std::size_t all) {
  const std::size_t count = count_ + std::size_t{1};
  if (count == 1) {
    rules_ = rule;
  } else {
    if (const auto* only = std::get_if<std::uint32_t>(&rules_)) rules_ = List{*only};
    if (std::holds_alternative<List>(rules_) && count * kMany > all) make_bits();
    if (std::holds_alternative<Bits>(rules_) && count * kFew < all) make_list();
    if (auto* bits = std::get_if<Bits>(&rules_))
      insert_bit(*bits, rule);
    else
      std::get<List>(rules_).push_back(rule);
  }
  ++count_;
}

void Postings::erase(std::uint32_t rule) noexcept {
  if (--count_ == 0) {
    rules_ = std::uint32_t{0};
  } else if (auto* bits = std::get_if<Bits>(&rules_)) {
    erase_bit(*bits, rule);
  } else {
    auto& list = std::get<List>(rules_);
    *std::find(list.begin(), list.end(), rule) = list.back();
    list.pop_back();
  }
}

void Postings::erase_all(const Bits& rules) noexcept {
  if (auto* bits = std::get_if<Bits>(&rules_)) {
    take_out(*bits, rules);
    count_ = count_of(*bits);
  } else if (auto* list = std::get_if<List>(&rules_)) {
    std::erase_if(*list, [&](std::uint32_t rule) { return bit(rules, rule); });
    count_ = static_cast<std::uint32_t>(list->size());
  } else if (count_ == 1 && bit(rules, std::get<std::uint32_t>(rules_))) {
    count_ = 0;
  }
  if (count_ == 0) rules_ = std::uint32_t{0};
}

void Postings::make_bits() {
  Bits bits;
  for (const std::uint32_t rule : std::get<List>(rules_)) insert_bit(bits, rule);
  rules_ = std::move(bits);
}

void Postings::make_list() {
  const auto& bits = std::get<Bits>(rules_);
  List list;
  for (std::size_t i = 0; i < bits.size(); ++i)
    for (std::uint64_t word = bits[i]; word != 0; word &= word - 1)
      list.push_back(static_cast<std::uint32_t>(i * 64) +
                     static_cast<std::uint32_t>(std::countr_zero(word)));
  rules_ = std::move(list);
}

}  // namespace tamis::predicate::set
