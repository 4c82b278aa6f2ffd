// The operators of one field.
#include <fmt/format.h>

#include <algorithm>

#include "compiler/build/builder.h"
#include "compiler/operators.h"
#include "compiler/values/regex.h"

namespace tamis {
namespace {

constexpr std::string_view kRegexOptions = "imsux";

void set_self(MatchNode& node) {
  node.self = true;
  if (node.is_leaf()) return;
  for (MatchNode& child : node.children) set_self(child);
}

bool is_db_ref(const SyntaxTree& tree, const SyntaxNode& object) {
  bool ref = false;
  bool id = false;
  for (const std::uint32_t child : tree.children(object)) {
    ref = ref || tree[child].key == "$ref";
    id = id || tree[child].key == "$id";
  }
  return ref && id;
}

bool is_db_ref_part(std::string_view key) {
  return key == "$ref" || key == "$id" || key == "$db";
}

std::string normal_options(std::string_view options) {
  std::string sorted(options);
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

}  // namespace

// An object whose first key begins with `$`, and is no wrapper and no DBRef.
bool Builder::is_operator_object(std::uint32_t node) const {
  const SyntaxNode& object = tree_[node];
  if (object.kind != SyntaxKind::Object || object.child_count == 0) return false;
  const std::string_view first = tree_[object.first_child].key;
  if (!first.starts_with("$")) return false;
  if (first == "$regex" || first == "$options") return true;
  return !is_wrapper(tree_, node) && !is_db_ref(tree_, object);
}

std::optional<Operand> Builder::literal(std::uint32_t node) {
  auto value = read_value(tree_, node, options_.limits, report_.out());
  if (!value) return std::nullopt;
  return Operand{std::move(*value), nullptr, nullptr, tree_[node].span};
}

void Builder::field(std::uint32_t value, std::uint32_t depth, std::vector<MatchNode>& out) {
  if (is_operator_object(value)) {
    field_operators(tree_[value], depth, out);
    return;
  }
  auto operand = literal(value);
  if (!operand) return;
  if (const Regex* pattern = operand->value.get_if<Regex>()) {
    if (auto search = regex(*pattern, value)) {
      search->op_span = tree_[value].span;
      out.push_back(std::move(*search));
    }
    return;
  }
  if (operand->value.is(BsonType::Undefined)) {
    report_.error("E109", operand->span, "nothing can be compared with `undefined`", "undefined")
        .fix("write null", operand->span, "null", false);
    return;
  }
  MatchNode equal = leaf(MatchOp::Eq, value);
  equal.op_span = tree_[value].span;
  equal.operand = std::move(*operand);
  out.push_back(std::move(equal));
}

void Builder::field_operators(const SyntaxNode& object, std::uint32_t depth,
                              std::vector<MatchNode>& out) {
  duplicate_keys(object);
  if (!within_depth(depth, object.span)) return;
  for (const std::uint32_t child : tree_.children(object))
    field_operator(object, child, depth, out);
}

void Builder::field_operator(const SyntaxNode& object, std::uint32_t node, std::uint32_t depth,
                             std::vector<MatchNode>& out) {
  const SyntaxNode& syntax = tree_[node];
  const OperatorInfo* info = find_operator(syntax.key);
  if (info == nullptr || info->kind != OperatorKind::Field) {
    if (info == nullptr && !syntax.key.starts_with("$")) {
      auto entry = report_.error(
          "E105", syntax.key_span,
          fmt::format("`{}` stands among operators, but is none", syntax.key), "not an operator");
      entry.label(tree_[object.first_child].key_span, "an operator here");
      const std::string with_dollar = fmt::format("${}", syntax.key);
      if (find_operator(with_dollar) != nullptr)
        entry.fix(fmt::format("write `{}`", with_dollar), syntax.key_span,
                  fmt::format("\"{}\"", with_dollar), false);
      return;
    }
    unknown_operator(node, true);
    return;
  }
  std::optional<MatchNode> result;
  switch (info->op) {
    case MatchOp::In:
    case MatchOp::Nin:
      result = list(info->op, node);
      break;
    case MatchOp::All:
      result = all(node, depth);
      break;
    case MatchOp::Not:
      result = negation(node, depth);
      break;
    case MatchOp::Exists: {
      const auto operand = literal(node);
      if (!operand) break;
      result = leaf(MatchOp::Exists, node);
      const Value& v = operand->value;
      result->operand = *operand;
      result->flag = !(v.is(BsonType::Null) || v.is(BsonType::Undefined) ||
                       (v.is(BsonType::Bool) && !v.as<bool>()) ||
                       (v.is_number() && compare_numbers(v, 0) == 0));
      break;
    }
    case MatchOp::Type:
      result = type(node);
      break;
    case MatchOp::Size:
      result = size(node);
      break;
    case MatchOp::Mod:
      result = mod(node);
      break;
    case MatchOp::Regex:
      result = regex_operator(object, node);
      break;
    case MatchOp::ElemMatchObject:
      result = elem_match(node, depth);
      break;
    case MatchOp::BitsAllSet:
    case MatchOp::BitsAllClear:
    case MatchOp::BitsAnySet:
    case MatchOp::BitsAnyClear:
      result = bits(info->op, node);
      break;
    default:
      result = compare(info->op, node);
  }
  if (result) out.push_back(std::move(*result));
}

std::optional<MatchNode> Builder::compare(MatchOp op, std::uint32_t node) {
  auto operand = literal(node);
  if (!operand) return std::nullopt;
  if (operand->value.is(BsonType::Undefined)) {
    report_.error("E109", operand->span, "nothing can be compared with `undefined`", "undefined")
        .fix("write null", operand->span, "null", false);
    return std::nullopt;
  }
  if (operand->value.is(BsonType::Regex) && op != MatchOp::Eq) {
    auto entry = report_.error(
        "E108", operand->span,
        fmt::format("`{}` cannot take a regular expression", operator_name(op)), "a regex");
    if (op == MatchOp::Ne)
      entry.help("to leave out what a regex finds, write `{\"$not\": /…/}`")
          .fix("use `$not`", tree_[node].key_span, "\"$not\"", true);
    return std::nullopt;
  }
  MatchNode result = leaf(op, node);
  result.operand = std::move(*operand);
  return result;
}

void Builder::list_member(std::uint32_t node, std::vector<Operand>& out) {
  auto operand = literal(node);
  if (!operand) return;
  if (operand->value.is(BsonType::Undefined)) {
    report_.error("E109", operand->span, "nothing can be compared with `undefined`", "undefined");
  } else if (const Regex* pattern = operand->value.get_if<Regex>()) {
    auto search = regex(*pattern, node);
    if (search) out.push_back(std::move(search->operand));
  } else {
    out.push_back(std::move(*operand));
  }
}

std::optional<MatchNode> Builder::list(MatchOp op, std::uint32_t node) {
  const SyntaxNode& array = tree_[node];
  if (array.kind != SyntaxKind::Array) {
    auto entry = report_.error("E106", array.span,
                               fmt::format("`{}` takes an array of values", operator_name(op)),
                               "not an array");
    if (array.kind != SyntaxKind::Object || is_wrapper(tree_, node))
      entry.fix(Fix{
          "put it in an array",
          {{{array.span.begin, array.span.begin}, "["}, {{array.span.end, array.span.end}, "]"}},
          true});
    return std::nullopt;
  }
  if (array.child_count > options_.limits.list_items) {
    report_.error("X011", array.span,
                  fmt::format("a list has more than {} members", options_.limits.list_items),
                  fmt::format("{} members", array.child_count));
    return std::nullopt;
  }
  MatchNode result = leaf(op, node);
  result.list.reserve(array.child_count);
  for (const std::uint32_t child : tree_.children(array)) {
    if (is_operator_object(child)) {
      report_.error("E107", tree_[child].span,
                    fmt::format("an operator cannot stand inside `{}`", operator_name(op)),
                    fmt::format("`{}` here", tree_[tree_[child].first_child].key));
      continue;
    }
    list_member(child, result.list);
  }
  return result;
}

std::optional<MatchNode> Builder::all(std::uint32_t node, std::uint32_t depth) {
  const SyntaxNode& array = tree_[node];
  if (array.kind != SyntaxKind::Array) return list(MatchOp::All, node);
  const auto is_elem_match = [&](std::uint32_t child) {
    const SyntaxNode& member = tree_[child];
    return member.kind == SyntaxKind::Object && member.child_count > 0 &&
           tree_[member.first_child].key == "$elemMatch";
  };
  if (array.child_count > 0 && is_elem_match(array.first_child)) {
    MatchNode result = leaf(MatchOp::And, node);
    for (const std::uint32_t child : tree_.children(array)) {
      if (!is_elem_match(child) || tree_[child].child_count != 1) {
        report_.error("E122", tree_[child].span,
                      "`$all` takes values or `$elemMatch`, not some of each",
                      "no `$elemMatch` alone");
        continue;
      }
      if (auto part = elem_match(tree_[child].first_child, depth))
        result.children.push_back(std::move(*part));
    }
    return result;
  }
  MatchNode result = leaf(MatchOp::All, node);
  if (array.child_count > options_.limits.list_items) return list(MatchOp::All, node);
  for (const std::uint32_t child : tree_.children(array)) {
    const SyntaxNode& member = tree_[child];
    if (is_operator_object(child)) {
      const OperatorInfo* info = find_operator(tree_[member.first_child].key);
      if (info != nullptr && info->kind == OperatorKind::Field && info->op != MatchOp::Not) {
        report_.error(is_elem_match(child) ? "E122" : "E107", member.span,
                      is_elem_match(child) ? "`$all` takes values or `$elemMatch`, not some of each"
                                           : "an operator cannot stand inside `$all`",
                      fmt::format("`{}` here", info->name));
        continue;
      }
    }
    list_member(child, result.list);
  }
  return result;
}

std::optional<MatchNode> Builder::negation(std::uint32_t node, std::uint32_t depth) {
  const SyntaxNode& syntax = tree_[node];
  MatchNode result = leaf(MatchOp::Not, node);
  if (is_operator_object(node)) {
    MatchNode inner;
    inner.op = MatchOp::And;
    inner.span = syntax.span;
    inner.op_span = syntax.span;
    field_operators(syntax, depth + 1, inner.children);
    result.children.push_back(std::move(inner));
    return result;
  }
  if (syntax.kind != SyntaxKind::Object || is_wrapper(tree_, node)) {
    auto operand = literal(node);
    if (!operand) return std::nullopt;
    if (const Regex* pattern = operand->value.get_if<Regex>()) {
      auto search = regex(*pattern, node);
      if (!search) return std::nullopt;
      search->op_span = syntax.span;
      result.children.push_back(std::move(*search));
      return result;
    }
  }
  auto entry = report_.error("E115", syntax.span, "`$not` takes an object of operators or a regex",
                             syntax.kind == SyntaxKind::Object ? "no operators in it" : "a value");
  if (syntax.kind != SyntaxKind::Object && syntax.kind != SyntaxKind::Array)
    entry.help("to leave out a value, use `$ne`")
        .fix("use `$ne`", syntax.key_span, "\"$ne\"", true);
  return std::nullopt;
}

std::optional<MatchNode> Builder::elem_match(std::uint32_t node, std::uint32_t depth) {
  const SyntaxNode& syntax = tree_[node];
  if (syntax.kind != SyntaxKind::Object || is_wrapper(tree_, node)) {
    report_
        .error("E121", syntax.span,
               "`$elemMatch` takes an object of operators, or a condition on an element",
               "not an object")
        .help("to ask whether an array holds a value, write it alone: `{\"tags\": \"a\"}`");
    return std::nullopt;
  }
  if (!within_depth(depth + 1, syntax.span)) return std::nullopt;
  MatchNode result = leaf(MatchOp::ElemMatchObject, node);
  if (is_operator_object(node)) {
    const std::string_view first = tree_[syntax.first_child].key;
    const OperatorInfo* info = find_operator(first);
    const bool pathless = info != nullptr && (info->kind == OperatorKind::Logical ||
                                              info->kind == OperatorKind::Pathless);
    if (!pathless && !is_db_ref_part(first)) {
      MatchNode tests;
      tests.op = MatchOp::And;
      tests.span = syntax.span;
      tests.op_span = syntax.span;
      field_operators(syntax, depth + 1, tests.children);
      set_self(tests);
      result.op = MatchOp::ElemMatchValue;
      result.children.push_back(std::move(tests));
      return result;
    }
  }
  result.children.push_back(condition(node, depth + 1));
  return result;
}

std::optional<MatchNode> Builder::regex_operator(const SyntaxNode& object, std::uint32_t node) {
  const SyntaxNode& syntax = tree_[node];
  const SyntaxNode* options = nullptr;
  const SyntaxNode* pattern = nullptr;
  std::uint32_t pattern_node = kNoNode;
  for (const std::uint32_t child : tree_.children(object)) {
    if (tree_[child].key == "$options") options = &tree_[child];
    if (tree_[child].key == "$regex") {
      pattern = &tree_[child];
      pattern_node = child;
    }
  }
  if (syntax.key == "$options") {
    if (pattern == nullptr)
      report_.error("E114", syntax.key_span, "`$options` needs a `$regex` beside it",
                    "no `$regex` here");
    return std::nullopt;  // it speaks through its `$regex`
  }
  auto operand = literal(pattern_node);
  if (!operand) return std::nullopt;
  Regex regex_value;
  if (const auto* text = operand->value.get_if<std::string>()) {
    regex_value.pattern = *text;
  } else if (const Regex* written = operand->value.get_if<Regex>()) {
    regex_value = *written;
  } else {
    report_.error("E110", syntax.span, "`$regex` takes a string or a regex", "neither of them");
    return std::nullopt;
  }
  if (options != nullptr) {
    if (options->kind != SyntaxKind::String) {
      report_.error("E113", options->span, "`$options` takes a string of letters", "not a string");
      return std::nullopt;
    }
    if (!regex_value.options.empty()) {
      report_.error("E114", options->span, "options stand both in the regex and in `$options`",
                    "a second time here");
      return std::nullopt;
    }
    regex_value.options = options->text;
  }
  auto result = regex(std::move(regex_value), pattern_node);
  if (result && options != nullptr)
    result->span = {std::min(syntax.key_span.begin, options->key_span.begin),
                    std::max(syntax.span.end, options->span.end)};
  return result;
}

std::optional<MatchNode> Builder::regex(Regex regex_value, std::uint32_t node) {
  const SourceSpan span = tree_[node].span;
  if (regex_value.pattern.size() > options_.limits.pattern_bytes) {
    report_.error("X012", span,
                  fmt::format("a pattern is longer than {} bytes", options_.limits.pattern_bytes),
                  fmt::format("{} bytes", regex_value.pattern.size()));
    return std::nullopt;
  }
  const std::size_t bad = regex_value.options.find_first_not_of(kRegexOptions);
  if (bad != std::string::npos) {
    report_
        .error("E113", span,
               fmt::format("unknown regex option `{}`", regex_value.options.substr(bad, 1)),
               "the options are i, m, s, u and x")
        .note(regex_value.options[bad] == 'g'
                  ? "`g` has no meaning in a condition: any match counts"
                  : "option letters are lower case");
    return std::nullopt;
  }
  regex_value.options = normal_options(regex_value.options);
  auto compiled = RegexProgram::compile(regex_value.pattern, regex_value.options, options_.regex);
  if (const auto* error = std::get_if<RegexError>(&compiled)) {
    if (error->outside_profile)
      report_
          .error("E112", span, "this pattern cannot be matched in linear time: " + error->message,
                 fmt::format("at character {} of the pattern", error->offset + 1))
          .help(
              "rewrite it without look-around, back-references and possessive groups, or allow "
              "the full regex profile for trusted text");
    else
      report_.error("E111", span, "invalid regular expression: " + error->message,
                    fmt::format("at character {} of the pattern", error->offset + 1));
    return std::nullopt;
  }
  MatchNode result = leaf(MatchOp::Regex, node);
  result.operand.value = std::move(regex_value);
  result.operand.regex = std::make_shared<const RegexProgram>(std::get<RegexProgram>(compiled));
  return result;
}

}  // namespace tamis
