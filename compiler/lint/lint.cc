#include <tamis/lint.h>

#include <algorithm>
#include <array>
#include <optional>
#include <unordered_map>

#include "compiler/lint/context.h"
#include "compiler/lint/rules.h"
#include "compiler/lint/suppressions.h"

namespace tamis {
namespace linting {

// Walks the tree once and shows every node to the rules that want its kind, and every field of a
// conjunction to those that compare the tests of one field.
class Walk {
 public:
  Walk(LintContext& context, const LintOptions& options) : context_(context) {
    for (const Rule& rule : registry())
      if (const auto severity = severity_of(rule.info, options)) {
        const Enabled enabled{&rule, *severity};
        if (rule.whole != nullptr) whole_.push_back(enabled);
        if (rule.field != nullptr) field_.push_back(enabled);
        for (std::size_t op = 0; op < kOps; ++op) {
          if (!rule.ops.contains(static_cast<MatchOp>(op))) continue;
          if (rule.node != nullptr) by_op_[op].push_back(enabled);
          if (rule.leave != nullptr) leave_by_op_[op].push_back(enabled);
        }
      }
  }

  void run(const MatchNode& root) {
    for (const Enabled& enabled : whole_) {
      select(enabled);
      enabled.rule->whole(context_);
    }
    visit(root);
  }

 private:
  struct Enabled {
    const Rule* rule;
    Severity severity;
  };

  void select(const Enabled& enabled) {
    context_.code_ = enabled.rule->info.code;
    context_.severity_ = enabled.severity;
  }

  // Recursion is as deep as the condition, which Limits::condition_depth bounds.
  void visit(const MatchNode& node) {
    context_.found_before_.push_back(context_.out_.size());
    for (const Enabled& enabled : by_op_[static_cast<std::size_t>(node.op)]) {
      select(enabled);
      enabled.rule->node(node, context_);
    }
    const MatchNode* parent = context_.parent();
    const bool starts_conjunction = parent == nullptr || parent->op != MatchOp::And;
    if (starts_conjunction && !field_.empty()) visit_fields(node);
    context_.ancestors_.push_back(&node);
    for (const MatchNode& child : node.children) visit(child);
    context_.ancestors_.pop_back();
    for (const Enabled& enabled : leave_by_op_[static_cast<std::size_t>(node.op)]) {
      select(enabled);
      enabled.rule->leave(node, context_);
    }
    context_.found_before_.pop_back();
  }

  void visit_fields(const MatchNode& node) {
    // A value's own tests have no path, and one key no path can have.
    std::unordered_map<std::string_view, std::size_t> places;
    std::vector<FieldTests> fields;
    for (const MatchNode* test : tests_of(node)) {
      const MatchNode& leaf = *tested_leaf(*test);
      const std::string_view key = leaf.self ? std::string_view("\0", 1) : leaf.path.text();
      const auto [place, is_new] = places.emplace(key, fields.size());
      if (is_new) fields.emplace_back();
      fields[place->second].tests.push_back(test);
    }
    for (const FieldTests& tests : fields)
      for (const Enabled& enabled : field_) {
        select(enabled);
        enabled.rule->field(tests, context_);
      }
  }

  static std::vector<const MatchNode*> tests_of(const MatchNode& conjunction) {
    std::vector<const MatchNode*> tests;
    collect(conjunction, tests);
    return tests;
  }
  static void collect(const MatchNode& node, std::vector<const MatchNode*>& tests) {
    if (tested_leaf(node) != nullptr) tests.push_back(&node);
    if (node.op == MatchOp::And)
      for (const MatchNode& child : node.children) collect(child, tests);
  }

  static constexpr std::size_t kOps = static_cast<std::size_t>(MatchOp::BitsAnyClear) + 1;

  LintContext& context_;
  std::vector<Enabled> whole_;
  std::vector<Enabled> field_;
  std::array<std::vector<Enabled>, kOps> by_op_, leave_by_op_;
};

std::optional<Severity> severity_of(const RuleInfo& info, const LintOptions& options) {
  LintLevel level = level_in(options.preset, info);
  for (const auto& [name, of_name] : options.levels)
    if (names_rule(name, info)) level = of_name;
  switch (level) {
    case LintLevel::Off:
      return std::nullopt;
    case LintLevel::Note:
      return Severity::Note;
    case LintLevel::Warning:
      return Severity::Warning;
    case LintLevel::Error:
      break;
  }
  return Severity::Error;
}

// The rules by which a segment differs from what its author thinks of: whoever lacks a field.
bool is_about_missing(const RuleInfo& rule) {
  return rule.name == "negation-includes-missing" || rule.name == "null-includes-missing";
}

LintLevel own_level(const RuleInfo& rule) {
  return rule.severity == Severity::Error     ? LintLevel::Error
         : rule.severity == Severity::Warning ? LintLevel::Warning
                                              : LintLevel::Note;
}

}  // namespace linting

std::string_view preset_name(LintPreset preset) {
  switch (preset) {
    case LintPreset::Recommended:
      return "recommended";
    case LintPreset::Strict:
      return "strict";
    case LintPreset::Segments:
      return "segments";
  }
  return {};
}

std::optional<LintPreset> preset_of_name(std::string_view name) {
  for (const LintPreset preset :
       {LintPreset::Recommended, LintPreset::Strict, LintPreset::Segments})
    if (preset_name(preset) == name) return preset;
  return std::nullopt;
}

LintLevel level_in(LintPreset preset, const RuleInfo& rule) {
  const LintLevel own = linting::own_level(rule);
  if (preset == LintPreset::Strict) return std::max(own, LintLevel::Warning);
  if (preset == LintPreset::Segments && linting::is_about_missing(rule)) return LintLevel::Warning;
  return rule.by_default ? own : LintLevel::Off;
}

std::string_view topic_name(LintTopic topic) {
  switch (topic) {
    case LintTopic::NeverOrAlways:
      return "never-or-always";
    case LintTopic::Redundant:
      return "redundant";
    case LintTopic::Doubtful:
      return "doubtful";
    case LintTopic::Cost:
      return "cost";
  }
  return {};
}

std::span<const RuleInfo> lint_rules() {
  static const std::vector<RuleInfo> kInfos = [] {
    std::vector<RuleInfo> infos;
    for (const linting::Rule& rule : linting::registry()) infos.push_back(rule.info);
    return infos;
  }();
  return kInfos;
}

bool names_rule(std::string_view name, const RuleInfo& rule) {
  return (name.starts_with("L") && rule.code.starts_with(name)) || rule.name == name ||
         topic_name(rule.topic) == name;
}

bool names_any_rule(std::string_view name) {
  return std::ranges::any_of(lint_rules(),
                             [&](const RuleInfo& rule) { return names_rule(name, rule); });
}

Diagnostics lint(const Condition& condition, const LintOptions& options) {
  Diagnostics found;
  linting::LintContext context(condition, found);
  linting::Walk(context, options).run(condition.checked().expression.root);
  linting::apply_suppressions(
      context, options, linting::severity_of(linting::kUnusedSuppression.info, options), found);
  sort_by_place(found);
  return found;
}

}  // namespace tamis
