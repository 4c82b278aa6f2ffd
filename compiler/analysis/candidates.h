// Candidates: values that may meet a cube. Guesses; the solver confirms them.
#pragma once

#include <vector>

#include "compiler/analysis/cube.h"
#include "compiler/analysis/solver.h"

namespace tamis::analysis {

// Missing, and values from the cube's set: ends of ranges and their neighbours, what the tests
// name, and a plain value of each type.
std::vector<Candidate> scalars(const Cube& cube, const Domain& domain, const Context& context);

// Values beside one in the order of its type.
std::vector<Value> neighbours(const Value& value);

// Arrays that hold `elements`, as many as a `$size` asks for.
std::vector<Value> arrays(const Domain& domain, const Cube& cube, std::vector<Value> elements);

// What is to stand at a path: several values are elements of an array, or stand in an element each.
struct Assignment {
  const FieldPath* path = nullptr;
  std::vector<Candidate> values;
};

// Objects with all of that.
std::vector<Candidate> objects(const Domain& domain, const std::vector<Assignment>& assignments);

}  // namespace tamis::analysis
