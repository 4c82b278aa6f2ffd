// FieldCondition: {"field": "age", "operator": "gte", "value": 18}
#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "compiler/spellings/segments.h"
#include "compiler/values/regex.h"
#include "grammar/quote.h"

namespace tamis::segments {
namespace {

enum class Kind : std::uint8_t { Compare, List, Text, Exists };

struct FieldOperator {
  std::string_view name;
  MatchOp op;
  Kind kind;
  std::string_view before = "";  // of Text: the pattern around the escaped text
  std::string_view after = "";
  bool negated = false;  // has a name only as an alias
};

constexpr FieldOperator kOperators[] = {
    {"eq", MatchOp::Eq, Kind::Compare},
    {"ne", MatchOp::Ne, Kind::Compare},
    {"gt", MatchOp::Gt, Kind::Compare},
    {"gte", MatchOp::Gte, Kind::Compare},
    {"lt", MatchOp::Lt, Kind::Compare},
    {"lte", MatchOp::Lte, Kind::Compare},
    {"in", MatchOp::In, Kind::List},
    {"nin", MatchOp::Nin, Kind::List},
    {"contains", MatchOp::Regex, Kind::Text},
    {"startsWith", MatchOp::Regex, Kind::Text, "^"},
    {"endsWith", MatchOp::Regex, Kind::Text, "", "\\z"},
    {"exists", MatchOp::Eq, Kind::Exists},
    {"not-contains", MatchOp::Regex, Kind::Text, "", "", true},
};

struct Alias {
  std::string_view written;  // with `-`; `_` is taken for it
  std::string_view meant;
};

// Seen in published clients; accepted, and noted by lint.
constexpr Alias kAliases[] = {
    {"equals", "eq"},
    {"equal", "eq"},
    {"not-equals", "ne"},
    {"not-equal", "ne"},
    {"greater-than", "gt"},
    {"greater-than-equal", "gte"},
    {"less-than", "lt"},
    {"less-than-equal", "lte"},
    {"not-in", "nin"},
    {"not-contains", "not-contains"},
    {"starts-with", "startsWith"},
    {"ends-with", "endsWith"},
};

struct Parts {
  std::uint32_t field = kNoNode;
  std::uint32_t op = kNoNode;
  std::uint32_t value = kNoNode;
};

const FieldOperator* find(std::string_view name) {
  const auto* it = std::find_if(std::begin(kOperators), std::end(kOperators),
                                [&](const FieldOperator& o) { return o.name == name; });
  return it != std::end(kOperators) ? it : nullptr;
}

// By an alias, or with the `$` of MongoDB's operators.
const FieldOperator* find_alias(std::string_view name) {
  std::string dashed(name.starts_with("$") ? name.substr(1) : name);
  std::replace(dashed.begin(), dashed.end(), '_', '-');
  const FieldOperator* found = name.starts_with("$") ? find(dashed) : nullptr;
  for (const Alias& alias : kAliases)
    if (alias.written == dashed) found = find(alias.meant);
  return found;
}

const FieldOperator* find_written(Builder& builder, std::string_view name) {
  if (const FieldOperator* exact = find(name); exact != nullptr && !exact->negated) return exact;
  const FieldOperator* found = find_alias(name);
  if (found != nullptr) builder.uses(ConditionForm::Alias);
  return found;
}

std::optional<Parts> recognise(const Builder& builder, const SyntaxNode& object) {
  Parts parts;
  int found = 0;
  for (const std::uint32_t child : builder.tree().children(object)) {
    const std::string_view key = builder.tree()[child].key;
    std::uint32_t* part = key == "field"      ? &parts.field
                          : key == "operator" ? &parts.op
                          : key == "value"    ? &parts.value
                                              : nullptr;
    if (part == nullptr || !is_free(builder, key)) continue;
    *part = child;
    ++found;
  }
  const bool named = parts.field != kNoNode || parts.op != kNoNode;
  const int needed = builder.spelling() == Spelling::Segments ? 1 : 2;
  if (!named || found < needed) return std::nullopt;
  return parts;
}

void report_leftovers(Builder& builder, const SyntaxNode& object, const Parts& parts) {
  for (const std::uint32_t child : builder.tree().children(object)) {
    if (child == parts.field || child == parts.op || child == parts.value) continue;
    const SyntaxNode& extra = builder.tree()[child];
    builder.report()
        .error("E131", extra.key_span,
               fmt::format("`{}` stands beside a field condition and would be ignored", extra.key),
               "belongs to nothing")
        .help("to require both, put each in an object of its own inside `$and`");
  }
}

bool report_missing(Builder& builder, const SyntaxNode& object, const Parts& parts) {
  std::string missing;
  const auto need = [&](std::uint32_t part, std::string_view name) {
    if (part == kNoNode) missing += fmt::format("{}`{}`", missing.empty() ? "" : " and ", name);
  };
  need(parts.field, "field");
  need(parts.op, "operator");
  need(parts.value, "value");
  if (missing.empty()) return false;
  builder.report()
      .error("E130", object.span, fmt::format("a field condition needs {} as well", missing),
             "incomplete")
      .help("write `{\"field\": \"…\", \"operator\": \"eq\", \"value\": …}`");
  return true;
}

bool wrong_value(Builder& builder, const FieldOperator& op, std::uint32_t node,
                 std::string_view wanted) {
  builder.report().error("E133", builder.tree()[node].span,
                         fmt::format("`{}` takes {}", op.name, wanted), "not that");
  return false;
}

bool is_plain(const Value& value) {
  return !value.is(BsonType::Array) && !value.is(BsonType::Object) && !value.is(BsonType::Regex) &&
         !value.is(BsonType::Undefined);
}

bool list_test(Builder& builder, const FieldOperator& op, std::uint32_t node, MatchNode& test) {
  constexpr std::string_view kWanted = "an array of strings or numbers";
  const SyntaxNode& array = builder.tree()[node];
  if (array.kind != SyntaxKind::Array) return wrong_value(builder, op, node, kWanted);
  const std::uint32_t limit = builder.options().limits.list_items;
  if (array.child_count > limit) {
    builder.report().error("X011", array.span,
                           fmt::format("a list has more than {} members", limit),
                           fmt::format("{} members", array.child_count));
    return false;
  }
  for (const std::uint32_t child : builder.tree().children(array)) {
    Operand operand;
    if (!builder.literal(child, operand)) continue;
    if (!is_plain(operand.value))
      wrong_value(builder, op, child, kWanted);
    else
      test.list.push_back(std::move(operand));
  }
  return true;
}

bool text_test(Builder& builder, const FieldOperator& op, std::uint32_t node, MatchNode& test) {
  const SyntaxNode& text = builder.tree()[node];
  if (text.kind != SyntaxKind::String) return wrong_value(builder, op, node, "a string");
  std::string pattern(op.before);
  pattern += escape_regex(text.text);
  pattern += op.after;
  return builder.regex(Regex{std::move(pattern), ""}, node, test.operand);
}

// The API's own reading of exists: null counts as not set.
bool exists_test(Builder& builder, const FieldOperator& op, std::uint32_t node, MatchNode& test) {
  const SyntaxNode& value = builder.tree()[node];
  if (value.kind != SyntaxKind::True && value.kind != SyntaxKind::False)
    return wrong_value(builder, op, node, "true or false");
  test.op = value.kind == SyntaxKind::True ? MatchOp::Ne : MatchOp::Eq;
  test.operand.value = nullptr;
  return true;
}

bool comparison(Builder& builder, const FieldOperator& op, std::uint32_t node, MatchNode& test) {
  if (!builder.literal(node, test.operand)) return false;
  return is_plain(test.operand.value) ||
         wrong_value(builder, op, node, "a string, a number, a boolean or null");
}

// Completes the test with its value; false when it is none (reported).
bool value_of(Builder& builder, const FieldOperator& op, std::uint32_t node, MatchNode& test) {
  switch (op.kind) {
    case Kind::List:
      return list_test(builder, op, node, test);
    case Kind::Text:
      return text_test(builder, op, node, test);
    case Kind::Exists:
      return exists_test(builder, op, node, test);
    case Kind::Compare:
      break;
  }
  return comparison(builder, op, node, test);
}

// Adds the test of whole parts.
void add_test(Builder& builder, const FieldOperator& op, const SyntaxNode& object,
              const Parts& parts, std::vector<MatchNode>& out) {
  const SyntaxNode& field = builder.tree()[parts.field];
  MatchNode& test = builder.add(op.op, parts.value, out);
  if (!value_of(builder, op, parts.value, test)) {
    out.pop_back();
    return;
  }
  test.path = builder.path(field.text, field.span);
  test.path_span = field.span;
  test.op_span = builder.tree()[parts.op].span;
  test.span = object.span;
}

const FieldOperator* read_operator(Builder& builder, const SyntaxNode& written) {
  if (written.kind != SyntaxKind::String) {
    builder.report().error("E132", written.span, "`operator` is the name of an operator",
                           "not a string");
    return nullptr;
  }
  if (const FieldOperator* op = find_written(builder, written.text)) return op;
  std::vector<std::string_view> names;
  for (const FieldOperator& known : kOperators)
    if (!known.negated) names.push_back(known.name);
  auto entry = builder.report().error(
      "E132", written.span, fmt::format("unknown operator `{}`", written.text), "no such operator");
  if (const auto guess = nearest(written.text, names))
    entry.fix(fmt::format("did you mean `{}`?", *guess), written.span,
              quoted_like(builder.report().source().text(written.span), *guess), false);
  return nullptr;
}

}  // namespace

bool build_field_condition(Builder& builder, std::uint32_t node, std::vector<MatchNode>& out) {
  const SyntaxNode& object = builder.tree()[node];
  const auto parts = recognise(builder, object);
  if (!parts) return false;
  builder.uses(ConditionForm::FieldCondition);
  report_leftovers(builder, object, *parts);
  if (report_missing(builder, object, *parts)) return true;

  const SyntaxNode& field = builder.tree()[parts->field];
  const FieldOperator* op = read_operator(builder, builder.tree()[parts->op]);
  if (field.kind != SyntaxKind::String) {
    builder.report().error("E133", field.span, "`field` is the name of a field", "not a string");
    return true;
  }
  if (field.text.starts_with("$")) {
    builder.report().error("E125", field.span, "a field's name cannot begin with `$`",
                           "an operator's name");
    return true;
  }
  if (op == nullptr) return true;
  if (!op->negated) {
    add_test(builder, *op, object, *parts, out);
    return true;
  }
  MatchNode& negation = builder.add(MatchOp::Not, node, out);
  negation.span = object.span;
  negation.op_span = builder.tree()[parts->op].span;
  add_test(builder, *op, object, *parts, negation.children);
  if (negation.children.empty()) out.pop_back();
  return true;
}

std::string_view operator_of_alias(std::string_view written) {
  if (find(written) != nullptr) return {};
  const FieldOperator* meant = find_alias(written);
  return meant != nullptr && !meant->negated ? meant->name : std::string_view();
}

}  // namespace tamis::segments
