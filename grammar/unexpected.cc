// What to say of the place where a text broke off: the rule that failed tells what was expected,
// the next characters tell what the author was about.
#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "grammar/mistakes.h"
#include "grammar/utf8.h"

namespace tamis::mistakes {
namespace {

constexpr std::string_view kOperators = "+-*/%&|^<>?!~=";
constexpr std::size_t kLongestFound = 24;

bool is_word_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         c == '$' || static_cast<unsigned char>(c) >= 0x80;
}

bool is_one_of(char c, std::string_view bytes) {
  return bytes.find(c) != std::string_view::npos;
}

char closing(char bracket) {
  return bracket == '{' ? '}' : bracket == '[' ? ']' : ')';
}

// The word, the operator or the single character that begins at `at`.
SourceSpan token_at(std::string_view text, std::uint32_t at) {
  if (at >= text.size()) return {at, at};
  const auto run = [&](auto belongs) {
    std::uint32_t end = at;
    while (end < text.size() && belongs(text[end])) ++end;
    return SourceSpan{at, end};
  };
  if (static_cast<unsigned char>(text[at]) < 0x80 && is_word_byte(text[at])) {
    const SourceSpan word = run([](char c) { return is_word_byte(c) || c == '.'; });
    return word;
  }
  if (is_one_of(text[at], kOperators)) {
    return run([](char c) { return is_one_of(c, kOperators); });
  }
  return {at, at + std::max<std::uint32_t>(1, code_point_at(text, at).size)};
}

std::string found(const Source& source, SourceSpan token) {
  if (token.size() == 0) return "the end of the text";
  std::string_view text = source.text(token);
  if (text.size() <= kLongestFound) return fmt::format("`{}`", text);
  std::size_t cut = kLongestFound;
  while ((static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return fmt::format("`{}…`", text.substr(0, cut));
}

Diagnostic error(const Source& source, std::string_view code, std::string message, SourceSpan span,
                 std::string_view label) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostic.source = source;
  diagnostic.labels.push_back({span, std::string(label)});
  return diagnostic;
}

Diagnostic wrong_number(const Expectation& expectation, const Context& context) {
  const std::string_view text = context.source.text();
  std::uint32_t end = context.token_begin + 1;
  while (end < text.size() && (is_word_byte(text[end]) || is_one_of(text[end], ".+"))) ++end;
  const SourceSpan span{context.token_begin, end};
  const std::string_view written = context.source.text(span);
  Diagnostic diagnostic =
      error(context.source, expectation.code,
            fmt::format("{} {}", found(context.source, span), expectation.expected), span,
            expectation.label);
  const auto digits = written.find_first_not_of('0');
  const bool all_digits = written.find_first_not_of("0123456789") == std::string_view::npos;
  if (all_digits && digits != std::string_view::npos) {
    const std::string plain(written.substr(digits));
    diagnostic.fixes.push_back({fmt::format("write `{}`", plain), {{span, plain}}, false});
  } else if (written.ends_with('n') && written.size() > 1) {
    diagnostic.helps.push_back(
        fmt::format("write `NumberLong(\"{}\")`", written.substr(0, written.size() - 1)));
  }
  return diagnostic;
}

// A string, a regular expression or a comment that does not end.
Diagnostic unclosed_token(const Expectation& expectation, const Context& context) {
  SourceSpan span{context.token_begin, context.at};
  if (expectation.code == codes::kFunction) span = token_at(context.source.text(), span.begin);
  Diagnostic diagnostic = error(context.source, expectation.code, std::string(expectation.expected),
                                span, expectation.label);
  if (expectation.code == codes::kUnclosedString && context.at < context.source.text().size()) {
    diagnostic.helps.emplace_back("write `\\n` for a line break inside a string");
  }
  if (expectation.code == codes::kFunction) {
    diagnostic.helps.emplace_back("say it with operators such as `$expr`");
  }
  return diagnostic;
}

// The closing brackets for all that are open from `first` on, innermost first.
std::string closers(const Context& context, std::size_t first) {
  std::string text;
  for (std::size_t i = context.brackets.size(); i-- > first;) {
    text += closing(context.source.text()[context.brackets[i]]);
  }
  return text;
}

void add_bracket_label(Diagnostic& diagnostic, const Context& context) {
  const std::uint32_t bracket = context.brackets.back();
  diagnostic.labels.push_back(
      {{bracket, bracket + 1},
       fmt::format("this `{}` is not closed", context.source.text()[bracket])});
}

Diagnostic unclosed_at_end(const Expectation& expectation, const Context& context) {
  const std::string_view text = context.source.text();
  const auto blank = text.find_last_not_of(" \t\r\n");
  const auto end = static_cast<std::uint32_t>(blank == std::string_view::npos ? 0 : blank + 1);
  const std::uint32_t at = expectation.place == Place::AfterValue ? context.last_end : end;
  Diagnostic diagnostic =
      error(context.source, codes::kUnclosedBracket,
            fmt::format("expected {}, found the end of the text", expectation.expected), {at, at},
            fmt::format("the text ends before `{}`", closing(text[context.brackets.back()])));
  add_bracket_label(diagnostic, context);
  const bool after_separator =
      expectation.place == Place::Key && end > 0 && is_one_of(text[end - 1], "{,");
  if (expectation.place == Place::AfterValue || after_separator) {
    const std::string missing = closers(context, 0);
    diagnostic.fixes.push_back({fmt::format("insert `{}`", missing), {{{at, at}, missing}}, false});
  }
  return diagnostic;
}

Diagnostic wrong_bracket(const Expectation& expectation, const Context& context, SourceSpan token) {
  const char bracket = context.source.text()[token.begin];
  Diagnostic diagnostic =
      error(context.source, codes::kUnclosedBracket,
            fmt::format("expected {}, found `{}`", expectation.expected, bracket), token,
            expectation.label);
  add_bracket_label(diagnostic, context);
  if (expectation.place != Place::AfterValue) return diagnostic;

  std::size_t matching = context.brackets.size();
  while (matching > 0 && closing(context.source.text()[context.brackets[matching - 1]]) != bracket)
    --matching;
  if (matching > 0) {
    const std::string missing = closers(context, matching);
    diagnostic.fixes.push_back({fmt::format("insert `{}`", missing),
                                {{{context.last_end, context.last_end}, missing}},
                                false});
  } else {
    const std::string right = closers(context, context.brackets.size() - 1);
    diagnostic.fixes.push_back({fmt::format("write `{}`", right), {{token, right}}, false});
  }
  return diagnostic;
}

// Code, which a condition never holds: refused by name, so that nobody looks for a typing error.
std::optional<Diagnostic> code_in_condition(const Expectation& expectation, const Context& context,
                                            SourceSpan token) {
  const std::string_view text = context.source.text();
  const std::string_view rest = text.substr(context.at);
  const char next = rest.front();
  if (expectation.place == Place::Value) {
    if (next == '`') {
      Diagnostic diagnostic =
          error(context.source, codes::kTemplateLiteral, "a condition holds no template literals",
                token, "a template literal");
      diagnostic.helps.emplace_back("quote the text with `\"`");
      return diagnostic;
    }
    const auto arrow = rest.find_first_not_of(" \t\r\n", 1);
    if (next != ')' || arrow == std::string_view::npos || rest.substr(arrow, 2) != "=>") {
      return std::nullopt;
    }
    token = {context.at + static_cast<std::uint32_t>(arrow),
             context.at + static_cast<std::uint32_t>(arrow) + 2};
  } else if (expectation.place != Place::AfterValue && expectation.place != Place::AfterText) {
    return std::nullopt;
  }
  const std::string_view written = context.source.text(token);
  if (written == "=>") {
    Diagnostic diagnostic = error(context.source, codes::kFunction,
                                  "a condition holds no JavaScript functions", token, "a function");
    diagnostic.helps.emplace_back("say it with operators such as `$expr`");
    return diagnostic;
  }
  if (next == '.' || next == '(' || (next == '[' && context.at == context.last_end)) {
    Diagnostic diagnostic =
        error(context.source, codes::kMethodCall, "nothing can be called or looked up on a value",
              token, "the value should end here");
    diagnostic.helps.emplace_back("write the resulting value itself");
    return diagnostic;
  }
  if (is_one_of(next, kOperators) && written != "=") {
    Diagnostic diagnostic =
        error(context.source, codes::kArithmetic,
              fmt::format("a condition does not calculate: `{}`", written), token, "an operator");
    diagnostic.helps.emplace_back("write the result, or compare fields with `$expr`");
    return diagnostic;
  }
  return std::nullopt;
}

void add_hints(Diagnostic& diagnostic, const Expectation& expectation, const Context& context) {
  const std::string_view text = context.source.text();
  const char next = text[context.at];
  const bool word = is_word_byte(next);
  if (expectation.place == Place::Key && word) {
    diagnostic.helps.emplace_back("a key that is not a plain name needs quotes");
  }
  if (expectation.place == Place::AfterValue && word && context.at == context.last_end &&
      context.at > 0 && is_one_of(text[context.at - 1], "\"'")) {
    diagnostic.helps.push_back(
        fmt::format("inside a string, write `\\{0}` for `{0}`", text[context.at - 1]));
  }
  if (expectation.place == Place::AfterText && is_one_of(next, "}])")) {
    diagnostic.fixes.push_back(
        {fmt::format("remove the `{}`", next), {{{context.at, context.at + 1}, ""}}, false});
  }
  if (next == '#') diagnostic.helps.emplace_back("comments begin with `//`");
}

}  // namespace

Diagnostic unexpected(const Expectation& expectation, const Context& context) {
  const std::string_view text = context.source.text();
  if (expectation.place == Place::Inside) {
    return expectation.code == codes::kWrongNumber ? wrong_number(expectation, context)
                                                   : unclosed_token(expectation, context);
  }
  const SourceSpan token = token_at(text, context.at);
  if (context.at >= text.size()) {
    if (!context.brackets.empty()) return unclosed_at_end(expectation, context);
    if (context.last_end == 0 && expectation.place == Place::Value) {
      return error(context.source, codes::kEmptyText, "the text is empty", token,
                   expectation.label);
    }
  } else {
    if (auto code = code_in_condition(expectation, context, token)) return *std::move(code);
    if (is_one_of(text[context.at], "}])") && !context.brackets.empty() &&
        closing(text[context.brackets.back()]) != text[context.at]) {
      return wrong_bracket(expectation, context, token);
    }
  }
  Diagnostic diagnostic = error(
      context.source, expectation.code,
      fmt::format("expected {}, found {}", expectation.expected, found(context.source, token)),
      token, expectation.label);
  if (context.at < text.size()) add_hints(diagnostic, expectation, context);
  return diagnostic;
}

}  // namespace tamis::mistakes
