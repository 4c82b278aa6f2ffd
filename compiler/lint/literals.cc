#include "compiler/lint/literals.h"

#include "compiler/lint/edits.h"
#include "compiler/values/iso8601.h"

namespace tamis::linting {

std::vector<const Operand*> operands(const MatchNode& node) {
  if (node.list.empty()) return {&node.operand};
  std::vector<const Operand*> all;
  for (const Operand& operand : node.list) all.push_back(&operand);
  return all;
}

const SyntaxNode* written(LintContext& context, const Operand& operand) {
  const auto value = context.syntax_of_value(operand.span);
  return value ? &(*context.syntax())[*value] : nullptr;
}

std::optional<DateText> date_text(LintContext& context, const Operand& operand) {
  if (!operand.value.is(BsonType::Date)) return std::nullopt;
  const SyntaxNode* node = written(context, operand);
  if (node == nullptr) return std::nullopt;
  if (node->kind == SyntaxKind::String) return DateText{node, true};
  if (node->child_count != 1) return std::nullopt;
  const SyntaxNode& inner = (*context.syntax())[node->first_child];
  if (inner.kind != SyntaxKind::String) return std::nullopt;
  return DateText{&inner, false};
}

std::optional<std::string> day_after(std::string_view date) {
  const auto parsed = parse_iso8601(date);
  const IsoDate* day = std::get_if<IsoDate>(&parsed);
  if (day == nullptr || day->has_time) return std::nullopt;
  constexpr std::int64_t kDay = 86'400'000;
  const std::string next = format_iso8601(day->ms + kDay);
  return next.substr(0, next.find('T'));
}

std::string with_date(const LintContext& context, const Operand& operand, const DateText& date,
                      std::string_view text) {
  const SourceSpan inner{date.node->span.begin + 1, date.node->span.end - 1};
  return std::string(context.text({operand.span.begin, inner.begin})) + std::string(text) +
         std::string(context.text({inner.end, operand.span.end}));
}

std::optional<Edit> rename_operator(LintContext& context, const MatchNode& node,
                                    std::string_view name) {
  const Source& source = context.expression().source;
  if (context.syntax_of_member(node.op_span) && node.op_span != node.path_span)
    return Edit{node.op_span, quoted_like(source, node.op_span, name)};
  const auto value = context.syntax_of_value(node.op_span);
  if (!value || (*context.syntax())[*value].key != "operator") return std::nullopt;
  return Edit{node.op_span, quoted_like(source, node.op_span, name.substr(1))};
}

std::optional<Edit> replace_test(LintContext& context, const MatchNode& node, std::string_view name,
                                 std::string_view literal) {
  const auto member = context.syntax_of_member(node.op_span);
  if (!member || node.op_span == node.path_span) return std::nullopt;
  const auto object = context.syntax_parent(*member);
  if (!object || keys_clash(*context.syntax(), *object, *member, {std::string(name)}))
    return std::nullopt;
  return Edit{
      whole((*context.syntax())[*member]),
      quoted_like(context.expression().source, node.op_span, name) + ": " + std::string(literal)};
}

bool names_id(const MatchNode& node) {
  if (node.self || node.path.empty()) return false;
  const std::string& name = node.path.components().back().name;
  return name == "id" || name.ends_with("_id") || (name.size() > 2 && name.ends_with("Id"));
}

}  // namespace tamis::linting
