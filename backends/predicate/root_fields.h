// The members of a document's root that a condition asks for, found in one pass over its names.
#pragma once

#include <cstdint>
#include <cstring>
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
  // A name and its closing quote, as the first bytes of a word.
  struct Name {
    std::string_view text;
    std::size_t number = 0;
    std::uint64_t word = 0;
    std::uint64_t mask = 0;  // of the bytes that the name has
  };

  static bool before(const Name& a, const Name& b);
  static std::uint64_t word_at(const char* text, std::size_t size);
  void look_at(const TextScan& scan, TextScan::Token name);

  std::vector<Name> names_;  // in the order of their texts
  std::vector<TextScan::Token> values_;
  std::uint64_t first_bytes_ = 0;  // bit n: a name whose first byte is n modulo 64
};

}  // namespace tamis::predicate
