// The service beside the SQL that it amounts to, and evaluation beside the request it is part of:
//
//   segmentsd --db demo.db demo --contacts 1000000
//   segmentsd_bench put|search|update demo.db [ROUNDS]
//
//   put     new conditions of a segment, beside the INSERT … SELECT written by hand
//   search  a search over HTTP, beside its statements run straight on SQLite
//   update  a contact's update among a thousand segments, and the evaluation's part of it
//
// The two sides take turns; a ratio is the median of the rounds'. Segments and keys are added to
// the file.
#include <fmt/format.h>

#include <cstdlib>
#include <exception>
#include <string_view>

#include "tests/bench/segmentsd/bench.h"

int main(int argc, char** argv) {
  using namespace segmentsd::bench;
  constexpr struct {
    std::string_view name;
    void (*run)(const std::string&, int rounds);
    int rounds;
  } kBenches[] = {{"put", put, 9}, {"search", search, 1000}, {"update", update, 1000}};
  try {
    for (const auto& bench : kBenches) {
      if (argc < 3 || argc > 4 || argv[1] != bench.name) continue;
      const int rounds = argc == 4 ? std::atoi(argv[3]) : bench.rounds;
      if (rounds < 1) stop("ROUNDS is a number, at least 1");
      bench.run(argv[2], rounds);
      return 0;
    }
  } catch (const std::exception& error) {
    stop(error.what());
  }
  stop("put|search|update FILE [ROUNDS]");
}
