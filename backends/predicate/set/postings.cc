#include "backends/predicate/set/postings.h"

#include <algorithm>
#include <bit>

namespace tamis::predicate::set {
namespace {

// One in so many rules is worth a bit for each; and the list again, when they have become as few.
constexpr std::size_t kMany = 128;
constexpr std::size_t kFew = 512;

}  // namespace

void Postings::insert(std::uint32_t rule, std::size_t all) {
  if (++count_ == 1) {
    only_ = rule;
    return;
  }
  if (!many_) many_ = std::make_unique<Many>(Many{{only_}, {}});
  Many& many = *many_;
  if (many.bits.empty() && count_ * kMany > all) many.make_bits();
  if (!many.bits.empty() && count_ * kFew < all) many.make_list();
  if (many.bits.empty())
    many.list.push_back(rule);
  else
    insert_bit(many.bits, rule);
}

void Postings::erase(std::uint32_t rule) {
  if (--count_ == 0) {
    many_.reset();
  } else if (many_->bits.empty()) {
    std::vector<std::uint32_t>& list = many_->list;
    *std::find(list.begin(), list.end(), rule) = list.back();
    list.pop_back();
  } else {
    erase_bit(many_->bits, rule);
  }
}

void Postings::Many::make_bits() {
  for (const std::uint32_t rule : list) insert_bit(bits, rule);
  list = {};
}

void Postings::Many::make_list() {
  for (std::size_t i = 0; i < bits.size(); ++i)
    for (std::uint64_t word = bits[i]; word != 0; word &= word - 1)
      list.push_back(static_cast<std::uint32_t>(i * 64) +
                     static_cast<std::uint32_t>(std::countr_zero(word)));
  bits = {};
}

}  // namespace tamis::predicate::set
