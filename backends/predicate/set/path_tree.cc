#include "backends/predicate/set/path_tree.h"

namespace tamis::predicate::set {

std::uint32_t PathTree::insert(const FieldPath& path) {
  std::uint32_t at = kRoot;
  for (const FieldPath::Component& component : path.components()) {
    const std::uint32_t known = child(at, component.name);
    at = known == kNone ? add_child(at, component.name) : known;
  }
  return at;
}

std::uint32_t PathTree::add_child(std::uint32_t parent, const std::string& name) {
  if (free_.empty()) {
    free_.push_back(size());
    nodes_.emplace_back();
  }
  const std::uint32_t number = free_.back();
  free_.pop_back();
  Node& node = nodes_[number];
  node.name = name;
  node.parent = parent;
  node.next = nodes_[parent].first_child;
  if (node.next != kNone) nodes_[node.next].before = number;
  nodes_[parent].first_child = number;
  ++nodes_[parent].child_count;
  nodes_[parent].child_kinds |= kind_of(name);
  slots_.insert(hash(parent, name), number);
  return number;
}

void PathTree::erase_unused(std::uint32_t node) {
  while (node != kRoot && nodes_[node].child_count == 0 &&
         nodes_[node].fields == Fields{kNone, kNone}) {
    const std::uint32_t parent = nodes_[node].parent;
    erase(node);
    node = parent;
  }
}

void PathTree::erase(std::uint32_t number) {
  Node& node = nodes_[number];
  slots_.erase(hash(node.parent, node.name), number);
  --nodes_[node.parent].child_count;
  (node.before == kNone ? nodes_[node.parent].first_child : nodes_[node.before].next) = node.next;
  if (node.next != kNone) nodes_[node.next].before = node.before;
  node = {};
  free_.push_back(number);
}

std::uint32_t PathTree::next_below(std::uint32_t top, std::uint32_t at) const {
  if (nodes_[at].first_child != kNone) return nodes_[at].first_child;
  for (; at != top; at = nodes_[at].parent)
    if (nodes_[at].next != kNone) return nodes_[at].next;
  return kNone;
}

}  // namespace tamis::predicate::set
