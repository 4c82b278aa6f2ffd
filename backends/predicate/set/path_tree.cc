#include "backends/predicate/set/path_tree.h"

namespace tamis::predicate::set {

std::uint32_t PathTree::find(const FieldPath& path) const {
  std::uint32_t at = kRoot;
  for (const FieldPath::Component& component : path.components())
    if (at = child(at, component.name); at == kNone) break;
  return at;
}

std::uint32_t PathTree::insert(const FieldPath& path) {
  std::uint32_t at = kRoot;
  try {
    for (const FieldPath::Component& component : path.components()) {
      const std::uint32_t known = child(at, component.name);
      at = known == kNone ? add_child(at, component.name) : known;
    }
  } catch (...) {
    erase_unused(at);
    throw;
  }
  return at;
}

std::uint32_t PathTree::add_child(std::uint32_t parent, const std::string& name) {
  slots_.make_room();
  const std::uint32_t number = nodes_.take({.name = name, .parent = parent});
  Node& node = nodes_[number];
  node.next = nodes_[parent].first_child;
  if (node.next != kNone) nodes_[node.next].before = number;
  nodes_[parent].first_child = number;
  ++nodes_[parent].child_count;
  nodes_[parent].child_kinds |= kind_of(name);
  slots_.insert(hash(parent, name), number);
  return number;
}

void PathTree::erase_unused(std::uint32_t node) noexcept {
  while (node != kRoot && nodes_[node].child_count == 0 &&
         nodes_[node].fields == Fields{kNone, kNone}) {
    const std::uint32_t parent = nodes_[node].parent;
    erase(node);
    node = parent;
  }
}

void PathTree::erase(std::uint32_t number) noexcept {
  Node& node = nodes_[number];
  slots_.erase(hash(node.parent, node.name), number);
  --nodes_[node.parent].child_count;
  (node.before == kNone ? nodes_[node.parent].first_child : nodes_[node.before].next) = node.next;
  if (node.next != kNone) nodes_[node.next].before = node.before;
  nodes_.give_back(number);
}

std::uint32_t PathTree::next_below(std::uint32_t top, std::uint32_t at) const {
  if (nodes_[at].first_child != kNone) return nodes_[at].first_child;
  for (; at != top; at = nodes_[at].parent)
    if (nodes_[at].next != kNone) return nodes_[at].next;
  return kNone;
}

}  // namespace tamis::predicate::set
