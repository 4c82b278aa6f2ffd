// Takes in the rules that atoms find which hold, by number or as bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "backends/predicate/set/bits.h"

namespace tamis::predicate::set {

// To know them later.
struct Gathering {
  Bits& found;  // with words for all rules

  void take(const Bits& rules) { put_in(found, rules); }
  void take(std::span<const std::uint32_t> rules) {
    for (const std::uint32_t rule : rules) set_bit(found, rule);
  }
};

// To have them no more.
struct Removal {
  Bits& candidates;  // with words for all rules

  void take(const Bits& rules) { take_out(candidates, rules); }
  void take(std::span<const std::uint32_t> rules) {
    for (const std::uint32_t rule : rules) table::clear_bit(candidates.data(), rule);
  }
};

// To narrow the candidates to these, of the rules that are on one axis.
class Sieve {
 public:
  void take(const Bits& rules) {
    if (rules.empty()) return;
    if (bits_ == nullptr) {
      bits_ = &rules;
      return;
    }
    if (bits_ != &several_) {
      several_ = *bits_;
      bits_ = &several_;
    }
    if (several_.size() < rules.size()) several_.resize(rules.size());
    put_in(several_, rules);
  }
  void take(std::span<const std::uint32_t> rules) {
    lists_.push_back(rules);
    listed_ += rules.size();
  }

  // Forgets them.
  void narrow(Bits& candidates, const Bits& on_axis) {
    if (kept_.size() < listed_) kept_.resize(listed_);
    std::uint32_t* end = kept_.data();
    for (const std::span<const std::uint32_t> rules : lists_)
      for (const std::uint32_t rule : rules) {
        *end = rule;
        end += static_cast<std::ptrdiff_t>(bit(candidates, rule));
      }
    set::narrow(candidates, on_axis, bits_ == nullptr ? kNone : *bits_);
    for (const std::uint32_t* rule = kept_.data(); rule != end; ++rule) set_bit(candidates, *rule);
    bits_ = nullptr;
    lists_.clear();
    listed_ = 0;
  }

 private:
  inline static const Bits kNone;

  const Bits* bits_ = nullptr;  // of all that came as bits
  Bits several_;
  std::vector<std::span<const std::uint32_t>> lists_;
  std::size_t listed_ = 0;           // rules in them
  std::vector<std::uint32_t> kept_;  // of them, those that are candidates
};

}  // namespace tamis::predicate::set
