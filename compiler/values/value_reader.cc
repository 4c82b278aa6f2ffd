#include "compiler/values/value_reader.h"

#include <fmt/format.h>

#include <tamis/extended_json.h>
#include <algorithm>
#include <charconv>
#include <limits>

#include "compiler/values/constructors.h"

namespace tamis::values {
namespace {

// A number by its text: whole ones as int32 or int64 as they fit, beyond int64 and all others as
// doubles. nullopt when it is larger than every double.
std::optional<Value> number_from_text(std::string_view text) {
  if (text.starts_with('+')) text.remove_prefix(1);
  if (const auto whole = parse_int64(text)) {
    const auto small = static_cast<std::int32_t>(*whole);
    return small == *whole ? Value(small) : Value(*whole);
  }
  if (const auto real = parse_double(text)) return Value(*real);
  const bool negative = text.starts_with('-');
  std::string_view digits = text.substr(negative ? 1 : 0);
  if (!digits.starts_with("0x") && !digits.starts_with("0X")) return std::nullopt;
  digits.remove_prefix(2);
  const std::string signed_digits = (negative ? "-" : "") + std::string(digits);
  std::int64_t whole = 0;
  const char* end = signed_digits.data() + signed_digits.size();
  if (std::from_chars(signed_digits.data(), end, whole, 16).ec == std::errc{}) {
    if (const auto small = parse_int32(std::to_string(whole))) return Value(*small);
    return Value(whole);
  }
  double real = 0.0;
  const auto read = std::from_chars(signed_digits.data(), end, real, std::chars_format::hex);
  return read.ec == std::errc{} ? std::optional<Value>(real) : std::nullopt;
}

}  // namespace

std::string kind_in_words(const SyntaxNode& syntax) {
  switch (syntax.kind) {
    case SyntaxKind::Object:
      return "an object";
    case SyntaxKind::Array:
      return "an array";
    case SyntaxKind::String:
      return "a string";
    case SyntaxKind::Number:
      return "a number";
    case SyntaxKind::True:
    case SyntaxKind::False:
      return "a boolean";
    case SyntaxKind::Null:
      return "null";
    case SyntaxKind::Undefined:
      return "undefined";
    case SyntaxKind::Regex:
      return "a regular expression";
    case SyntaxKind::Call:
      return fmt::format("a call of `{}`", syntax.text);
    case SyntaxKind::Identifier:
      return "a bare name";
  }
  return "something else";
}

std::optional<std::string> regex_options(std::string_view flags, char& wrong) {
  std::string options(flags);
  std::ranges::sort(options);
  const auto unknown = std::ranges::find_if(flags, [](char flag) {
    return std::string_view("imsux").find(flag) == std::string_view::npos;
  });
  const auto twice = std::ranges::adjacent_find(options);
  if (unknown == flags.end() && twice == options.end()) return options;
  wrong = unknown != flags.end() ? *unknown : *twice;
  return std::nullopt;
}

void complain_of_flag(Reporter& report, SourceSpan span, char wrong) {
  const bool known = std::string_view("imsux").find(wrong) != std::string_view::npos;
  const std::string letter = static_cast<unsigned char>(wrong) < 0x80 ? std::string(1, wrong) : "…";
  auto entry =
      report.error("E058", span,
                   known ? fmt::format("the option `{}` stands twice", letter)
                         : fmt::format("`{}` is no option of a regular expression", letter),
                   known ? "twice in here" : "in here");
  if (wrong == 'g' || wrong == 'y')
    entry.help(fmt::format(
        "leave out `{}`: a condition asks whether there is a match, not how many", letter));
  else
    entry.help("the options are `i`, `m`, `s`, `u` and `x`, each once");
}

std::optional<Value> ValueReader::read(std::uint32_t node, std::uint32_t depth) {
  const SyntaxNode& syntax = tree_[node];
  switch (syntax.kind) {
    case SyntaxKind::Object:
      return read_object(node, depth);
    case SyntaxKind::Array:
      return read_array(syntax, depth);
    case SyntaxKind::String:
      return std::optional<Value>(std::in_place, syntax.text);
    case SyntaxKind::Number:
      return read_number(syntax);
    case SyntaxKind::True:
      return Value(true);
    case SyntaxKind::False:
      return Value(false);
    case SyntaxKind::Null:
      return Value(Null{});
    case SyntaxKind::Undefined:
      return Value(Undefined{});
    case SyntaxKind::Regex:
      return read_regex(syntax);
    case SyntaxKind::Call:
      return read_call(*this, node, depth);
    case SyntaxKind::Identifier:
      return read_identifier(*this, node);
  }
  return std::nullopt;
}

std::optional<Value> ValueReader::read_number(const SyntaxNode& syntax) {
  auto number = number_from_text(syntax.text);
  if (!number)
    report_
        .error("E053", syntax.span,
               fmt::format("`{}` is beyond the range of a double", syntax.text), "too large")
        .help("a decimal reaches further: `{\"$numberDecimal\": \"…\"}`");
  return number;
}

std::optional<Value> ValueReader::read_regex(const SyntaxNode& syntax) {
  char wrong = 0;
  auto options = regex_options(syntax.flags, wrong);
  if (!options) complain_of_flag(report_, syntax.span, wrong);
  const bool has_nul = syntax.text.find('\0') != std::string_view::npos;
  if (has_nul) report_.error("E059", syntax.span, "a pattern cannot hold a NUL", "in here");
  if (!options || has_nul) return std::nullopt;
  return Regex{std::string(syntax.text), *std::move(options)};
}

bool ValueReader::within_nesting(const SyntaxNode& syntax, std::uint32_t depth) {
  if (depth < nesting_) return true;
  report_
      .error("X004", syntax.span,
             fmt::format("a value nests arrays and objects deeper than {} levels", nesting_),
             "one level too many")
      .help("flatten the value, or raise the limit `literal_nesting`");
  return false;
}

std::optional<Value> ValueReader::read_array(const SyntaxNode& syntax, std::uint32_t depth) {
  if (!within_nesting(syntax, depth)) return std::nullopt;
  Array array;
  array.reserve(syntax.child_count);
  bool whole = true;
  for (const std::uint32_t i : tree_.children(syntax)) {
    auto element = read(i, depth + 1);
    whole = whole && element;
    if (element) array.push_back(*std::move(element));
  }
  if (!whole) return std::nullopt;
  return array;
}

std::optional<Value> ValueReader::read_object(std::uint32_t node, std::uint32_t depth) {
  if (const Wrapper wrapper = wrapper_of(SyntaxView(tree_, node)); wrapper != Wrapper::None)
    return read_wrapper(wrapper, node, depth);
  auto members = read_members(tree_[node], depth);
  if (!members) return std::nullopt;
  return *std::move(members);
}

std::optional<Object> ValueReader::read_members(const SyntaxNode& syntax, std::uint32_t depth) {
  if (!within_nesting(syntax, depth)) return std::nullopt;
  Object object;
  object.reserve(syntax.child_count);
  bool whole = true;
  for (const std::uint32_t i : tree_.children(syntax)) {
    const SyntaxNode& member = tree_[i];
    if (member.key.find('\0') != std::string_view::npos) {
      report_.error("E059", member.key_span, "a key cannot hold a NUL", "`\\u0000` in here");
      whole = false;
    }
    auto value = read(i, depth + 1);
    whole = whole && value;
    if (value) object.push_back({std::string(member.key), *std::move(value)});
  }
  if (!whole) return std::nullopt;
  return object;
}

std::optional<Value> ValueReader::read_wrapper(Wrapper wrapper, std::uint32_t node,
                                               std::uint32_t depth) {
  const auto reading = values::read_wrapper(wrapper, SyntaxView(tree_, node), scratch_);
  if (reading.problem) {
    complain(wrapper, *reading.problem);
    return std::nullopt;
  }
  if (!reading.scope) return to_value(reading.value);
  auto scope = read_members(tree_[reading.scope->node()], depth + 1);
  if (!scope) return std::nullopt;
  return JavaScriptWithScope{std::string(reading.value.text), *std::move(scope)};
}

void ValueReader::complain(Wrapper wrapper, const WrapperProblem<SyntaxView>& problem) {
  const SyntaxNode& at = tree_[problem.at.node()];
  const std::string_view key = problem.key;
  const std::string_view name = name_of(wrapper);
  switch (problem.fault) {
    case WrapperFault::ExtraKey:
      report_
          .error("E050", at.key_span, fmt::format("`{}` has no place in the value `{}`", key, name),
                 "not a part of it")
          .help(fmt::format("remove `{}`, or give it a field of its own", key));
      return;
    case WrapperFault::MissingKey:
      report_
          .error("E051", at.span, fmt::format("`{}` lacks `{}`", name, key),
                 fmt::format("no `{}` in here", key))
          .help(fmt::format("`{}` takes {}", key, takes_of(key)));
      return;
    case WrapperFault::WrongKind: {
      auto entry = report_.error("E052", at.span, fmt::format("`{}` takes {}", key, takes_of(key)),
                                 kind_in_words(at));
      if (at.kind == SyntaxKind::Number && takes_of(key).starts_with("a string with"))
        entry.fix("put the number in quotes", at.span, fmt::format("\"{}\"", at.text), true);
      return;
    }
    case WrapperFault::BadContent:
      report_.error("E053", at.span, fmt::format("`{}` takes {}", key, takes_of(key)),
                    problem.detail.empty() ? "not that" : std::string(problem.detail));
      return;
    case WrapperFault::NulByte:
      report_.error("E059", at.span, fmt::format("`{}` cannot hold a NUL", key),
                    "`\\u0000` in here");
      return;
  }
}

}  // namespace tamis::values

namespace tamis {

std::optional<Value> read_value(const SyntaxTree& tree, std::uint32_t node, const Limits& limits,
                                Diagnostics& diagnostics) {
  return values::ValueReader(tree, limits.literal_nesting, diagnostics).read(node, 0);
}

bool is_wrapper(const SyntaxTree& tree, std::uint32_t node) {
  const SyntaxNode& object = tree[node];
  if (object.kind != SyntaxKind::Object || object.child_count == 0) return false;
  if (!tree[object.first_child].key.starts_with('$')) return false;
  const values::Wrapper wrapper = wrapper_of(values::SyntaxView(tree, node));
  return wrapper != values::Wrapper::None && wrapper != values::Wrapper::LegacyRegex;
}

Result<Value> parse_extended_json(const Source& source, const Limits& limits) {
  auto tree = parse_syntax(source, limits, SyntaxMode::StrictJson);
  if (!tree) return std::move(tree).diagnostics();
  Diagnostics diagnostics;
  // The parser has bounded the nesting already; here one value is the whole text.
  auto value = values::ValueReader(*tree, limits.nesting, diagnostics).read(tree->root_index(), 0);
  if (!value) return diagnostics;
  return {*std::move(value), std::move(diagnostics)};
}

}  // namespace tamis
