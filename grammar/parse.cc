// parse_syntax(): runs the rules over a text; each rule's action tells the tree builder. The only
// source that includes PEGTL.
#include <tamis/syntax_tree.h>

#include "grammar/messages.h"
#include "grammar/rules.h"
#include "grammar/tree_builder.h"
#include "grammar/utf8.h"

namespace tamis {
namespace {

namespace pegtl = tao::pegtl;

template <class Rule>
struct Control : pegtl::normal<Rule> {
  template <class Input>
  [[noreturn]] static void raise(const Input& in, SyntaxTreeBuilder& builder) {
    builder.fail(kExpectation<Rule>, in.current());
  }
};

template <class Rule>
struct Action : pegtl::nothing<Rule> {};

// An action that is one call on the builder with the matched text.
#define TAMIS_ON(RULE, CALL)                                           \
  template <>                                                          \
  struct Action<rules::RULE> {                                         \
    template <class Input>                                             \
    static void apply(const Input& in, SyntaxTreeBuilder& builder) {   \
      [[maybe_unused]] const std::string_view text = in.string_view(); \
      builder.CALL;                                                    \
    }                                                                  \
  }

TAMIS_ON(shell_blank, liberty(SyntaxFeature::ShellBlank, text));
TAMIS_ON(open_comment, begin_token(text.data()));
TAMIS_ON(comment, comment(text));

TAMIS_ON(open_double, begin_token(text.data()));
TAMIS_ON(open_single, begin_token(text.data()));
TAMIS_ON(open_curly_double, begin_token(text.data()));
TAMIS_ON(open_curly_single, begin_token(text.data()));
TAMIS_ON(escape, escape());
TAMIS_ON(shell_escape, liberty(SyntaxFeature::ShellEscape, text));
TAMIS_ON(wrong_escape, wrong_escape(text));
TAMIS_ON(raw_control, liberty(SyntaxFeature::RawControl, text));
TAMIS_ON(double_quoted_body, quoted(text));
TAMIS_ON(single_quoted_body, quoted(text));
TAMIS_ON(single_quoted, liberty(SyntaxFeature::SingleQuotes, text));
TAMIS_ON(curly_double_body, quoted(text));
TAMIS_ON(curly_single_body, quoted(text));
TAMIS_ON(curly_quoted, curly_quotes(text));
TAMIS_ON(string_value, string(text));

TAMIS_ON(number_ahead, begin_token(text.data()));
TAMIS_ON(shell_number, liberty(SyntaxFeature::ShellNumber, text));
TAMIS_ON(number, number(text));

TAMIS_ON(open_regex, begin_token(text.data()));
TAMIS_ON(regex_pattern, regex_pattern(text));
TAMIS_ON(regex_flags, regex_flags(text));
TAMIS_ON(regex, regex(text));

TAMIS_ON(true_value, leaf(SyntaxKind::True, text));
TAMIS_ON(false_value, leaf(SyntaxKind::False, text));
TAMIS_ON(null_value, leaf(SyntaxKind::Null, text));
TAMIS_ON(function_word, begin_token(text.data()));
TAMIS_ON(bare_word, bare_word(text));

TAMIS_ON(comma, comma(text.data()));
TAMIS_ON(idle_comma, idle_comma(text));
TAMIS_ON(wrong_comma, wrong_comma(text));
TAMIS_ON(wrong_colon, wrong_colon(text));
TAMIS_ON(missing_member_comma, missing_comma(text.data(), false));
TAMIS_ON(missing_colon, missing_colon(text.data()));
TAMIS_ON(missing_value, missing_value(text.data()));
TAMIS_ON(needless_end, needless_end(text));

TAMIS_ON(name_key, name_key(text));
TAMIS_ON(number_key, name_key(text));
TAMIS_ON(loose_name, loose_key(text));
TAMIS_ON(key, key(text));

TAMIS_ON(open_object, open(SyntaxKind::Object, text.data()));
TAMIS_ON(close_object, close(text.data() + 1));
TAMIS_ON(open_array, open(SyntaxKind::Array, text.data()));
TAMIS_ON(close_array, close(text.data() + 1));
TAMIS_ON(new_word, new_word(text));
TAMIS_ON(callee, callee(text));
TAMIS_ON(no_arguments, call_without_arguments());
TAMIS_ON(open_arguments, open(SyntaxKind::Call, text.data()));
TAMIS_ON(close_arguments, close(text.data() + 1));
TAMIS_ON(open_group, open_group(text.data()));
TAMIS_ON(close_group, close_group(text.data() + 1));

#undef TAMIS_ON

// Between array elements a comma can only be missed where a blank stands in its place.
template <>
struct Action<rules::missing_comma> {
  template <class Input>
  static bool apply(const Input& in, SyntaxTreeBuilder& builder) {
    return builder.missing_comma(in.begin(), true);
  }
};

using Input = pegtl::memory_input<pegtl::tracking_mode::lazy, pegtl::eol::lf_crlf, const char*>;

}  // namespace

Result<SyntaxTree> parse_syntax(const Source& source, const Limits& limits, SyntaxMode mode) {
  const std::string_view text = source.text();
  if (text.size() > limits.text_bytes) {
    return Diagnostics{mistakes::text_too_long(source, limits)};
  }
  if (const auto invalid = find_invalid_utf8(text)) {
    return Diagnostics{mistakes::invalid_utf8(source, static_cast<std::uint32_t>(*invalid))};
  }
  SyntaxTreeBuilder builder(source, limits, mode);
  try {
    Input in(text.data(), text.data() + text.size(), "");
    pegtl::parse<rules::text, Action, Control>(in, builder);
  } catch (const SyntaxStop&) {  // NOLINT(bugprone-empty-catch): the builder knows why it stopped
  }
  return std::move(builder).finish();
}

}  // namespace tamis
