// What the tests of one field do to each other.
#pragma once

#include <vector>

#include "compiler/match_expression.h"

namespace tamis::linting {

// Tests that exclude each other: the one finding that a field's contradiction gives.
struct Conflict {
  enum class Kind : std::uint8_t {
    None,        // also where a test alone can never hold: that is another rule's
    Bounds,      // a lower bound above an upper one
    Gap,         // bounds in order, with no value between them
    Equalities,  // values that differ
    Tests,       // anything else
  } kind = Kind::None;
  std::vector<const MatchNode*> tests;  // in text order
};

// A test that another one implies, so that it says nothing more.
struct Implication {
  enum class Kind : std::uint8_t {
    Bound,   // of two on one side
    Exists,  // `$exists: true`
    Test,    // anything else
  } kind = Kind::Test;
  const MatchNode* stronger = nullptr;
  const MatchNode* weaker = nullptr;
};

}  // namespace tamis::linting
