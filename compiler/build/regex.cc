// Regular expressions: `$regex` with its `$options`, and regex values.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <variant>

#include "compiler/build/builder.h"
#include "compiler/values/regex.h"

namespace tamis {
namespace {

constexpr std::string_view kRegexOptions = "imsux";

std::string normal_options(std::string_view options) {
  std::string sorted(options);
  std::sort(sorted.begin(), sorted.end());
  sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
  return sorted;
}

}  // namespace

bool Builder::regex_operator(const SyntaxNode& object, std::uint32_t node, MatchNode& test) {
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
    return false;  // it speaks through its `$regex`
  }
  if (!literal(pattern_node, test.operand)) return false;
  Regex regex_value;
  if (auto* text = test.operand.value.get_if<std::string>()) {
    regex_value.pattern = std::move(*text);
  } else if (auto* written = test.operand.value.get_if<Regex>()) {
    regex_value = std::move(*written);
  } else {
    report_.error("E110", syntax.span, "`$regex` takes a string or a regex", "neither of them");
    return false;
  }
  if (options != nullptr) {
    if (options->kind != SyntaxKind::String) {
      report_.error("E113", options->span, "`$options` takes a string of letters", "not a string");
      return false;
    }
    if (!regex_value.options.empty()) {
      report_.error("E114", options->span, "options stand both in the regex and in `$options`",
                    "a second time here");
      return false;
    }
    regex_value.options = options->text;
    test.span = {std::min(syntax.key_span.begin, options->key_span.begin),
                 std::max(syntax.span.end, options->span.end)};
  }
  return regex(std::move(regex_value), pattern_node, test.operand);
}

bool Builder::regex(Regex regex_value, std::uint32_t node, Operand& operand) {
  const SourceSpan span = tree_[node].span;
  if (regex_value.pattern.size() > options_.limits.pattern_bytes) {
    report_.error("X012", span,
                  fmt::format("a pattern is longer than {} bytes", options_.limits.pattern_bytes),
                  fmt::format("{} bytes", regex_value.pattern.size()));
    return false;
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
    return false;
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
    return false;
  }
  operand.value = std::move(regex_value);
  operand.regex = std::make_shared<const RegexProgram>(std::get<RegexProgram>(std::move(compiled)));
  return true;
}

}  // namespace tamis
