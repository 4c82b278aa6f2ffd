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

constexpr auto kByName = [] {
  auto sorted = kOperators;
  std::sort(sorted.begin(), sorted.end(),
            [](const OperatorInfo& a, const OperatorInfo& b) { return a.name < b.name; });
  return sorted;
}();

}  // namespace

std::span<const OperatorInfo> operators() {
  return kOperators;
}

const OperatorInfo* find_operator(std::string_view name) {
  const auto* it =
      std::lower_bound(kByName.begin(), kByName.end(), name,
                       [](const OperatorInfo& info, std::string_view n) { return info.name < n; });
  return it != kByName.end() && it->name == name ? it : nullptr;
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
