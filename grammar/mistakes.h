// Syntax errors as diagnostics: each mistake has one function here, and each says what to do.
#pragma once

#include <span>
#include <string_view>

#include <tamis/diagnostic.h>
#include <tamis/limits.h>
#include <tamis/syntax_tree.h>

#include "grammar/messages.h"
#include "grammar/unescape.h"

namespace tamis::mistakes {

// The places that a mistake may be told by. Offsets are bytes of the source.
struct Context {
  const Source& source;
  std::uint32_t at;                         // where the text broke off
  std::uint32_t token_begin;                // of the string, number, comment it broke off in
  std::uint32_t last_end;                   // the end of the last complete value
  std::span<const std::uint32_t> brackets;  // the open ones, outermost first
};

Diagnostic unexpected(const Expectation& expectation, const Context& context);

Diagnostic invalid_utf8(const Source& source, std::uint32_t at);
Diagnostic missing_comma(const Source& source, std::uint32_t after);
Diagnostic missing_colon(const Source& source, SourceSpan key, std::uint32_t at);
Diagnostic missing_value(const Source& source, SourceSpan key, std::uint32_t at);
Diagnostic idle_comma(const Source& source, SourceSpan comma);
Diagnostic wrong_comma(const Source& source, SourceSpan written);
Diagnostic wrong_colon(const Source& source, SourceSpan written);
Diagnostic wrong_escape(const Source& source, SourceSpan escaped);
Diagnostic escape_problem(const Source& source, SourceSpan escape, bool surrogate);
Diagnostic key_needs_quotes(const Source& source, SourceSpan key);
Diagnostic curly_quotes(const Source& source, SourceSpan written);
Diagnostic foreign_word(const Source& source, SourceSpan word, std::string_view meant);
Diagnostic needless_end(const Source& source, SourceSpan written);
Diagnostic not_strict_json(const Source& source, SyntaxFeature feature, SourceSpan where);

Diagnostic text_too_long(const Source& source, const Limits& limits);
Diagnostic nesting_too_deep(const Source& source, std::uint32_t bracket, const Limits& limits);
Diagnostic too_many_nodes(const Source& source, SourceSpan value, const Limits& limits);

// What a word of another language most likely means here ("True" -> "true"), or "".
std::string_view shell_word_for(std::string_view word);

}  // namespace tamis::mistakes
