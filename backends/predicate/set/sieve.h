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
    for (const std::uint32_t rule : rules) erase_bit(candidates, rule);
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
    rules_.insert(rules_.end(), rules.begin(), rules.end());
  }

  // Forgets them.
  void narrow(Bits& candidates, const Bits& on_axis) {
    std::size_t kept = 0;
    for (const std::uint32_t rule : rules_) {
      rules_[kept] = rule;
      kept += static_cast<std::size_t>(bit(candidates, rule));
    }
    set::narrow(candidates, on_axis, bits_ == nullptr ? kNone : *bits_);
    for (std::size_t i = 0; i < kept; ++i) set_bit(candidates, rules_[i]);
    bits_ = nullptr;
    rules_.clear();
  }

 private:
  inline static const Bits kNone;

  const Bits* bits_ = nullptr;  // of all that came as bits
  Bits several_;
  std::vector<std::uint32_t> rules_;
};

}  // namespace tamis::predicate::set
