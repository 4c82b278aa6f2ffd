// What one thread remembers of a place while the rules of a level are judged.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "backends/predicate/set/level.h"
#include "backends/predicate/set/moments.h"
#include "backends/predicate/set/sieve.h"

namespace tamis::predicate::set {

struct LevelScratch {
  Bits marks;
  std::vector<std::uint32_t> field_marks;  // of the field at hand, those that are set
  Bits fields_met;                         // by field
  Bits paths_met;                          // by node of the tree of paths
  std::vector<double> lanes;               // kNoLane where a field has not been met
  std::vector<std::uint32_t> lanes_used;   // by fields
  Bits lazy_known, lazy_held;              // by lazy atom: was asked, and the answer
  Bits candidates;                         // by rule: no axis has refused it yet
  Bits shared_found;                // by rule: an atom that holds finds it on the shared axis
  Bits matched;                     // by rule: the first of alternatives of which one holds
  std::vector<std::uint64_t> held;  // the payloads of rules that hold, with room for all
  Sieve sieve;
  Moments moments;
  std::vector<std::unique_ptr<LevelScratch>> elements;  // by field

  // Both for another place. They allocate only when the level has grown.
  void reset_atoms(const Level& level);
  void reset_rules(const Level& level);
  LevelScratch& of_elements(std::uint32_t field);
};

}  // namespace tamis::predicate::set
