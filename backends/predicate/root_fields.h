// The members of a document's root that a condition asks for, found in one pass over its names.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "backends/predicate/text_scan.h"

namespace tamis::predicate {

class RootFields {
 public:
  // The names must outlive it.
  explicit RootFields(const std::vector<std::string_view>& names);

  // Of repeated names the first counts.
  void find(const TextScan& scan);

  // The value of the name of that number, from 0, or kNowhere.
  TextScan::Token value(std::int32_t name) const { return values_[static_cast<std::size_t>(name)]; }
  static constexpr TextScan::Token kNowhere = TextScan::kRoot;

 private:
  // Few names have slots, by their first byte and size, and those of one slot form a chain.
  static constexpr std::size_t kSlots = 256;
  static constexpr std::uint8_t kEnd = 255;

  struct Name {
    std::string_view text;
    std::size_t number = 0;
    std::uint8_t next = kEnd;  // in its slot
  };

  static bool before(const Name& a, const Name& b);
  static std::size_t slot_of(std::string_view text);
  bool are_few() const;
  const Name* by_slot(std::string_view text) const;
  const Name* by_order(std::string_view text) const;

  std::vector<Name> names_;  // in the order of their texts
  std::vector<TextScan::Token> values_;
  std::array<std::uint8_t, kSlots> slots_;  // in names_, or kEnd
};

}  // namespace tamis::predicate
