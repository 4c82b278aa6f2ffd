// The paths of a level's fields as a tree of their components, for a walk over the members of a
// document that meets each of them once.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "backends/predicate/set/hash_slots.h"
#include "backends/predicate/set/pool.h"
#include "compiler/plan/plan.h"
#include "compiler/values/same_bytes.h"

namespace tamis::predicate::set {

class PathTree {
 public:
  static constexpr std::uint32_t kRoot = 0;  // where the empty path ends
  static constexpr std::uint32_t kNone = HashSlots::kNone;
  using Fields = std::array<std::uint32_t, 2>;  // or kNone

  // `seed` is for the hashes.
  explicit PathTree(std::uint64_t seed) : seed_(seed) { nodes_.take(); }

  // Where the path ends, or kNone.
  std::uint32_t find(const FieldPath& path) const;
  // Where it ends, made if it is not there.
  std::uint32_t insert(const FieldPath& path);
  // Once no field ends there, with what then leads to nowhere.
  void erase_unused(std::uint32_t node) noexcept;

  // That ends there and is walked that way.
  std::uint32_t& field_at(std::uint32_t node, Traverse traverse) {
    return nodes_[node].fields[static_cast<std::size_t>(traverse)];
  }
  const Fields& fields_at(std::uint32_t node) const { return nodes_[node].fields; }
  std::uint32_t size() const { return static_cast<std::uint32_t>(nodes_.size()); }
  std::uint32_t child_count(std::uint32_t node) const { return nodes_[node].child_count; }
  std::uint32_t child(std::uint32_t parent, std::string_view name) const {
    if ((nodes_[parent].child_kinds & kind_of(name)) == 0) return kNone;
    return slots_.find(hash(parent, name), [&](std::uint32_t node) {
      return nodes_[node].parent == parent && same_text(nodes_[node].name, name);
    });
  }

  // Calls use(field) for those that end below a node.
  template <class Use>
  void each_field_below(std::uint32_t top, Use&& use) const {
    for (std::uint32_t at = next_below(top, top); at != kNone; at = next_below(top, at))
      for (const std::uint32_t field : nodes_[at].fields)
        if (field != kNone) use(field);
  }

 private:
  struct Node {
    std::string name;
    std::uint32_t parent = kNone;
    std::uint32_t child_count = 0;
    std::uint64_t child_kinds = 0;  // of the names of all children it has had
    std::uint32_t first_child = kNone;
    std::uint32_t before = kNone, next = kNone;  // among the parent's children
    Fields fields{kNone, kNone};
  };

  // One bit, by which most names that are not asked for are told at once.
  static std::uint64_t kind_of(std::string_view name) {
    constexpr unsigned kSpread = 5;
    constexpr unsigned kLast = 63;
    if (name.empty()) return 1;
    const auto first = static_cast<unsigned char>(name.front());
    const auto last = static_cast<unsigned char>(name.back());
    return std::uint64_t{1} << ((first + kSpread * last + name.size()) & kLast);
  }
  std::uint64_t hash(std::uint32_t parent, std::string_view name) const {
    return hash_bytes(mix_hash(seed_, parent), name);
  }
  std::uint32_t add_child(std::uint32_t parent, const std::string& name);
  void erase(std::uint32_t node) noexcept;
  // The next in pre-order, or kNone.
  std::uint32_t next_below(std::uint32_t top, std::uint32_t at) const;

  std::uint64_t seed_;
  Pool<Node> nodes_;
  HashSlots slots_;  // of all but the root
};

}  // namespace tamis::predicate::set
