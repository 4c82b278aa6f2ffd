#include <fmt/format.h>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"

namespace tamis::linting {
namespace {

// The edits that turn the list into its only member.
std::vector<Edit> edits_of_in_of_one(const MatchNode& node, LintContext& context,
                                     std::uint32_t member) {
  const SyntaxTree& tree = *context.syntax();
  const auto element = only_child(tree, member);
  if (!element) return {};
  const bool in = node.op == MatchOp::In;
  const auto object = context.syntax_parent(member);
  if (in && object && is_of_field(tree, *object) && only_child(tree, *object))
    return unwrap(tree, tree[*object].span, tree[*element].span);
  const bool regex = node.list.front().value.is(BsonType::Regex);
  const std::string_view name = regex ? (in ? "$regex" : "$not") : (in ? "$eq" : "$ne");
  if (object && keys_clash(tree, *object, member, {std::string(name)})) return {};
  std::vector<Edit> all = unwrap(tree, tree[member].span, tree[*element].span);
  if (all.empty()) return {};
  const SourceSpan key = tree[member].key_span;
  all.insert(all.begin(), {key, quoted_like(tree.source(), key, name)});
  return all;
}

void check_in_of_one(const MatchNode& node, LintContext& context) {
  if (node.list.size() != 1) return;
  const auto member = context.syntax_of_member(node.op_span);
  if (!member) return;
  const std::string_view name = (*context.syntax())[*member].key;
  if (name != "$in" && name != "$nin") return;  // a topic condition's list
  auto entry =
      context.report(node.op_span, fmt::format("`{}` has only one value", name), "a list of one");
  const std::string help = name == "$in" ? "write the value itself" : "use `$ne`";
  std::vector<Edit> changes = edits_of_in_of_one(node, context, *member);
  if (changes.empty())
    entry.help(help);
  else
    entry.fix(Fix{help, std::move(changes), true});
}

}  // namespace

constinit const Rule kInOfOne{
    .info = {.code = "L025",
             .name = "in-of-one",
             .severity = Severity::Note,
             .fix = FixAvailability::Sometimes,
             .since = "0.1",
             .summary = "`$in` or `$nin` with a single value",
             .why = R"(`{"$in": ["FI"]}` selects what `"FI"` selects, and `{"$nin": ["FI"]}` what
`{"$ne": "FI"}` does. The shorter form is easier to read, and it shows that no list was forgotten.)",
             .bad = R"({"country": {"$in": ["FI"]}})",
             .good = R"({"country": "FI"})",
             .topic = LintTopic::Redundant,
             .kind = ExampleKind::Condition},
    .ops = {MatchOp::In, MatchOp::Nin},
    .node = check_in_of_one};

}  // namespace tamis::linting
