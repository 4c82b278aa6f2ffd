#include "tools/segmentsd/resources/conditions.h"

#include <fmt/format.h>

#include "tools/segmentsd/http/text.h"

namespace segmentsd {
namespace {

using tamis::Severity;
using tamis::SourceSpan;
using tamis::SyntaxKind;
using tamis::SyntaxTree;

bool holds(SourceSpan outer, SourceSpan inner) {
  return outer.begin <= inner.begin && inner.end <= outer.end;
}

// The pointer of the innermost value (or member) that holds the span.
std::string pointer_to(const SyntaxTree& tree, std::uint32_t node, std::string base,
                       SourceSpan span) {
  for (bool deeper = true; deeper;) {
    deeper = false;
    std::size_t position = 0;
    for (const std::uint32_t child : tree.children(tree[node])) {
      const auto& entry = tree[child];
      if (holds(entry.span, span) || (entry.has_key && holds(entry.key_span, span))) {
        base = pointer(base, entry.has_key ? std::string(entry.key) : std::to_string(position));
        node = child;
        deeper = holds(entry.span, span);
        break;
      }
      ++position;
    }
  }
  return base;
}

Json to_json(const tamis::Fix& fix) {
  Json edits = Json::array();
  for (const tamis::Edit& edit : fix.edits)
    edits.push_back({{"begin", edit.span.begin}, {"end", edit.span.end}, {"text", edit.text}});
  return {{"title", fix.title}, {"safe", fix.safe}, {"edits", std::move(edits)}};
}

std::string_view severity_name(Severity severity) {
  switch (severity) {
    case Severity::Error:
      return "error";
    case Severity::Warning:
      return "warning";
    case Severity::Note:
      break;
  }
  return "note";
}

}  // namespace

FieldError to_field_error(const tamis::Diagnostic& diagnostic, const Body& body,
                          std::uint32_t conditions, std::string_view field) {
  const SyntaxTree& tree = body.tree();
  const SourceSpan span = diagnostic.span();
  const std::uint32_t offset = tree[conditions].span.begin;
  const tamis::LineColumn at = diagnostic.source.position(span.begin);
  FieldError error{
      pointer_to(tree, conditions, pointer("", field), {span.begin + offset, span.end + offset}),
      diagnostic.code, diagnostic.message};
  error.more = {
      {"severity", severity_name(diagnostic.severity)},
      {"span",
       {{"begin", span.begin}, {"end", span.end}, {"line", at.line}, {"column", at.column}}}};
  if (!diagnostic.labels.empty() && !diagnostic.labels.front().text.empty())
    error.more["label"] = diagnostic.labels.front().text;
  if (!diagnostic.helps.empty()) error.more["help"] = diagnostic.helps;
  Json fixes = Json::array();
  for (const tamis::Fix& fix : diagnostic.fixes) fixes.push_back(to_json(fix));
  error.more["fixes"] = std::move(fixes);
  return error;
}

void check_integers(Body& body, std::uint32_t node, const std::string& where) {
  const SyntaxTree& tree = body.tree();
  if (tree[node].kind == SyntaxKind::Number && is_integer(tree[node].text) &&
      !parse_number(tree[node].text))
    body.error(where, "INVALID_FIELD_VALUE",
               fmt::format("{} is beyond the integers of 64 bits", tree[node].text));
  for_each_child(tree, node, where, [&](std::uint32_t child, const std::string& inside) {
    check_integers(body, child, inside);
  });
}

std::optional<GivenRule> read_conditions(Body& body, std::string_view field, bool required,
                                         const Workspace& workspace) {
  const std::uint32_t node = body.node(field, required);
  if (node == tamis::kNoNode) return std::nullopt;
  if (body.tree()[node].kind != SyntaxKind::Object) {
    body.error(pointer("", field), "INVALID_FIELD_TYPE",
               fmt::format("`{}` must be an object", field));
    return std::nullopt;
  }
  check_integers(body, node, pointer("", field));
  std::string text(body.source_of(node));
  auto rule = workspace.compile(text);
  if (!rule) {
    for (const tamis::Diagnostic& diagnostic : rule.diagnostics()) {
      FieldError error = to_field_error(diagnostic, body, node, field);
      body.error(std::move(error.field), error.code, std::move(error.message),
                 std::move(error.more));
    }
    return std::nullopt;
  }
  return GivenRule{std::move(text), std::move(rule).value()};
}

}  // namespace segmentsd
