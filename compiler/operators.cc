#include "compiler/operators.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace tamis {
namespace {

constexpr auto kOperators = std::to_array<OperatorInfo>({
#define TAMIS_OPERATOR(name, op, kind, summary) {name, MatchOp::op, OperatorKind::kind, summary},
#include "compiler/operators.def"
#undef TAMIS_OPERATOR
});

// Where an operator's place is sought first, by what tells most names apart.
constexpr std::size_t kSlots = 128;
constexpr std::size_t slot_of(std::string_view name) {
  const auto letter = [&](std::size_t i) { return static_cast<unsigned char>(name[i]); };
  return name.size() < 2 ? 0
                         : (name.size() * 37 + letter(1) * 7 + letter(name.size() - 1)) % kSlots;
}

// Places in kOperators, from 1; 0 is none. Those of one slot follow one another.
constexpr auto kByName = [] {
  std::array<std::uint8_t, kSlots> slots{};
  for (std::size_t i = 0; i < kOperators.size(); ++i) {
    std::size_t slot = slot_of(kOperators[i].name);
    while (slots[slot] != 0) slot = (slot + 1) % kSlots;
    slots[slot] = static_cast<std::uint8_t>(i + 1);
  }
  return slots;
}();

}  // namespace

std::span<const OperatorInfo> operators() {
  return kOperators;
}

const OperatorInfo* find_operator(std::string_view name) {
  for (std::size_t slot = slot_of(name); kByName[slot] != 0; slot = (slot + 1) % kSlots)
    if (const OperatorInfo& info = kOperators[kByName[slot] - 1U]; info.name == name) return &info;
  return nullptr;
}

std::string_view operator_name(MatchOp op) {
  if (op == MatchOp::ElemMatchValue) return "$elemMatch";
  for (const OperatorInfo& info : kOperators)
    if (info.op == op && info.kind != OperatorKind::Refused) return info.name;
  return "";
}

bool lacks_dollar(std::string_view key) {
  constexpr std::string_view kCommonKeys[] = {"all", "not", "options", "size", "type"};
  const OperatorInfo* info = find_operator("$" + std::string(key));
  return info != nullptr && info->kind == OperatorKind::Field &&
         std::find(std::begin(kCommonKeys), std::end(kCommonKeys), key) == std::end(kCommonKeys);
}

std::vector<std::string_view> operator_names(OperatorKind kind) {
  std::vector<std::string_view> names;
  for (const OperatorInfo& info : kOperators)
    if (info.kind == kind) names.push_back(info.name);
  return names;
}

}  // namespace tamis
