// Limits: how large a text may be before it is refused with an X diagnostic.
#pragma once

#include <cstdint>

namespace tamis {

struct Limits {
  static constexpr std::uint32_t kTextBytes = 16U << 20U;
  static constexpr std::uint32_t kNesting = 500;
  static constexpr std::uint32_t kConditionDepth = 100;
  static constexpr std::uint32_t kLiteralNesting = 200;
  static constexpr std::uint32_t kNodes = 1'000'000;
  static constexpr std::uint32_t kListItems = 100'000;
  static constexpr std::uint32_t kPatternBytes = 32'764;
  static constexpr std::uint32_t kPathComponents = 200;

  std::uint32_t text_bytes = kTextBytes;
  std::uint32_t nesting = kNesting;                 // brackets of any kind, one in another
  std::uint32_t condition_depth = kConditionDepth;  // operators, one in another
  std::uint32_t literal_nesting = kLiteralNesting;  // arrays and objects inside one operand
  std::uint32_t nodes = kNodes;                     // values in the syntax tree
  std::uint32_t list_items = kListItems;            // members of one $in, $nin or $all
  std::uint32_t pattern_bytes = kPatternBytes;
  std::uint32_t path_components = kPathComponents;
};

}  // namespace tamis
