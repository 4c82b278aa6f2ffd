// What places a test is true of.
#pragma once

#include "compiler/analysis/place_set.h"
#include "compiler/plan/plan.h"

namespace tamis::analysis {

// `may` holds every place of which the test can be true, `must` none but such.
struct TestPlaces {
  PlaceSet may, must;
  bool exact = false;  // both are the same set
};

TestPlaces places_of(const Test& test);

// The types of places for which `first` rules out that `second` answers `answer`.
TypeSet excluded(const Test& first, const Test& second, bool answer);

}  // namespace tamis::analysis
