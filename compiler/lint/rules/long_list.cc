#include <fmt/format.h>

#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// MongoDB's manual, `$in`, advises to keep such lists to tens of values.
constexpr std::size_t kMostValues = 100;

void check_long_list(const MatchNode& node, LintContext& context) {
  if (node.list.size() <= kMostValues) return;
  context
      .report(node.op_span, fmt::format("a list of {} values", node.list.size()),
              fmt::format("more than {}", kMostValues))
      .help("keep the group as a field of the documents, and test that");
}

}  // namespace

constinit const Rule kLongList{
    .info =
        {.code = "L083",
         .name = "long-list",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "`$in`, `$nin` or `$all` with more than a hundred values",
         .why =
             R"(Each value is a look-up of its own in an index, or a comparison for every document, and a
list of that length is nearly always a group that was pasted in: nobody will keep it up to date.
MongoDB's manual advises tens of values at most.)",
         .bad =
             R"({"age": {"$in": [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19,
20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39,
40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59,
60, 61, 62, 63, 64, 65, 66, 67, 68, 69, 70, 71, 72, 73, 74, 75, 76, 77, 78, 79,
80, 81, 82, 83, 84, 85, 86, 87, 88, 89, 90, 91, 92, 93, 94, 95, 96, 97, 98, 99,
100]}})",
         .good = R"({"age": {"$gte": 0, "$lte": 100}})",
         .topic = LintTopic::Cost,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::In, MatchOp::Nin, MatchOp::All},
    .node = check_long_list};

}  // namespace tamis::linting
