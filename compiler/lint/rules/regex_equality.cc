#include <fmt/format.h>

#include <string>

#include "compiler/lint/edits.h"
#include "compiler/lint/patterns.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"
#include "compiler/schema/fits.h"
#include "compiler/values/regex.h"

namespace tamis::linting {
namespace {

using Place = LiteralPattern::Place;

// Whether a field so described, or an element of it, may be the text.
bool may_hold(const FieldSchema& field, const std::string& text) {
  if (fits(Value(text), field)) return true;
  if (!field.types.contains(BsonType::Array)) return false;
  return field.items == nullptr || fits(Value(text), *field.items);
}

// Whether the equality selects what the regex does. A stored regex that is the same pattern is
// found by the regex, and not by the string; before a last line break `$` stands, too.
bool is_same(const FieldFacts& facts, const LiteralPattern& plain) {
  const TypeSet types = facts.leaf_types();
  if (!facts.known || types.contains(BsonType::Regex)) return false;
  if (plain.place == Place::Exact) return true;
  // A schema's limits of length are of strings alone.
  return facts.field != nullptr && !types.contains(BsonType::Symbol) &&
         !may_hold(*facts.field, plain.text + "\n");
}

std::vector<Edit> edits_of_regex_equality(const MatchNode& node, LintContext& context,
                                          const std::string& text) {
  const SyntaxTree* tree = context.syntax();
  if (tree == nullptr) return {};
  const auto value = context.syntax_of_value(node.operand.span);
  if (!value) return {};
  const SyntaxNode& written = (*tree)[*value];
  const std::string literal = quoted(text);
  if (written.kind == SyntaxKind::Regex && written.key != "$regex" && written.key != "$not")
    return {{written.span, literal}};
  const auto object = context.syntax_parent(*value);
  if (written.key != "$regex" || !object) return {};
  if (is_of_field(*tree, *object) && only_child(*tree, *object))
    return {{(*tree)[*object].span, literal}};
  if (keys_clash(*tree, *object, *value, {"$eq", "$options"})) return {};
  return {{written.key_span, quoted_like(tree->source(), written.key_span, "$eq")},
          {written.span, literal}};
}

void check_regex_equality(const MatchNode& node, LintContext& context) {
  const Regex* regex = node.operand.value.get_if<Regex>();
  if (regex == nullptr || !regex->options.empty() || !node.operand.regex) return;
  const auto& plain = node.operand.regex->literal();
  if (!plain || (plain->place != Place::Exact && plain->place != Place::ExactLine)) return;
  if (!is_written_pattern(node, context)) return;
  // What the schema rules out is L015's, and no equality may name it.
  const FieldSchema* field = context.facts(node).field;
  if (field != nullptr && !may_hold(*field, plain->text)) return;
  auto entry = context.report(
      node.operand.span, fmt::format("this regex finds only the text {}", backticked(plain->text)),
      "plain text");
  const bool same = is_same(context.facts(node), *plain);
  if (plain->place == Place::ExactLine && !same)
    entry.note(fmt::format("and {} followed by a line break, since `$` also stands before one",
                           backticked(plain->text)));
  std::vector<Edit> changes = edits_of_regex_equality(node, context, plain->text);
  const std::string help = "compare with the string itself: any index can serve that";
  if (changes.empty())
    entry.help(help);
  else
    entry.fix(Fix{help, std::move(changes), same});
}

}  // namespace

constinit const Rule kRegexEquality{
    .info =
        {.code = "L029",
         .name = "regex-equality",
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a regex that is anchored at both ends and holds only plain text",
         .why =
             R"(`/^FI$/` finds the text `FI` and nothing else, but for `FI` followed by a line break. A
comparison with the string says so, is faster, and can use any index.)",
         .bad = R"({"country": {"$regex": "^FI$"}})",
         .good = R"({"country": "FI"})",
         .topic = LintTopic::Redundant,
         .kind = ExampleKind::Condition},
    .ops = {MatchOp::Regex},
    .node = check_regex_equality};

}  // namespace tamis::linting
