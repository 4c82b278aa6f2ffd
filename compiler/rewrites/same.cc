#include <algorithm>

#include "compiler/rewrites/rewrites.h"

namespace tamis::rewrite {
namespace {

// identical() rather than compare(): what is merged must also print the same.
bool same_operand(const Operand& a, const Operand& b) {
  return a.is_relative() == b.is_relative() &&
         static_cast<bool>(a.regex) == static_cast<bool>(b.regex) && identical(a.value, b.value);
}

std::size_t mix(std::size_t seed, std::size_t value) {
  return (seed ^ value) * 0x9e3779b97f4a7c15ULL + (seed >> 7U);
}

std::size_t hash_of_itself(const PlanNode& node) {
  std::size_t result =
      mix(static_cast<std::size_t>(node.op), static_cast<std::size_t>(node.traverse));
  if (!node.path.empty()) result = mix(result, std::hash<std::string>()(node.path.text()));
  if (node.test) {
    result = mix(result, static_cast<std::size_t>(node.test->op));
    result = mix(result, hash_value(node.test->operand.value));
    result = mix(result, node.test->list.size());
    if (!node.test->list.empty()) result = mix(result, hash_value(node.test->list.front().value));
    result = mix(result, static_cast<std::size_t>(node.test->a));
  }
  return result;
}

}  // namespace

bool same(const Test& a, const Test& b) {
  return a.op == b.op && a.types == b.types && a.a == b.a && a.b == b.b && a.bits == b.bits &&
         same_operand(a.operand, b.operand) &&
         std::equal(a.list.begin(), a.list.end(), b.list.begin(), b.list.end(), same_operand);
}

bool same(const PlanNode& a, const PlanNode& b) {
  if (a.op != b.op || a.traverse != b.traverse || !(a.path == b.path)) return false;
  if (a.test && !same(*a.test, *b.test)) return false;
  return std::equal(a.children.begin(), a.children.end(), b.children.begin(), b.children.end(),
                    [](const PlanNode& x, const PlanNode& y) { return same(x, y); });
}

std::size_t hash(const PlanNode& node) {
  std::size_t result = hash_of_itself(node);
  for (const PlanNode& child : node.children) result = mix(result, hash(child));
  return result;
}

std::size_t hash_of_first(const PlanNode& node) {
  std::size_t result = 0;
  for (const PlanNode* at = &node;; at = &at->children.front()) {
    result = mix(result, hash_of_itself(*at));
    if (at->children.empty()) return result;
  }
}

}  // namespace tamis::rewrite
