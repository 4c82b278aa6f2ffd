// The members of a document's root that a condition asks for, noted while its names are passed.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "backends/predicate/code.h"
#include "compiler/values/same_bytes.h"

namespace tamis::predicate {

class RootFields {
 public:
  using Token = std::uint32_t;  // its number in a text, from 0

  // None is asked for by a Key.
  RootFields() : RootFields(Code()) {}
  // The Code must outlive it.
  explicit RootFields(const Code& code);

  // Before the first name of a document.
  void forget() {
    std::fill_n(values_.data(), kFew, kNowhere);
    if (values_.size() > kFew) std::fill(values_.begin() + kFew, values_.end(), kNowhere);
  }
  // False: the name, which begins there and has a quote and more behind it, is not asked for.
  bool may_want(const char* name) const { return slots_[slot_of(name)] != kEnd; }
  // The next name and its value. Of repeated names the first counts.
  void meet(std::string_view name, Token value);

  // Of the Key that has this place among those of the root, or kNowhere.
  Token value(std::int32_t root) const { return values_[places_[static_cast<std::size_t>(root)]]; }
  static constexpr Token kNowhere = 0;  // where the root is

 private:
  static constexpr std::size_t kFew = 16;

  // Few names have slots, by their first two bytes, and those of one slot form a chain. Others are
  // sought by their order, and no slot is at its end.
  static constexpr std::size_t kSlots = 256;
  static constexpr std::uint8_t kEnd = 255;

  struct Name {
    std::string_view text;
    std::size_t number = 0;    // its place in names_ and values_
    std::uint8_t next = kEnd;  // in its slot
  };

  static std::uint8_t slot_of(const char* two) {
    constexpr unsigned kSpread = 0x125;
    return static_cast<std::uint8_t>(word_at<std::uint16_t>(two) * kSpread >> 8U);
  }
  void chain();
  const Name* by_slot(std::string_view text) const;
  const Name* by_order(std::string_view text) const;

  bool has_slots_ = false;
  std::vector<Name> names_;                 // in the order of their texts, each once
  std::vector<Token> values_;               // by name; kFew or more
  std::vector<std::size_t> places_;         // in names_ and values_, by Key::root
  std::array<std::uint8_t, kSlots> slots_;  // in names_, or kEnd
};

}  // namespace tamis::predicate
