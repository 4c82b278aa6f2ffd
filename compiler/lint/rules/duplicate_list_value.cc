#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// Literals by value, then by place; date math after them, by its text.
bool before(const Operand* a, const Operand* b) {
  if (a->is_relative() != b->is_relative()) return b->is_relative();
  if (const int order = compare(a->value, b->value)) return order < 0;
  return a->span.begin < b->span.begin;
}

bool same(const Operand& a, const Operand& b) {
  return a.is_relative() == b.is_relative() && compare(a.value, b.value) == 0;
}

struct Repeat {
  const Operand* first;
  const Operand* again;
};

std::vector<Repeat> repeats(const std::vector<Operand>& list) {
  std::vector<const Operand*> sorted;
  sorted.reserve(list.size());
  for (const Operand& operand : list) sorted.push_back(&operand);
  std::sort(sorted.begin(), sorted.end(), before);
  std::vector<Repeat> found;
  const Operand* first = nullptr;
  for (const Operand* operand : sorted) {
    if (first != nullptr && same(*first, *operand))
      found.push_back({first, operand});
    else
      first = operand;
  }
  std::sort(found.begin(), found.end(), [](const Repeat& a, const Repeat& b) {
    return a.again->span.begin < b.again->span.begin;
  });
  return found;
}

std::size_t times_repeated(const std::vector<Repeat>& found, const Operand* first) {
  return static_cast<std::size_t>(std::ranges::count(found, first, &Repeat::first));
}

std::size_t repeated_values(const std::vector<Repeat>& found) {
  std::set<const Operand*> values;
  for (const Repeat& repeat : found) values.insert(repeat.first);
  return values.size();
}

// Two neighbours may not both be taken out by edits that share a comma: nothing is then fixed now,
// and the first of them by the next run.
std::vector<Edit> edits_of_duplicate_list_value(LintContext& context,
                                                const std::vector<Repeat>& found) {
  std::vector<Edit> all;
  for (const Repeat& repeat : found) {
    const auto element = context.syntax_of_value(repeat.again->span);
    if (!element) return {};
    const auto array = context.syntax_parent(*element);
    if (!array) return {};
    all.push_back(removal(*context.syntax(), *array, *element));
  }
  return all;
}

void check_duplicate_list_value(const MatchNode& node, LintContext& context) {
  if (node.list.size() < 2) return;
  const std::vector<Repeat> found = repeats(node.list);
  if (found.empty()) return;
  const Repeat& repeat = found.front();
  const std::size_t times = 1 + times_repeated(found, repeat.first);
  const std::size_t others = repeated_values(found) - 1;
  auto entry =
      context.report(repeat.again->span,
                     fmt::format("{} stands {} in this list", shown(context, repeat.again->span),
                                 times == 2 ? "twice" : fmt::format("{} times", times)),
                     "again here");
  entry.label(repeat.first->span, "first here");
  if (others != 0)
    entry.note(
        fmt::format("{} more of its values {} repeated", others, others == 1 ? "is" : "are"));
  std::vector<Edit> changes = edits_of_duplicate_list_value(context, found);
  if (!changes.empty())
    entry.fix(
        Fix{found.size() == 1 ? "take out the repeated value" : "take out the repeated values",
            std::move(changes), true});
}

}  // namespace

constinit const Rule kDuplicateListValue{
    .info =
        {.code = "L027",
         .name = "duplicate-list-value",
         .fix = FixAvailability::Always,
         .since = "0.1",
         .summary = "a value stands twice in one `$in`, `$nin` or `$all`",
         .why =
             R"(The second one changes nothing, so it is either left over or a slip for another value.
Values are compared as MongoDB compares them: `1` and `1.0` are the same.)",
         .bad = R"({"country": {"$in": ["FI", "SE", "FI"]}})",
         .good = R"({"country": {"$in": ["FI", "SE"]}})",
         .topic = LintTopic::Redundant,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::In, MatchOp::Nin, MatchOp::All},
    .node = check_duplicate_list_value};

}  // namespace tamis::linting
