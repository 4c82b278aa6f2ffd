#include "grammar/mistakes.h"

#include <array>
#include <utility>

#include <fmt/format.h>

namespace tamis::mistakes {
namespace {

Diagnostic error(const Source& source, std::string_view code, std::string message, SourceSpan span,
                 std::string label) {
  Diagnostic diagnostic;
  diagnostic.code = code;
  diagnostic.message = std::move(message);
  diagnostic.source = source;
  diagnostic.labels.push_back({span, std::move(label)});
  return diagnostic;
}

Fix replacement(std::string title, SourceSpan span, std::string text, bool safe) {
  return {std::move(title), {{span, std::move(text)}}, safe};
}

std::string quoted(std::string_view text) {
  return fmt::format("\"{}\"", text);
}

bool holds_any(std::string_view text, std::string_view bytes) {
  return text.find_first_of(bytes) != std::string_view::npos;
}

}  // namespace

Diagnostic invalid_utf8(const Source& source, std::uint32_t at) {
  const auto byte = static_cast<unsigned char>(source.text()[at]);
  Diagnostic diagnostic =
      error(source, codes::kInvalidUtf8, fmt::format("the text is not UTF-8 at byte {}", at),
            {at, at + 1}, fmt::format("the byte 0x{:02X} cannot stand here", byte));
  diagnostic.helps.emplace_back("save the text as UTF-8");
  return diagnostic;
}

Diagnostic missing_comma(const Source& source, std::uint32_t after) {
  Diagnostic diagnostic =
      error(source, codes::kExpectedComma, "expected `,` between this value and the next",
            {after, after}, "`,` is missing here");
  diagnostic.fixes.push_back(replacement("insert `,`", {after, after}, ",", true));
  return diagnostic;
}

Diagnostic missing_colon(const Source& source, SourceSpan key, std::uint32_t at) {
  Diagnostic diagnostic =
      error(source, codes::kExpectedColon,
            fmt::format("expected `:` between the key `{}` and its value", source.text(key)),
            {key.end, key.end}, "`:` is missing here");
  diagnostic.fixes.push_back(
      replacement("insert `:`", {key.end, key.end}, at == key.end ? ": " : ":", true));
  return diagnostic;
}

Diagnostic missing_value(const Source& source, SourceSpan key, std::uint32_t at) {
  return error(source, codes::kExpectedValue,
               fmt::format("the key `{}` has no value", source.text(key)), {at, at + 1},
               "a value belongs before this");
}

Diagnostic idle_comma(const Source& source, SourceSpan comma) {
  Diagnostic diagnostic =
      error(source, codes::kIdleComma, "this `,` separates nothing", comma, "no value before it");
  diagnostic.fixes.push_back(replacement("remove the `,`", comma, "", false));
  return diagnostic;
}

Diagnostic wrong_comma(const Source& source, SourceSpan written) {
  Diagnostic diagnostic =
      error(source, codes::kExpectedComma,
            fmt::format("expected `,` between two values, found `{}`", source.text(written)),
            written, "`,` belongs here");
  diagnostic.fixes.push_back(replacement("write `,`", written, ",", true));
  return diagnostic;
}

Diagnostic wrong_colon(const Source& source, SourceSpan written) {
  Diagnostic diagnostic =
      error(source, codes::kExpectedColon,
            fmt::format("expected `:` after the key, found `{}`", source.text(written)), written,
            "`:` belongs here");
  diagnostic.fixes.push_back(replacement("write `:`", written, ":", true));
  return diagnostic;
}

Diagnostic wrong_escape(const Source& source, SourceSpan escaped) {
  const SourceSpan escape{escaped.begin - 1, escaped.end};
  const std::string_view written = source.text(escape);
  Diagnostic diagnostic =
      error(source, codes::kWrongEscape, fmt::format("`{}` is not an escape", written), escape,
            "not an escape");
  diagnostic.fixes.push_back(replacement(fmt::format("write `\\{}` for a backslash", written),
                                         {escape.begin, escape.begin}, "\\", false));
  return diagnostic;
}

Diagnostic escape_problem(const Source& source, SourceSpan escape, bool surrogate) {
  const std::string_view written = source.text(escape);
  if (!surrogate) {
    return error(source, codes::kWrongEscape,
                 fmt::format("`{}` is above the last code point, U+10FFFF", written), escape,
                 "no such character");
  }
  Diagnostic diagnostic =
      error(source, codes::kLoneSurrogate,
            fmt::format("`{}` is half of a surrogate pair, not a character", written), escape,
            "the other half is missing");
  diagnostic.helps.emplace_back("write both halves, such as \"\\uD83D\\uDE00\"");
  return diagnostic;
}

Diagnostic key_needs_quotes(const Source& source, SourceSpan key) {
  const std::string_view written = source.text(key);
  Diagnostic diagnostic =
      error(source, codes::kKeyNeedsQuotes, fmt::format("the key `{}` needs quotes", written), key,
            "not a plain name");
  diagnostic.fixes.push_back(
      replacement(fmt::format("write `{}`", quoted(written)), key, quoted(written), true));
  return diagnostic;
}

Diagnostic curly_quotes(const Source& source, SourceSpan written) {
  const std::string_view text = source.text(written);
  Diagnostic diagnostic = error(source, codes::kCurlyQuotes,
                                "strings are quoted with `\"`, not with typographic quotes",
                                written, "typographic quotes");
  // The opening quote is 2 or 3 bytes long, the closing one also 1.
  const auto lead = [](char c) { return (static_cast<unsigned char>(c) & 0xE0U) == 0xC0U; };
  const std::uint32_t open = lead(text.front()) ? 2 : 3;
  std::uint32_t close = 1;
  while ((static_cast<unsigned char>(text[text.size() - close]) & 0xC0U) == 0x80U) ++close;
  diagnostic.fixes.push_back(
      {"write `\"`",
       {{{written.begin, written.begin + open}, "\""}, {{written.end - close, written.end}, "\""}},
       true});
  return diagnostic;
}

Diagnostic foreign_word(const Source& source, SourceSpan word, std::string_view meant) {
  Diagnostic diagnostic =
      error(source, codes::kForeignWord,
            fmt::format("`{}` is not a word of this language", source.text(word)), word,
            fmt::format("`{}` is meant", meant));
  diagnostic.fixes.push_back(
      replacement(fmt::format("write `{}`", meant), word, std::string(meant), true));
  return diagnostic;
}

Diagnostic needless_end(const Source& source, SourceSpan written) {
  Diagnostic diagnostic = error(source, codes::kNeedlessEnd, "a condition does not end with `;`",
                                written, "not part of the condition");
  diagnostic.fixes.push_back(replacement("remove the `;`", written, "", true));
  return diagnostic;
}

namespace {

struct Liberty {
  SyntaxFeature feature;
  std::string_view message;
  std::string_view label;
};

constexpr std::array kLiberties{
    Liberty{SyntaxFeature::UnquotedKey, "JSON keys are quoted", "a key without quotes"},
    Liberty{SyntaxFeature::SingleQuotes, "JSON strings are quoted with `\"`", "single quotes"},
    Liberty{SyntaxFeature::Comments, "JSON has no comments", "a comment"},
    Liberty{SyntaxFeature::TrailingComma, "JSON has no `,` after the last value",
            "nothing follows it"},
    Liberty{SyntaxFeature::RegexLiteral, "JSON has no regular expressions", "a regular expression"},
    Liberty{SyntaxFeature::Calls, "JSON has no constructors", "a constructor"},
    Liberty{SyntaxFeature::ShellNumber, "JSON does not write numbers this way",
            "not a JSON number"},
    Liberty{SyntaxFeature::Undefined, "JSON has no `undefined`", "not a JSON value"},
    Liberty{SyntaxFeature::ShellEscape, "JSON has no such escape", "not a JSON escape"},
    Liberty{SyntaxFeature::Identifiers, "JSON has no bare names", "not a JSON value"},
    Liberty{SyntaxFeature::Parentheses, "JSON has no parentheses", "a parenthesis"},
    Liberty{SyntaxFeature::ShellBlank, "JSON does not know this blank", "an unusual blank"},
    Liberty{SyntaxFeature::RawControl, "JSON escapes control characters in strings",
            "a control character"},
};

void add_strict_fix(Diagnostic& diagnostic, SyntaxFeature feature, SourceSpan where) {
  const std::string_view written = diagnostic.source.text(where);
  auto& fixes = diagnostic.fixes;
  switch (feature) {
    case SyntaxFeature::UnquotedKey:
      fixes.push_back(
          replacement(fmt::format("write `{}`", quoted(written)), where, quoted(written), true));
      break;
    case SyntaxFeature::SingleQuotes: {
      const std::string_view inside = written.substr(1, written.size() - 2);
      if (holds_any(inside, "\"\\")) break;
      fixes.push_back(
          replacement(fmt::format("write `{}`", quoted(inside)), where, quoted(inside), true));
      break;
    }
    case SyntaxFeature::Comments:
      fixes.push_back(replacement("remove the comment", where, "", false));
      break;
    case SyntaxFeature::TrailingComma:
      fixes.push_back(replacement("remove the `,`", where, "", true));
      break;
    case SyntaxFeature::ShellBlank:
      fixes.push_back(replacement("write a space", where, " ", true));
      break;
    default:
      break;
  }
}

}  // namespace

Diagnostic not_strict_json(const Source& source, SyntaxFeature feature, SourceSpan where) {
  for (const Liberty& liberty : kLiberties) {
    if (liberty.feature != feature) continue;
    Diagnostic diagnostic = error(source, codes::kNotStrictJson, std::string(liberty.message),
                                  where, std::string(liberty.label));
    add_strict_fix(diagnostic, feature, where);
    return diagnostic;
  }
  return error(source, codes::kNotStrictJson, "this is not JSON", where, "not JSON");
}

Diagnostic text_too_long(const Source& source, const Limits& limits) {
  return error(source, codes::kTextBytes,
               fmt::format("the text is {} bytes long, more than the {} allowed",
                           source.text().size(), limits.text_bytes),
               {0, 0}, "this text");
}

Diagnostic nesting_too_deep(const Source& source, std::uint32_t bracket, const Limits& limits) {
  return error(source, codes::kNesting,
               fmt::format("brackets are nested more than {} deep", limits.nesting),
               {bracket, bracket + 1}, "one bracket too deep");
}

Diagnostic too_many_nodes(const Source& source, SourceSpan value, const Limits& limits) {
  return error(source, codes::kNodes,
               fmt::format("the text holds more than {} values", limits.nodes), value,
               "one value too many");
}

std::string_view shell_word_for(std::string_view word) {
  struct Row {
    std::string_view word;
    std::string_view meant;
  };
  static constexpr std::array kWords{
      Row{"True", "true"},         Row{"TRUE", "true"},    Row{"False", "false"},
      Row{"FALSE", "false"},       Row{"None", "null"},    Row{"Null", "null"},
      Row{"NULL", "null"},         Row{"nil", "null"},     Row{"nan", "NaN"},
      Row{"NAN", "NaN"},           Row{"inf", "Infinity"}, Row{"Inf", "Infinity"},
      Row{"infinity", "Infinity"},
  };
  for (const Row& row : kWords)
    if (row.word == word) return row.meant;
  return {};
}

}  // namespace tamis::mistakes
