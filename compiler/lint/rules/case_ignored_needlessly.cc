#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "compiler/lint/patterns.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/words.h"

namespace tamis::linting {
namespace {

enum class Case : std::uint8_t { Upper, Lower, Mixed };

Case case_of(std::string_view text) {
  bool upper = false;
  bool lower = false;
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) return Case::Mixed;
    upper = upper || std::isupper(byte) != 0;
    lower = lower || std::islower(byte) != 0;
  }
  return upper == lower ? Case::Mixed : upper ? Case::Upper : Case::Lower;
}

// The one case that all the values of a closed list are in.
Case case_of_values(const FieldSchema& field) {
  std::string all;
  for (const Value& value : field.enum_values)
    if (const std::string* name = value.get_if<std::string>()) all += *name;
  return case_of(all);
}

std::string letters(std::string_view pattern) {
  std::string all;
  for (const PatternChar& c : pattern_chars(pattern))
    if (!c.escaped) all += c.c;
  return all;
}

void check_case_ignored_needlessly(const MatchNode& node, LintContext& context) {
  const FieldFacts& facts = context.facts(node);
  const Regex* regex = node.operand.value.get_if<Regex>();
  if (!facts.single() || facts.field == nullptr || regex == nullptr) return;
  if (regex->options.find('i') == std::string::npos) return;
  const Case kept = case_of_values(*facts.field);
  if (kept == Case::Mixed) return;
  auto entry = context.report(node.operand.span,
                              fmt::format("the values of {} are all in {} case, so ignoring case "
                                          "does nothing but slow the search",
                                          subject(node), kept == Case::Upper ? "upper" : "lower"),
                              "ignores case");
  entry.label(context.schema()->source(), facts.field->name_span, "the values are listed here");
  std::string rest = regex->options;
  std::erase(rest, 'i');
  std::vector<Edit> edits;
  if (case_of(letters(regex->pattern)) == kept) edits = set_options(context, node, rest);
  if (edits.empty())
    entry.help("write the pattern in that case, without the option `i`");
  else
    entry.fix(Fix{"leave out the option `i`", std::move(edits), true});
}

}  // namespace

constinit const Rule kCaseIgnoredNeedlessly{
    .info =
        {.code = "L063",
         .name = "case-ignored-needlessly",
         .severity = Severity::Note,
         .fix = FixAvailability::Sometimes,
         .since = "0.1",
         .summary = "a regex ignores case on a field whose values are all in one case",
         .why =
             R"(The schema lists the values of the field, and they have one case. The option `i` then
finds nothing more; it hides that the case is known, and keeps any index from being used.)",
         .bad = R"({"status": {"$regex": "^SUB", "$options": "i"}})",
         .good = R"({"status": {"$regex": "^SUB"}})",
         .topic = LintTopic::Doubtful},
    .ops = {MatchOp::Regex},
    .node = check_case_ignored_needlessly};

}  // namespace tamis::linting
