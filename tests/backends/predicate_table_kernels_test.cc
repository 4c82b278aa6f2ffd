// The loops over many slots, each beside the same question asked of one slot after another.
#include "backends/predicate/table/kernels.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "tests/support/catch.h"

namespace tamis::predicate::table {
namespace {

using Ints = std::vector<std::int64_t>;

class Slots {
 public:
  std::int64_t number(std::int64_t least, std::int64_t most) {
    return std::uniform_int_distribution<std::int64_t>(least, most)(random_);
  }
  // Whole words of numbers that take 0 to 8 bytes each.
  Ints ints() {
    constexpr std::int64_t kMosts[] = {0, 9, 250, 60'000, 4'000'000'000, INT64_MAX};
    const std::int64_t least = number(-1000, 1000);
    const std::int64_t most = kMosts[number(0, 5)];
    Ints made(padded(static_cast<std::size_t>(number(1, 400))));
    for (std::int64_t& each : made)
      each = most == INT64_MAX ? number(INT64_MIN, most) : least + number(0, most);
    return made;
  }
  // Of which all, many, few or none are set.
  Bits bits(std::size_t slots) {
    Bits made(words_for(slots));
    const std::int64_t one_in = number(0, 3);
    for (Word& word : made)
      for (std::size_t bit = 0; bit < kWordBits; ++bit)
        if (one_in == 0 || number(0, 8 * one_in) == 0) word |= Word{1} << bit;
    if (number(0, 4) == 0) made.front() = 0;
    return made;
  }
  std::int64_t one_of(const Ints& ints) {
    return ints[static_cast<std::size_t>(number(0, static_cast<std::int64_t>(ints.size()) - 1))];
  }

 private:
  std::mt19937_64 random_{20261129};
};

template <class Wanted>
Bits kept(Bits bits, Wanted wanted) {
  for (std::size_t slot = 0; slot < bits.size() * kWordBits; ++slot)
    if (test_bit(bits.data(), slot) && !wanted(slot)) clear_bit(bits.data(), slot);
  return bits;
}

TEST_CASE("slots are kept as one by one", "[table][random]") {
  const Machine machine = GENERATE(from_range(machines()));
  CAPTURE(static_cast<int>(machine));
  Slots random;
  std::size_t kept_slots = 0;
  for (int round = 0; round < 3'000; ++round) {
    const Ints ints = random.ints();
    const PackedInts packed(ints);
    const Bits asked = random.bits(ints.size());
    CAPTURE(round, ints.size(), packed.least(), packed.greatest());

    const auto [low, high] = std::minmax({random.one_of(ints), random.one_of(ints)});
    Bits bits = asked;
    keep_in(machine, packed, {low, high}, bits);
    CHECK(bits ==
          kept(asked, [&](std::size_t slot) { return ints[slot] >= low && ints[slot] <= high; }));
    kept_slots += count_of_bits(bits);

    Ints list{random.number(-2000, 2000)};
    for (int i = 0; i < round % 7; ++i) list.push_back(random.one_of(ints));
    bits = asked;
    keep_one_of(machine, packed, list, bits);
    CHECK(bits == kept(asked, [&](std::size_t slot) {
            return std::count(list.begin(), list.end(), ints[slot]) > 0;
          }));
  }
  CHECK(kept_slots > 10'000);
}

TEST_CASE("slots are kept by verdicts, sizes and doubles as one by one", "[table][random]") {
  const Machine machine = GENERATE(from_range(machines()));
  CAPTURE(static_cast<int>(machine));
  Slots random;
  for (int round = 0; round < 1'000; ++round) {
    const std::size_t slots = padded(static_cast<std::size_t>(random.number(1, 400)));
    const Bits asked = random.bits(slots);
    const std::int64_t most = round % 3 == 0 ? 200 : round % 3 == 1 ? 5'000 : 70'000;
    Ints codes(slots);
    Ints begins{0};
    std::vector<double> doubles(slots);
    for (std::size_t slot = 0; slot < slots; ++slot) {
      codes[slot] = random.number(round % 5, most);
      begins.push_back(begins.back() + random.number(0, most / 100));
      doubles[slot] =
          random.number(0, 9) == 0 ? std::nan("") : static_cast<double>(random.number(-9, 9)) / 4;
    }
    begins.resize(padded(begins.size()), begins.back());
    std::vector<std::uint8_t> verdicts(static_cast<std::size_t>(most) + 1);
    for (std::uint8_t& each : verdicts) each = random.number(0, 2) == 0 ? kWanted : 0;
    const auto size = static_cast<std::uint64_t>(random.number(0, most / 100));
    CAPTURE(round, slots);

    Bits bits = asked;
    keep_by_verdict(machine, PackedInts(codes), verdicts.data(), bits);
    CHECK(bits == kept(asked, [&](std::size_t slot) {
            return verdicts[static_cast<std::size_t>(codes[slot])] != 0;
          }));
    bits = asked;
    keep_of_size(machine, PackedInts(begins), size, bits);
    CHECK(bits == kept(asked, [&](std::size_t slot) {
            return static_cast<std::uint64_t>(begins[slot + 1] - begins[slot]) == size;
          }));
    bits = asked;
    keep_in(machine, doubles, {-1.0, 1.25}, bits);
    CHECK(bits == kept(asked, [&](std::size_t slot) {
            return doubles[slot] >= -1.0 && doubles[slot] <= 1.25;
          }));
  }
}

TEST_CASE("set bits are counted", "[table]") {
  for (const Machine machine : machines()) {
    CHECK(count_of_bits(machine, {}) == 0);
    CHECK(count_of_bits(machine, Bits{0, ~Word{0}, 5}) == 66);
  }
}

}  // namespace
}  // namespace tamis::predicate::table
