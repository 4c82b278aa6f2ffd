// The one translation unit of the target that precompiles catch.h for the test programs.
#include "tests/support/catch.h"
