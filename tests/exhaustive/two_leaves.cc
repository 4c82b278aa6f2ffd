#include "tests/exhaustive/two_leaves.h"

#include <fmt/format.h>

#include "tests/support/catch.h"

namespace tamis::exhaustive {

void check_two_leaves(World& world) {
  std::vector<std::string> leaves;
  for (const std::string& path : paths())
    for (const std::string& test : tests())
      leaves.push_back(fmt::format(R"({{"{}":{}}})", path, test));
  for (std::size_t i = 0; i < leaves.size(); ++i)
    for (std::size_t j = i + 1; j < leaves.size(); ++j)
      for (const char* op : {"$and", "$or"}) {
        const std::string condition = fmt::format(R"({{"{}":[{},{}]}})", op, leaves[i], leaves[j]);
        const std::string difference = world.try_out(condition);
        if (!difference.empty()) FAIL_CHECK(condition << ": " << difference);
      }
  CHECK(world.matches() > 0);
}

}  // namespace tamis::exhaustive
