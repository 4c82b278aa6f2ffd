// The bounds of one lane find the rules that a plain list of them finds.
#include "backends/predicate/set/bound_list.h"

#include <algorithm>
#include <limits>
#include <random>
#include <utility>
#include <vector>

#include "tests/support/catch.h"

using namespace tamis::predicate::set;

namespace {

struct Rules {
  std::vector<std::uint32_t> found;

  void take(const Bits& bits) {
    for (std::uint32_t rule = 0; rule < bits.size() * 64; ++rule)
      if (bit(bits, rule)) found.push_back(rule);
  }
  void take(std::span<const std::uint32_t> rules) {
    found.insert(found.end(), rules.begin(), rules.end());
  }
};

// A list of bounds beside a plain one, of which each rule has one.
class ListAndPlain {
 public:
  // `all`: of how many rules the list is told. `values`: of how many a bound is one.
  ListAndPlain(std::size_t all, int values) : all_(all), values_(values) {}

  void add() {
    std::uint32_t rule = 0;
    while (is_there(rule)) rule = static_cast<std::uint32_t>(random_() % kRules);
    bounds_.emplace_back(static_cast<double>(static_cast<int>(random_()) % values_), rule);
    list_.insert(bounds_.back().first, rule, all_);
  }
  void erase() {
    std::swap(bounds_[random_() % bounds_.size()], bounds_.back());
    list_.erase(bounds_.back().first, bounds_.back().second);
    bounds_.pop_back();
  }
  // All but one in so many, and some that are not there.
  void erase_all_but(std::uint32_t every) {
    Bits rules(kRules / 64);
    for (std::uint32_t rule = 0; rule < kRules; ++rule)
      if (rule % every != 0) set_bit(rules, rule);
    list_.erase_all(rules);
    std::erase_if(bounds_, [&](const auto& each) { return bit(rules, each.second); });
  }
  void compare() {
    compare(-std::numeric_limits<double>::infinity());
    for (int i = 0; i < 20; ++i)
      compare(static_cast<double>(static_cast<int>(random_()) % (values_ + 1)) + (i % 2) * 0.5);
    CHECK(compare(std::numeric_limits<double>::infinity()) == bounds_.size());
  }
  std::size_t size() const { return bounds_.size(); }

 private:
  static constexpr std::uint32_t kRules = 8192;

  bool is_there(std::uint32_t rule) const {
    return std::ranges::any_of(bounds_, [&](const auto& each) { return each.second == rule; });
  }
  std::size_t compare(double limit) {
    Rules rules;
    list_.give_below(limit, rules);
    std::vector<std::uint32_t> expected;
    for (const auto& [bound, rule] : bounds_)
      if (bound < limit) expected.push_back(rule);
    std::ranges::sort(rules.found);
    std::ranges::sort(expected);
    CAPTURE(limit);
    REQUIRE(rules.found == expected);
    return expected.size();
  }

  std::size_t all_;
  int values_;
  std::mt19937 random_{20240131};
  BoundList list_;
  std::vector<std::pair<double, std::uint32_t>> bounds_;
};

}  // namespace

TEST_CASE("bounds that come and go", "[set]") {
  const std::size_t all = GENERATE(1U, 20'000U, 200'000U);
  const int values = GENERATE(1, 40, 100'000);
  ListAndPlain lists(all, values);
  for (int i = 0; i < 4000; ++i) lists.add();
  lists.compare();
  for (int i = 0; i < 1500; ++i) lists.erase();
  lists.compare();
  lists.erase_all_but(7);
  lists.compare();
  CHECK(lists.size() > 100);
  for (int i = 0; i < 2000; ++i) i % 5 == 0 ? lists.erase() : lists.add();
  lists.compare();
  while (lists.size() > 0) lists.erase();
  lists.compare();
  for (int i = 0; i < 200; ++i) lists.add();
  lists.compare();
}
