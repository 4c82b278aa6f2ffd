#include <fmt/format.h>

#include <optional>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

bool is_lower(const MatchNode& test) {
  return test.op == MatchOp::Gt || test.op == MatchOp::Gte;
}
bool is_upper(const MatchNode& test) {
  return test.op == MatchOp::Lt || test.op == MatchOp::Lte;
}

// Arrays compared whole are met by the array itself.
bool is_scalar(const MatchNode& test) {
  const Value& bound = test.operand.value;
  return bound.is_number() || bound.is(BsonType::String) || bound.is(BsonType::Date) ||
         bound.is(BsonType::ObjectId) || test.operand.date_math;
}

// Whether no single value meets both, so that only two elements can.
bool exclude_each_other(const MatchNode& lower, const MatchNode& upper) {
  const Operand &from = lower.operand, &to = upper.operand;
  if (from.is_relative() || to.is_relative()) return false;
  if (from.value.type() != to.value.type() && !(from.value.is_number() && to.value.is_number()))
    return true;
  const int order = compare(from.value, to.value);
  return order > 0 || (order == 0 && (lower.op == MatchOp::Gt || upper.op == MatchOp::Lt));
}

bool is_order_operator(std::string_view key) {
  return key == "$gt" || key == "$gte" || key == "$lt" || key == "$lte";
}

// The path of the only array on the way, if there is one before the last component.
std::optional<std::size_t> array_step(const FieldFacts& facts) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < facts.steps.size(); ++i) {
    if (facts.steps[i] == nullptr || !facts.steps[i]->types.contains(BsonType::Array)) continue;
    if (found) return std::nullopt;
    found = i;
  }
  return found;
}

std::string joined(const FieldPath& path, std::size_t begin, std::size_t end) {
  std::string text;
  for (std::size_t i = begin; i < end; ++i)
    text += (i == begin ? "" : ".") + path.components()[i].name;
  return text;
}

// `"n": {"$gt": 1, "$lt": 5}` becomes `"n": {"$elemMatch": {...}}`, and `"orders.qty": {...}`
// becomes `"orders": {"$elemMatch": {"qty": {...}}}`.
std::vector<Edit> edits_of_split_array_bounds(const MatchNode& test, LintContext& context) {
  const auto value = context.syntax_of_member(test.path_span);
  if (!value) return {};
  const SyntaxTree& tree = *context.syntax();
  const SyntaxNode& object = tree[*value];
  for (const std::uint32_t child : tree.children(object))
    if (!is_order_operator(tree[child].key)) return {};
  const auto step = array_step(context.facts(test));
  const auto outer = context.syntax_parent(*value);
  if (!step || !outer) return {};
  const std::string array = joined(test.path, 0, *step + 1);
  const std::string rest = joined(test.path, *step + 1, test.path.size());
  if (rest.empty())
    return {{{object.span.begin, object.span.begin}, "{\"$elemMatch\": "},
            {{object.span.end, object.span.end}, "}"}};
  if (keys_clash(tree, *outer, *value, {array})) return {};
  return {{object.key_span, quoted_like(tree.source(), object.key_span, array)},
          {{object.span.begin, object.span.begin},
           fmt::format("{{\"$elemMatch\": {{{}: ", quoted(rest))},
          {{object.span.end, object.span.end}, "}}"}};
}

void check_split_array_bounds(const FieldTests& field, LintContext& context) {
  const MatchNode* lower = nullptr;
  const MatchNode* upper = nullptr;
  for (const MatchNode* test : field.tests) {
    if (!test->is_leaf() || test->self || !is_scalar(*test)) continue;
    if (lower == nullptr && is_lower(*test)) lower = test;
    if (upper == nullptr && is_upper(*test)) upper = test;
  }
  if (lower == nullptr || upper == nullptr) return;
  if (!context.several_valued(*lower)) return;
  const bool in_order = lower->span.begin < upper->span.begin;
  const MatchNode& early = in_order ? *lower : *upper;
  const MatchNode& late = in_order ? *upper : *lower;
  auto entry = context.report(
      late.op_span,
      fmt::format("{} holds several values, and each bound may be met by another of them",
                  subject(*lower)),
      fmt::format("one value {}", bound_words(context, late)));
  entry.label(early.op_span, fmt::format("and one {}", bound_words(context, early)));
  if (exclude_each_other(*lower, *upper)) {
    entry.help("no one value meets both: look whether the bounds are swapped");
    return;
  }
  std::vector<Edit> changes;
  if (early.path_span == late.path_span) changes = edits_of_split_array_bounds(*lower, context);
  const std::string help = "to ask for one value that meets both, use `$elemMatch`";
  if (changes.empty())
    entry.help(help);
  else
    entry.fix(Fix{help, std::move(changes), false});
}

}  // namespace

constinit const Rule kSplitArrayBounds{
    .info = {.code = "L051",
             .name = "split-array-bounds",
             .fix = FixAvailability::Sometimes,
             .since = "0.1",
             .summary = "two bounds on an array may be met by different elements",
             .why = R"(On a field that holds an array, each test looks for an element of its own:
`{"$gt": 5, "$lt": 3}` matches `[1, 9]`, and a range matches arrays that have nothing inside it.
`$elemMatch` asks for one element that meets all its tests.)",
             .bad = R"({"orders.qty": {"$gte": 5, "$lt": 10}})",
             .good = R"({"orders": {"$elemMatch": {"qty": {"$gte": 5, "$lt": 10}}}})",
             .topic = LintTopic::Doubtful},
    .field = check_split_array_bounds};

}  // namespace tamis::linting
