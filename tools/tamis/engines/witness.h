// Witness: another implementation of MongoDB's matching, in a process of its own.
//
// Witnesses are never believed over a recorded verdict; where one differs from MongoDB is listed
// in tests/witnesses/known_differences.json.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <tamis/value.h>

#include "tools/tamis/engines/child.h"

namespace tamis::engines {

struct Testimony {
  std::vector<std::uint32_t> match;    // indexes of documents, ascending
  std::vector<std::uint32_t> unknown;  // of those that its language has no values for
  std::string refusal;                 // it does not take the filter: what it says
  std::string outside;                 // its language has no value for the filter: which
  bool silent = false;                 // it is not installed, or died

  bool is_verdict() const { return refusal.empty() && outside.empty() && !silent; }
};

class Witness {
 public:
  explicit Witness(std::string_view name);

  Testimony hear(const Value& filter, const std::vector<Value>& documents);

 private:
  Child child_;
};

// "mingo", "sift", "mongomock". Their scripts are those of the folder that the environment's
// TAMIS_WITNESSES names, by default tests/witnesses.
constexpr std::string_view kWitnesses[] = {"mingo", "sift", "mongomock"};

}  // namespace tamis::engines
