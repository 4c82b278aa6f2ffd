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
  ++count_;
  if (bits_.empty() && count_ * kMany > all) make_bits();
  if (!bits_.empty() && count_ * kFew < all) make_list();
  if (bits_.empty())
    list_.push_back(rule);
  else
    insert_bit(bits_, rule);
}

void Postings::erase(std::uint32_t rule) {
  if (bits_.empty()) {
    *std::find(list_.begin(), list_.end(), rule) = list_.back();
    list_.pop_back();
  } else {
    erase_bit(bits_, rule);
  }
  if (--count_ == 0) *this = {};
}

void Postings::make_bits() {
  for (const std::uint32_t rule : list_) insert_bit(bits_, rule);
  list_ = {};
}

void Postings::make_list() {
  for (std::size_t i = 0; i < bits_.size(); ++i)
    for (std::uint64_t word = bits_[i]; word != 0; word &= word - 1)
      list_.push_back(static_cast<std::uint32_t>(i * 64) +
                      static_cast<std::uint32_t>(std::countr_zero(word)));
  bits_ = {};
}

}  // namespace tamis::predicate::set
