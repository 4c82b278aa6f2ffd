#include "compiler/build/build.h"

#include <fmt/format.h>

#include <unordered_map>

#include "compiler/build/builder.h"
#include "compiler/json_schema/read.h"
#include "compiler/operators.h"
#include "compiler/spellings/segments.h"
#include "grammar/quote.h"

namespace tamis {
namespace {

bool is_field_like(std::string_view key) {
  return key.empty() || key[0] != '$' || key == "$ref" || key == "$id" || key == "$db";
}

// What tells most names apart.
std::size_t slot_of(std::string_view name) {
  if (name.empty()) return 0;
  return name.size() + static_cast<unsigned char>(name.front()) * std::size_t{7} +
         static_cast<unsigned char>(name.back()) * std::size_t{31};
}

void set_path(MatchNode& node, const FieldPath& path, SourceSpan span) {
  if (node.is_leaf()) {
    node.path = path;
    node.path_span = span;
    return;  // what is below an $elemMatch has paths of its own
  }
  for (MatchNode& child : node.children) set_path(child, path, span);
}

// As many as the members of a condition make, or a few more.
std::size_t count_tests(const SyntaxTree& tree, const SyntaxNode& object) {
  std::size_t count = 0;
  for (const std::uint32_t child : tree.children(object)) {
    const SyntaxNode& value = tree[child];
    const bool has_operators = value.kind == SyntaxKind::Object && value.child_count > 0 &&
                               tree[value.first_child].key.starts_with('$');
    count += has_operators ? value.child_count : 1;
  }
  return count;
}

void number(MatchNode& node, std::uint32_t& next) {
  node.id = next++;
  for (MatchNode& child : node.children) number(child, next);
}

}  // namespace

Builder::Builder(const SyntaxTree& tree, const CompileOptions& options, Diagnostics& diagnostics)
    : tree_(tree),
      options_(options),
      spelling_(
          options.spelling.value_or(options.schema ? Spelling::Automatic : Spelling::MongoDb)),
      report_(tree.source(), diagnostics),
      values_(tree, options.limits.literal_nesting, diagnostics) {}

MatchNode& Builder::add(MatchOp op, std::uint32_t node, std::vector<MatchNode>& out) const {
  const SyntaxNode& syntax = tree_[node];
  MatchNode& test = out.emplace_back();
  test.op = op;
  test.span = syntax.has_key ? SourceSpan{syntax.key_span.begin, syntax.span.end} : syntax.span;
  test.op_span = syntax.has_key ? syntax.key_span : syntax.span;
  test.operand.span = syntax.span;
  return test;
}

bool Builder::within_depth(std::uint32_t depth, SourceSpan span) {
  if (depth <= options_.limits.condition_depth) return true;
  report_
      .error("X010", span,
             fmt::format("operators nest deeper than {} levels", options_.limits.condition_depth),
             "one level too many")
      .help("flatten nested `$and` and `$or`, or raise the limit `condition_depth`");
  return false;
}

void Builder::duplicate_keys(const SyntaxNode& object) {
  if (object.child_count < 2) return;
  const auto complain = [&](const SyntaxNode& first, const SyntaxNode& second) {
    auto entry = report_.error("E103", second.key_span,
                               fmt::format("the key `{}` stands twice in one object", second.key),
                               "again here");
    entry.label(first.key_span, "first here");
    if (!second.key.starts_with("$"))
      entry.help(
          "to require both, write `{\"$and\": [{…}, {…}]}`, or put both operators in one "
          "object");
  };
  if (object.child_count <= 8) {
    for (std::uint32_t i : tree_.children(object))
      for (std::uint32_t j = object.first_child; j != i; j = tree_[j].next_sibling)
        if (tree_[i].key == tree_[j].key) {
          complain(tree_[j], tree_[i]);
          break;
        }
    return;
  }
  std::unordered_map<std::string_view, std::uint32_t> seen;
  seen.reserve(object.child_count);
  for (std::uint32_t i : tree_.children(object)) {
    const auto [it, is_new] = seen.emplace(tree_[i].key, i);
    if (!is_new) complain(tree_[it->second], tree_[i]);
  }
}

const FieldPath& Builder::path(std::string_view dotted, SourceSpan span) {
  FieldPath& path = paths_[slot_of(dotted) % paths_.size()];
  if (path.empty() || path.text() != dotted) path = FieldPath(dotted);
  if (dotted.find('\0') != std::string_view::npos)
    report_.error("E125", span, "a field name cannot hold a NUL", "`\\u0000` in here");
  if (path.size() > options_.limits.path_components)
    report_.error(
        "X013", span,
        fmt::format("a path has more than {} components", options_.limits.path_components),
        fmt::format("{} components", path.size()));
  return path;
}

void Builder::condition(std::uint32_t node, std::uint32_t depth, MatchNode& result) {
  const SyntaxNode& object = tree_[node];
  result.op = MatchOp::And;
  result.span = object.span;
  result.op_span = object.span;
  if (object.kind != SyntaxKind::Object || is_wrapper(tree_, node)) {
    report_.error("E100", object.span, "a condition is an object", "not an object of fields")
        .help("write `{ \"field\": value }`");
    return;
  }
  if (!within_depth(depth, object.span)) return;
  duplicate_keys(object);
  if (spelling_ != Spelling::MongoDb && segments::build(*this, node, result.children)) return;
  result.children.reserve(count_tests(tree_, object));
  for (const std::uint32_t child : tree_.children(object)) member(child, depth, result.children);
}

void Builder::member(std::uint32_t node, std::uint32_t depth, std::vector<MatchNode>& out) {
  const SyntaxNode& syntax = tree_[node];
  if (is_field_like(syntax.key)) {
    if (spelling_ != Spelling::MongoDb && segments::build_alias(*this, node, depth, out)) return;
    const FieldPath field_path = path(syntax.key, syntax.key_span);
    const std::size_t before = out.size();
    field(node, depth, out);
    for (std::size_t i = before; i < out.size(); ++i) {
      set_path(out[i], field_path, syntax.key_span);
      if (out.size() == before + 1) out[i].span = {syntax.key_span.begin, syntax.span.end};
    }
    return;
  }
  if (syntax.key == "$not" && spelling_ != Spelling::MongoDb) {
    segments::build_not(*this, node, depth, out);
    return;
  }
  const OperatorInfo* info = find_operator(syntax.key);
  if (info == nullptr || info->kind == OperatorKind::Field || info->kind == OperatorKind::Refused) {
    unknown_operator(node, false);
    return;
  }
  pathless(*info, node, depth, out);
}

void Builder::pathless(const OperatorInfo& info, std::uint32_t node, std::uint32_t depth,
                       std::vector<MatchNode>& out) {
  const SyntaxNode& syntax = tree_[node];
  MatchNode& test = add(info.op, node, out);
  switch (info.op) {
    case MatchOp::Comment:
      literal(node, test.operand);
      break;
    case MatchOp::JsonSchema:
      json_schema(node, depth, test);
      break;
    case MatchOp::AlwaysTrue:
    case MatchOp::AlwaysFalse: {
      Operand operand;
      if (literal(node, operand) &&
          !(operand.value.is_number() && compare_numbers(operand.value, 1) == 0))
        report_.error("E126", syntax.span, fmt::format("`{}` takes only 1", info.name), "not 1")
            .fix("write 1", syntax.span, "1", true);
      break;
    }
    default:
      conditions(info.name, node, depth, test.children);
  }
}

void Builder::json_schema(std::uint32_t node, std::uint32_t depth, MatchNode& test) {
  if (in_element_)
    report_.error("E102", tree_[node].key_span, "`$jsonSchema` cannot stand inside `$elemMatch`",
                  "describes the whole document");
  if (literal(node, test.operand))
    test.json_schema = std::make_shared<const JsonSchema>(
        read_json_schema(*this, test.operand.value, node, depth + 1));
}

void Builder::conditions(std::string_view name, std::uint32_t node, std::uint32_t depth,
                         std::vector<MatchNode>& out) {
  const SyntaxNode& array = tree_[node];
  if (array.kind == SyntaxKind::Object && !is_wrapper(tree_, node)) {
    report_
        .error("E104", array.span, fmt::format("`{}` takes an array of conditions", name),
               "an object")
        .fix(Fix{
            "put it in an array",
            {{{array.span.begin, array.span.begin}, "["}, {{array.span.end, array.span.end}, "]"}},
            true});
    MatchNode only;
    condition(node, depth + 1, only);
    return;
  }
  if (array.kind != SyntaxKind::Array || array.child_count == 0) {
    report_.error("E104", array.span,
                  fmt::format("`{}` takes an array of at least one condition", name),
                  array.kind == SyntaxKind::Array ? "empty" : "not an array");
    return;
  }
  out.reserve(array.child_count);
  for (const std::uint32_t child : tree_.children(array)) {
    const std::size_t before = report_.out().size();
    condition(child, depth + 1, out.emplace_back());
    if (report_.out().size() > before && report_.out().back().code == "X010") return;
  }
}

void Builder::unknown_operator(std::uint32_t node, bool in_field) {
  const SyntaxNode& syntax = tree_[node];
  const OperatorInfo* info = find_operator(syntax.key);
  if (info != nullptr && info->kind == OperatorKind::Refused) {
    report_.error(info->name == "$expr" ? "E124" : "E123", syntax.key_span,
                  fmt::format("`{}` is not supported: {}", info->name, info->summary),
                  "not supported");
    return;
  }
  if (info != nullptr) {
    auto entry = report_.error(
        "E102", syntax.key_span,
        in_field ? fmt::format("`{}` cannot stand inside a field's operators", info->name)
                 : fmt::format("`{}` needs a field to test", info->name),
        in_field ? "stands beside fields, not in one" : "belongs to no field");
    if (info->kind == OperatorKind::Logical)
      entry.help(fmt::format("write `{{\"{}\": [{{\"field\": …}}, …]}}`", info->name));
    else if (in_field)
      entry.help(fmt::format("write `{{\"{}\": …}}` beside the fields", info->name));
    else if (info->name == "$not")
      entry.help("to negate a whole condition, write `{\"$nor\": [{…}]}`");
    else
      entry.help(fmt::format("write `{{\"field\": {{\"{}\": …}}}}`", info->name));
    return;
  }
  auto names = operator_names(in_field ? OperatorKind::Field : OperatorKind::Logical);
  if (!in_field)
    for (const auto name : operator_names(OperatorKind::Pathless)) names.push_back(name);
  auto entry = report_.error("E101", syntax.key_span,
                             fmt::format("unknown operator `{}`", syntax.key), "no such operator");
  const std::string with_dollar =
      syntax.key.starts_with("$") ? std::string(syntax.key) : fmt::format("${}", syntax.key);
  if (const auto guess = nearest(with_dollar, names))
    entry.fix(fmt::format("did you mean `{}`?", *guess), syntax.key_span,
              quoted_like(report_.source().text(syntax.key_span), *guess), false);
}

MatchExpression build(const SyntaxTree& tree, const CompileOptions& options,
                      Diagnostics& diagnostics) {
  Builder builder(tree, options, diagnostics);
  MatchExpression expression;
  expression.source = tree.source();
  builder.condition(tree.root_index(), 1, expression.root);
  expression.forms = builder.forms();
  number(expression.root, expression.node_count);
  return expression;
}

}  // namespace tamis
