#include "compiler/lint/context.h"

#include <tamis/compile.h>

#include <algorithm>
#include <string_view>
#include <utility>

#include "compiler/check/check.h"

namespace tamis::linting {
namespace {

// Codes are given by topic.
constexpr std::string_view kLastOfNeverOrAlways = "L024";

std::uint64_t key_of(SourceSpan span) {
  return (static_cast<std::uint64_t>(span.begin) << 32U) | span.end;
}

}  // namespace

const MatchNode* tested_leaf(const MatchNode& node) {
  if (node.is_leaf()) return &node;
  if (node.op != MatchOp::Not) return nullptr;
  const MatchNode* below = &node;
  while (!below->is_leaf()) {
    if (below->children.empty()) return nullptr;
    below = &below->children.front();
  }
  // The segments API's `$not` stands before the paths, a field's `$not` after its path.
  return below->self || below->path_span.end <= node.op_span.begin ? below : nullptr;
}

LintContext::LintContext(const Condition& condition, Diagnostics& out)
    : condition_(condition), checked_(condition.checked()), out_(out), proofs_(condition) {}

const FieldFacts& LintContext::facts(const MatchNode& node) const {
  return checked_.facts_of(node);
}

const MatchNode* LintContext::parent() const {
  return ancestors_.empty() ? nullptr : ancestors_.back();
}

bool LintContext::negated() const {
  bool odd = false;
  for (const MatchNode* above : ancestors_)
    if (above->op == MatchOp::Not || above->op == MatchOp::Nor) odd = !odd;
  return odd;
}

const MatchNode* LintContext::enclosing(MatchOp op) const {
  for (auto above = ancestors_.rbegin(); above != ancestors_.rend(); ++above)
    if ((*above)->op == op) return *above;
  return nullptr;
}

const MatchNode* LintContext::element() const {
  for (auto above = ancestors_.rbegin(); above != ancestors_.rend(); ++above)
    if ((*above)->op == MatchOp::ElemMatchObject || (*above)->op == MatchOp::ElemMatchValue)
      return *above;
  return nullptr;
}

bool LintContext::never_found_inside() const {
  return std::any_of(out_.begin() + static_cast<std::ptrdiff_t>(found_before_.back()), out_.end(),
                     [](const Diagnostic& found) { return found.code <= kLastOfNeverOrAlways; });
}

std::size_t LintContext::tests_below(const MatchNode& node, const FieldPath& path) {
  const auto [place, is_new] = tests_.try_emplace(&node);
  auto& counts = place->second;
  if (is_new) {
    const auto count = [&](const auto& self, const MatchNode& below) -> void {
      if (below.is_leaf() && !below.self) ++counts[below.path.text()];
      for (const MatchNode& child : below.children) self(self, child);
    };
    count(count, node);
  }
  const auto found = counts.find(path.text());
  return found == counts.end() ? 0 : found->second;
}

bool LintContext::has_alternative(const MatchNode& test, const MatchNode& leaf) {
  const MatchNode* above = enclosing(MatchOp::Or);
  return above != nullptr && tests_below(*above, leaf.path) > tests_below(test, leaf.path);
}

std::string_view LintContext::time_zone() const {
  return time_zone_of(condition_.options());
}

bool LintContext::single_valued(const MatchNode& node) const {
  return node.self || facts(node).single();
}

bool LintContext::several_valued(const MatchNode& node) const {
  const FieldFacts& of = facts(node);
  if (node.self || !of.known || !(of.through_array || of.maybe_array())) return false;
  return std::ranges::none_of(node.path.components(),
                              [](const FieldPath::Component& c) { return c.index >= 0; });
}

Reporter::Entry LintContext::report(SourceSpan span, std::string message, std::string label) {
  return Reporter(condition_.source(), out_)
      .add(severity_, code_, span, std::move(message), std::move(label));
}

const SyntaxTree* LintContext::syntax() {
  if (!std::exchange(syntax_tried_, true)) {
    // The text passed these limits once; parsing must not fail for stricter ones.
    Result<SyntaxTree> tree = parse_syntax(condition_.source(), condition_.options().limits);
    if (tree.ok()) {
      syntax_ = std::move(tree).value();
      index_syntax();
    }
  }
  return syntax_ ? &*syntax_ : nullptr;
}

void LintContext::index_syntax() {
  parents_.assign(syntax_->size(), kNoNode);
  for (std::uint32_t i = 0; i < syntax_->size(); ++i) {
    const SyntaxNode& node = (*syntax_)[i];
    by_value_.emplace(key_of(node.span), i);
    if (node.has_key) by_key_.emplace(key_of(node.key_span), i);
    for (const std::uint32_t child : syntax_->children(node)) parents_[child] = i;
  }
}

std::optional<std::uint32_t> LintContext::syntax_of_value(SourceSpan span) {
  if (syntax() == nullptr) return std::nullopt;
  const auto found = by_value_.find(key_of(span));
  if (found == by_value_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::uint32_t> LintContext::syntax_of_member(SourceSpan key) {
  if (syntax() == nullptr) return std::nullopt;
  const auto found = by_key_.find(key_of(key));
  if (found == by_key_.end()) return std::nullopt;
  return found->second;
}

std::optional<std::uint32_t> LintContext::syntax_parent(std::uint32_t node) {
  if (syntax() == nullptr || parents_[node] == kNoNode) return std::nullopt;
  return parents_[node];
}

}  // namespace tamis::linting
