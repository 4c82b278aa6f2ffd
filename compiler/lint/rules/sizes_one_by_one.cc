#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// One or two sizes may be just what is meant.
constexpr std::size_t kLeast = 3;

const MatchNode& size_test_of(const MatchNode& branch) {
  const bool group = branch.op == MatchOp::And && branch.children.size() == 1;
  return group ? branch.children.front() : branch;
}

// Ascending; empty where a branch is anything but a `$size` of the same field.
std::vector<std::int64_t> sizes_in(const MatchNode& node) {
  std::vector<std::int64_t> sizes;
  const MatchNode& first = size_test_of(node.children.front());
  for (const MatchNode& branch : node.children) {
    const MatchNode& test = size_test_of(branch);
    if (test.op != MatchOp::Size || test.self || !(test.path == first.path)) return {};
    sizes.push_back(test.a);
  }
  std::ranges::sort(sizes);
  return sizes;
}

void check_sizes_one_by_one(const MatchNode& node, LintContext& context) {
  if (node.children.size() < kLeast) return;
  const std::vector<std::int64_t> sizes = sizes_in(node);
  const auto gap = std::ranges::adjacent_find(sizes, [](auto a, auto b) { return a + 1 != b; });
  if (sizes.empty() || gap != sizes.end()) return;
  const MatchNode& first = size_test_of(node.children.front());
  const std::string& path = first.path.text();
  std::string range;
  if (sizes.front() > 0)
    range = fmt::format(R"({}: {{"$exists": true}}, )",
                        quoted(fmt::format("{}.{}", path, sizes.front() - 1)));
  range +=
      fmt::format(R"({}: {{"$exists": false}})", quoted(fmt::format("{}.{}", path, sizes.back())));
  auto entry = context.report(node.op_span,
                              fmt::format("{} is asked for {} to {} elements, one number at a time",
                                          subject(first), sizes.front(), sizes.back()),
                              "a range of sizes");
  entry.help(fmt::format("ask whether its elements are there, counted from 0: `{{{}}}`", range));
  if (sizes.front() == 0)
    entry.note(fmt::format("that also selects documents in which {} is missing or no array",
                           subject(first)));
}

}  // namespace

constinit const Rule kSizesOneByOne{
    .info =
        {.code = "L066",
         .name = "sizes-one-by-one",
         .severity = Severity::Note,
         .since = "0.1",
         .summary = "`$size` several times where a range of sizes is meant",
         .why =
             R"(`$size` takes one number and no range, so a range is often spelled out, and no index serves any of it.
That an array has a third element, and no fourth, says that it has three: positions can be asked for, and
one pair of tests replaces the list.)",
         .bad =
             R"({"$or": [{"tags": {"$size": 1}}, {"tags": {"$size": 2}}, {"tags": {"$size": 3}}]})",
         .good = R"({"tags.0": {"$exists": true}, "tags.3": {"$exists": false}})",
         .topic = LintTopic::Doubtful},
    .ops = {MatchOp::Or},
    .node = check_sizes_one_by_one};

}  // namespace tamis::linting
