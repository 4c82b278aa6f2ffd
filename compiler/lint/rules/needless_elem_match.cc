#include <fmt/format.h>

#include <algorithm>

#include "compiler/lint/edits.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

// Tests that neither null, a missing field nor an array itself can meet.
bool asks_for_scalar(const MatchNode& test) {
  static constexpr TypeSet kScalars{BsonType::Int32,      BsonType::Int64,   BsonType::Double,
                                    BsonType::Decimal128, BsonType::String,  BsonType::Bool,
                                    BsonType::Date,       BsonType::ObjectId};
  const auto is_scalar = [](const Operand& operand) {
    return operand.date_math || operand.regex || kScalars.contains(operand.value.type());
  };
  switch (test.op) {
    case MatchOp::Eq:
    case MatchOp::Gt:
    case MatchOp::Gte:
    case MatchOp::Lt:
    case MatchOp::Lte:
      return is_scalar(test.operand);
    case MatchOp::In:
      return !test.list.empty() && std::ranges::all_of(test.list, is_scalar);
    case MatchOp::Regex:
      return true;
    default:
      return false;
  }
}

const MatchNode* only_test(const MatchNode& match) {
  const MatchNode* child = &match.children.front();
  while (child->op == MatchOp::And && child->children.size() == 1) child = &child->children.front();
  return asks_for_scalar(*child) ? child : nullptr;
}

// `"tags": {"$elemMatch": {"$eq": 1}}` becomes `"tags": {"$eq": 1}`, and
// `"orders": {"$elemMatch": {"sku": 1}}` becomes `"orders.sku": 1`.
std::vector<Edit> edits_of_needless_elem_match(const MatchNode& match, const MatchNode& test,
                                               LintContext& context) {
  const auto inner = context.syntax_of_member(match.op_span);
  const auto field = inner ? context.syntax_parent(*inner) : std::nullopt;
  const auto outer = field ? context.syntax_parent(*field) : std::nullopt;
  if (!outer) return {};
  const SyntaxTree& tree = *context.syntax();
  if (only_child(tree, *field) != inner || only_child(tree, *inner) == std::nullopt) return {};
  if (test.self) return unwrap(tree, tree[*field].span, tree[*inner].span);
  const SyntaxNode& member = tree[*only_child(tree, *inner)];
  const std::string path = fmt::format("{}.{}", match.path.text(), test.path.text());
  if (member.key != test.path.text() || tree[*field].key != match.path.text() ||
      keys_clash(tree, *outer, *field, {path}))
    return {};
  std::vector<Edit> all = unwrap(tree, tree[*field].span, member.span);
  if (!all.empty()) all.insert(all.begin(), {tree[*field].key_span, quoted(path)});
  return all;
}

void check_needless_elem_match(const MatchNode& node, LintContext& context) {
  if (node.self) return;
  const FieldFacts& facts = context.facts(node);
  const MatchNode* test = only_test(node);
  if (test == nullptr || !facts.known || !facts.types.within({BsonType::Array, BsonType::Null}))
    return;
  const bool of_fields = node.op == MatchOp::ElemMatchObject;
  if (of_fields ? facts.elements != TypeSet{BsonType::Object}
                : facts.elements.contains(BsonType::Array))
    return;
  if (of_fields && test->path.components().front().index >= 0) return;
  std::vector<Edit> changes = edits_of_needless_elem_match(node, *test, context);
  if (changes.empty()) return;
  context.report(node.op_span, "`$elemMatch` adds nothing to a single test", "needless")
      .fix(Fix{"write the test itself", std::move(changes), true});
}

}  // namespace

constinit const Rule kNeedlessElemMatch{
    .info =
        {.code = "L037",
         .name = "needless-elem-match",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "`$elemMatch` with a single test, which the field alone would say",
         .why =
             R"(A test of an array field asks for one element that meets it, so `$elemMatch` around one test adds
nothing. It is for two tests and more that one element is to meet together.)",
         .bad = R"({"tags": {"$elemMatch": {"$eq": "vip"}}})",
         .good = R"({"tags": {"$eq": "vip"}})",
         .topic = LintTopic::Redundant},
    .ops = {MatchOp::ElemMatchObject, MatchOp::ElemMatchValue},
    .node = check_needless_elem_match};

}  // namespace tamis::linting
