#include <fmt/format.h>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"

namespace tamis::linting {
namespace {

// The only test that a `$not` or `$nor` complements, or null where there are several.
const MatchNode* complemented(const MatchNode& negation) {
  if (negation.children.size() != 1) return nullptr;
  const MatchNode& child = negation.children.front();
  if (child.op != MatchOp::And) return &child;
  return child.children.size() == 1 ? &child.children.front() : nullptr;
}

std::string_view positive(MatchOp op) {
  switch (op) {
    case MatchOp::Ne:
      return "$eq";
    case MatchOp::Nin:
      return "$in";
    case MatchOp::Nor:
      return "$or";
    default:
      return "";
  }
}

// `"$not": {"$ne": 5}` becomes `"$eq": 5`, `"$nor": [{"$nor": [...]}]` becomes `"$or": [...]`, and
// `"$not": {"$not": {...}}` what stands innermost.
std::vector<Edit> edits_of_double_negation(const MatchNode& inner, LintContext& context,
                                           std::uint32_t member) {
  const SyntaxTree& tree = *context.syntax();
  const auto below = context.syntax_of_member(inner.op_span);
  const auto object = context.syntax_parent(member);
  if (!below || !object || tree[*below].key_span.begin < tree[member].span.begin) return {};
  if (inner.op != MatchOp::Not) {
    const std::string name(positive(inner.op));
    if (keys_clash(tree, *object, member, {name})) return {};
    std::vector<Edit> all = unwrap(tree, whole(tree[member]), whole(tree[*below]));
    if (all.empty()) return {};
    const SourceSpan key = tree[*below].key_span;
    all.insert(all.begin() + 1, {key, quoted_like(tree.source(), key, name)});
    return all;
  }
  if (tree[*below].kind != SyntaxKind::Object || tree[*below].child_count == 0) return {};
  if (keys_clash(tree, *object, member, keys_of(tree, *below))) return {};
  return unwrap(tree, whole(tree[member]), content(tree, *below));
}

// A topic's negation is a `$nor` by another name.
bool is_spelt_nor(const MatchNode& node, LintContext& context) {
  const auto member = context.syntax_of_member(node.op_span);
  return node.op == MatchOp::Nor && member && (*context.syntax())[*member].key == "$nor";
}

// What says the same without either negation.
std::string advice(const MatchNode& inner, LintContext& context) {
  if (inner.op == MatchOp::Not) return "write the innermost test itself";
  if (inner.op == MatchOp::Nor && !is_spelt_nor(inner, context))
    return "write the test without either";
  return fmt::format("use `{}`", positive(inner.op));
}

void check_double_negation(const MatchNode& node, LintContext& context) {
  const MatchNode* inner = complemented(node);
  if (inner == nullptr) return;
  if (inner->op != MatchOp::Not && positive(inner->op).empty()) return;
  const auto member = context.syntax_of_member(node.op_span);
  if (!member || (node.op == MatchOp::Not && tested_leaf(node) == nullptr)) return;
  auto entry = context.report(node.op_span, "two negations cancel each other out", "not ...");
  entry.label(inner->op_span, "... not");
  const std::string help = advice(*inner, context);
  // Between a `$nor` and a test stands the field.
  const bool alone = node.op == MatchOp::Not || is_spelt_nor(*inner, context);
  std::vector<Edit> changes =
      alone ? edits_of_double_negation(*inner, context, *member) : std::vector<Edit>();
  if (changes.empty())
    entry.help(help);
  else
    entry.fix(Fix{help, std::move(changes), true});
}

}  // namespace

constinit const Rule kDoubleNegation{
    .info =
        {.code = "L028",
         .name = "double-negation",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a negation of a negation",
         .why =
             R"(`$not` is the exact complement of what it holds, documents without the field included, so
two of them cancel out: `{"$not": {"$ne": 5}}` is `5`. So do two `$nor`, which are an `$or`. A reader
has to work that out, and may well think that missing fields are treated in some special way.)",
         .bad = R"({"age": {"$not": {"$ne": 5}}})",
         .good = R"({"age": {"$eq": 5}})",
         .topic = LintTopic::Redundant,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Not, MatchOp::Nor},
    .node = check_double_negation};

}  // namespace tamis::linting
