// lint(): conditions that are legal and wrong, or legal and dear.
//
//   Result<Condition> c = compile(source, {.schema = schema});
//   Diagnostics found = lint(*c);                                   // each rule at its own level
//   lint(*c, {.levels = {{"L", LintLevel::Off}, {"L012", LintLevel::Error}}});  // only this one
//   lint(*c, {.preset = LintPreset::Strict});                     // all, and notes as warnings
//
// A schema lets a rule say more: what it cannot know to be wrong it does not report.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tamis/catalog.h>
#include <tamis/condition.h>
#include <tamis/diagnostic.h>

namespace tamis {

enum class LintLevel : std::uint8_t { Off, Note, Warning, Error };

// What a finding of a rule is about.
enum class LintTopic : std::uint8_t {
  NeverOrAlways,  // the condition, or a part of it, selects nothing or everything
  Redundant,      // the same can be said with less
  Doubtful,       // legal, and probably not what was meant
  Cost,           // slow, or about to stop working
};
std::string_view topic_name(LintTopic topic);  // "never-or-always", ...

enum class FixAvailability : std::uint8_t { None, Sometimes, Always };

// What is known of a rule; its documentation and its tests are made from it.
struct RuleInfo {
  std::string_view code;  // "L012"
  std::string_view name;  // kebab-case
  Severity severity = Severity::Warning;
  FixAvailability fix = FixAvailability::None;
  std::string_view since;    // version of Tamis
  std::string_view summary;  // one line, no full stop
  std::string_view why;      // Markdown, a paragraph or two
  std::string_view bad;      // yields exactly this rule
  std::string_view good;     // yields nothing
  LintTopic topic = LintTopic::Doubtful;
  // Whether the examples are compiled under example_schema().
  ExampleKind kind = ExampleKind::ConditionWithSchema;
  // Whether it is on unless asked for: a rule that is often right about what is meant is not.
  bool by_default = true;
};

// Sorted by code.
std::span<const RuleInfo> lint_rules();

// Where levels start from.
enum class LintPreset : std::uint8_t {
  Recommended,  // the rules that are on by default, each at its own level
  Strict,       // all rules, and notes are warnings
  Segments,     // for audiences: recommended, and whoever lacks a field is a warning
};
std::string_view preset_name(LintPreset preset);                  // "recommended", ...
std::optional<LintPreset> preset_of_name(std::string_view name);  // nullopt for another name
// The level at which a preset runs a rule.
LintLevel level_in(LintPreset preset, const RuleInfo& rule);

struct LintOptions {
  LintPreset preset = LintPreset::Recommended;
  // Each names rules by a code, a prefix of codes ("L", "L0"), a rule's name or a topic's; of
  // several that name a rule the last counts.
  std::vector<std::pair<std::string, LintLevel>> levels = {};
};

// Whether such a name stands for the rule, or for any.
bool names_rule(std::string_view name, const RuleInfo& rule);
bool names_any_rule(std::string_view name);

// In text order; without those that a comment of the text allows (`// tamis: allow L052`, or a
// rule's name, on the line of the finding or alone on the line before). Linear in the condition.
// Never throws but for lack of memory; thread-safe.
Diagnostics lint(const Condition& condition, const LintOptions& options = {});

}  // namespace tamis
