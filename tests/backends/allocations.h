// What this test program allocates: it may be counted, and it may fail.
#pragma once

#include <functional>

namespace tamis::test {

long allocations_in(const std::function<void()>& call);

// Runs a call that has memory for so many allocations. False: it asked for another, which threw.
bool runs_with(long allocations, const std::function<void()>& call);

}  // namespace tamis::test
