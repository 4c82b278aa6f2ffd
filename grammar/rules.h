// The grammar: JSON and mongosh text as PEGTL rules. Rules only say what a text may look like;
// what is built from it stands in parse.cc, what is said of a mistake in messages.h.
//
// Some rules match a mistake that has one likely meaning (a missing comma, `=` for `:`). Their
// actions report it and the parse goes on; everything else ends at the first must<> that fails. So
// that it fails at the right place, the last choice of a rule under must<> consumes nothing when it
// fails.
#pragma once

#include <tao/pegtl.hpp>
#include <tao/pegtl/contrib/analyze_traits.hpp>

#include "grammar/plain_run.h"

namespace tamis::rules {

using namespace tao::pegtl;

// clang-format off
// NOLINTBEGIN(readability-identifier-naming): rules are named as PEGTL names its own

struct beyond_ascii : not_range<'\0', '\x7F'> {};

// Blanks and comments.
struct json_blank : plus<one<' ', '\t', '\n', '\r'>> {};
struct shell_blank : sor<one<'\v', '\f'>, seq<at<beyond_ascii>, utf8::ranges<
    0xA0, 0xA0, 0x1680, 0x1680, 0x2000, 0x200A, 0x2028, 0x2029, 0x202F, 0x202F, 0x205F, 0x205F,
    0x3000, 0x3000, 0xFEFF, 0xFEFF>>> {};
struct line_end : one<'\n', '\r'> {};
struct line_comment : seq<two<'/'>, until<at<sor<line_end, eof>>>> {};
struct open_comment : string<'/', '*'> {};
struct block_comment_rest : until<string<'*', '/'>> {};
struct block_comment : seq<open_comment, must<block_comment_rest>> {};
struct comment : sor<line_comment, block_comment> {};
struct rare_blank : seq<at<sor<one<'/', '\v', '\f'>, beyond_ascii>>, sor<comment, shell_blank>> {};
struct no_blank : at<ranges<'!', '.', '0', '~'>> {};
struct some_blanks : star<sor<json_blank, rare_blank>> {};
struct blanks : sor<no_blank, some_blanks> {};  // most often there is none
// For looking ahead: the same, but an unclosed comment is left for the real thing to report.
struct blanks_ahead : star<sor<json_blank, line_comment, seq<open_comment, block_comment_rest>,
                               shell_blank>> {};

// Names. Beyond ASCII: roughly the letters and digits of every script, and no punctuation, which
// is where look-alikes of quotes, colons and commas are.
struct letter : seq<at<beyond_ascii>, utf8::ranges<
    0xAA, 0xAA, 0xB5, 0xB5, 0xBA, 0xBA, 0xC0, 0xD6, 0xD8, 0xF6, 0xF8, 0x167F, 0x1681, 0x180D,
    0x180F, 0x1FFF, 0x2071, 0x2071, 0x207F, 0x209C, 0x2C00, 0x2DFF, 0x3005, 0x3007, 0x3021, 0x3029,
    0x3031, 0x3035, 0x3038, 0x303C, 0x3041, 0x30FA, 0x30FC, 0x31FF, 0x3400, 0xD7FF, 0xF900, 0xFDFF,
    0xFE20, 0xFE2F, 0xFE70, 0xFEFE, 0xFF10, 0xFF19, 0xFF21, 0xFF3A, 0xFF41, 0xFF5A, 0xFF66, 0xFFDC,
    0x10000, 0x1EFFF, 0x20000, 0x3FFFF>> {};
struct name_start : sor<ranges<'a', 'z', 'A', 'Z', '_', '_', '$'>, letter> {};
struct name_part : sor<ranges<'a', 'z', 'A', 'Z', '0', '9', '_', '_', '$'>, letter> {};
struct name : seq<name_start, star<name_part>> {};
struct dotted_name : seq<name, star<one<'.'>, name>> {};
template <char... Cs> struct word : seq<string<Cs...>, not_at<name_part>> {};

// Strings.
struct json_escape : sor<one<'"', '\\', '/', 'b', 'f', 'n', 'r', 't'>, seq<one<'u'>, rep<4, xdigit>>> {};
struct continued_line : sor<string<'\r', '\n'>, line_end, utf8::one<0x2028, 0x2029>> {};
struct shell_escape : sor<
    one<'\'', 'v'>, seq<one<'0'>, not_at<digit>>, seq<one<'x'>, rep<2, xdigit>>,
    seq<string<'u', '{'>, plus<xdigit>, one<'}'>>, continued_line> {};
struct wrong_escape : utf8::any {};
struct escape : seq<one<'\\'>, sor<json_escape, shell_escape, wrong_escape>> {};
struct raw_control : seq<at<range<'\0', '\x1F'>>, not_one<'\n', '\r'>> {};
struct double_quoted_body : seq<plain_run<'"'>, star<sor<escape, raw_control>, plain_run<'"'>>> {};
struct single_quoted_body : seq<plain_run<'\''>, star<sor<escape, raw_control>, plain_run<'\''>>> {};
struct double_quoted_end : one<'"'> {};
struct single_quoted_end : one<'\''> {};
struct open_double : one<'"'> {};
struct open_single : one<'\''> {};
struct double_quoted : seq<open_double, double_quoted_body, must<double_quoted_end>> {};
struct single_quoted : seq<open_single, single_quoted_body, must<single_quoted_end>> {};
// “…”, „…”, «…», ＂…＂ and ‘…’: what a word processor makes of quotes.
struct curly_double : utf8::one<0x201C, 0x201D, 0x201E, 0x201F, 0x2033, 0xAB, 0xBB, 0xFF02> {};
struct curly_single : utf8::one<0x2018, 0x2019, 0x201A, 0x201B, 0x2032, 0xFF07> {};
struct curly_double_body : star<not_at<sor<curly_double, one<'"', '\\'>, line_end>>, utf8::any> {};
struct curly_single_body : star<not_at<sor<curly_single, one<'\'', '"', '\\'>, line_end>>, utf8::any> {};
struct curly_double_end : sor<curly_double, one<'"'>> {};
struct curly_single_end : sor<curly_single, one<'\''>> {};
struct open_curly_double : curly_double {};
struct open_curly_single : curly_single {};
struct curly_quoted : seq<at<beyond_ascii>, sor<
    seq<open_curly_double, curly_double_body, must<curly_double_end>>,
    seq<open_curly_single, curly_single_body, must<curly_single_end>>>> {};
struct string_value : sor<double_quoted, single_quoted, curly_quoted> {};

// Numbers. What follows one must not look like more of it.
struct number_end : not_at<sor<one<'.'>, name_part>> {};
struct whole : sor<one<'0'>, seq<range<'1', '9'>, star<digit>>> {};
struct exponent : seq<one<'e', 'E'>, opt<one<'+', '-'>>, plus<digit>> {};
struct json_number : seq<
    opt<one<'-'>>, whole, opt<one<'.'>, plus<digit>>, opt<exponent>, number_end> {};
struct infinity : word<'I', 'n', 'f', 'i', 'n', 'i', 't', 'y'> {};
struct hexadecimal : seq<one<'0'>, one<'x', 'X'>, plus<xdigit>, number_end> {};
struct decimal : seq<
    sor<seq<whole, opt<one<'.'>, star<digit>>>, seq<one<'.'>, plus<digit>>>, opt<exponent>,
    number_end> {};
struct shell_number : sor<
    seq<opt<one<'+', '-'>>, sor<hexadecimal, decimal>>, seq<one<'-'>, infinity>> {};
struct number_start : sor<digit, one<'+', '-'>, seq<one<'.'>, digit>> {};
struct number_form : sor<json_number, shell_number> {};
struct number_ahead : at<number_start> {};
struct number : seq<number_ahead, must<number_form>> {};

// Regular expression literals.
struct regex_escape : seq<one<'\\'>, not_at<line_end>, utf8::any> {};
struct regex_class_end : one<']'> {};
struct regex_class : seq<one<'['>, star<sor<regex_escape, not_one<']', '\\', '\n', '\r'>>>,
                         must<regex_class_end>> {};
struct regex_plain : not_one<'/', '[', '\\', '\n', '\r'> {};
struct regex_pattern : plus<sor<regex_plain, regex_escape, regex_class>> {};
struct open_regex : one<'/'> {};
struct regex_end : one<'/'> {};
struct regex_flags : star<name_part> {};
struct regex : seq<open_regex, regex_pattern, must<regex_end>, regex_flags> {};

// Words that are values.
struct true_value : word<'t', 'r', 'u', 'e'> {};
struct false_value : word<'f', 'a', 'l', 's', 'e'> {};
struct null_value : word<'n', 'u', 'l', 'l'> {};
struct function_code : failure {};
struct function_word : word<'f', 'u', 'n', 'c', 't', 'i', 'o', 'n'> {};
struct function : seq<function_word, must<function_code>> {};

// Separators, with the mistakes that are plain enough to go on from.
struct comma : one<','> {};
struct wrong_comma : sor<one<';'>, utf8::one<0xFF0C, 0x3001, 0xFF1B>> {};
struct idle_comma : comma {};
struct colon : one<':'> {};
struct wrong_colon : sor<seq<plus<one<'='>>, opt<one<'>'>>>, one<';'>, utf8::one<0xFF1A>> {};

struct value;

// Objects.
struct loose_name : seq<name_part, star<sor<name_part, one<'.', '-'>>>, at<blanks_ahead, colon>> {};
struct name_key : seq<name, not_at<one<'.', '-'>>> {};
struct number_key : seq<whole, not_at<sor<one<'.', '-'>, name_part>>> {};
struct key : sor<double_quoted, name_key, number_key, loose_name, single_quoted, curly_quoted> {};
struct quoted_ahead : sor<seq<one<'"'>, double_quoted_body, one<'"'>>,
                          seq<one<'\''>, single_quoted_body, one<'\''>>> {};
struct member_ahead : seq<sor<quoted_ahead, seq<name_part, star<sor<name_part, one<'.', '-'>>>>>,
                          blanks_ahead, colon> {};
struct missing_colon : at<sor<one<'"', '\'', '{', '['>, number_start, name_start>> {};
struct missing_value : at<one<',', '}'>> {};
struct member_colon : sor<colon, wrong_colon, missing_colon> {};
struct open_object : one<'{'> {};
struct close_object : one<'}'> {};
struct missing_member_comma : at<member_ahead> {};
struct member_end : sor<seq<comma, blanks>, at<close_object>, seq<wrong_comma, blanks>,
                        missing_member_comma> {};
struct member : seq<must<key>, blanks, must<member_colon>, blanks, sor<missing_value, must<value>>,
                    blanks, must<member_end>> {};
struct object : seq<open_object, blanks,
                    until<close_object, sor<seq<idle_comma, blanks>, member>>> {};

// Arrays and arguments.
struct missing_comma : at<sor<one<'"', '\'', '{'>, digit, name_start>> {};
struct open_array : one<'['> {};
struct close_array : one<']'> {};
struct element_end : sor<seq<comma, blanks>, at<close_array>, seq<wrong_comma, blanks>,
                         missing_comma> {};
struct element : seq<must<value>, blanks, must<element_end>> {};
struct array : seq<open_array, blanks,
                   until<close_array, sor<seq<idle_comma, blanks>, element>>> {};

struct open_arguments : one<'('> {};
struct close_arguments : one<')'> {};
struct argument_end : sor<seq<comma, blanks>, at<close_arguments>> {};
struct argument : seq<must<value>, blanks, must<argument_end>> {};
struct arguments : seq<open_arguments, blanks, until<close_arguments, argument>> {};

struct new_word : word<'n', 'e', 'w'> {};
struct callee : dotted_name {};
struct no_arguments : success {};
struct bare_word : seq<dotted_name, not_at<blanks_ahead, open_arguments>> {};
struct new_call : seq<new_word, blanks, must<callee>,
                      sor<seq<at<blanks_ahead, open_arguments>, blanks, arguments>, no_arguments>> {};
struct call : seq<callee, blanks, arguments> {};
struct named : sor<true_value, false_value, null_value, new_call, function, bare_word, call> {};

struct open_group : one<'('> {};
struct close_group : one<')'> {};
struct group : seq<open_group, blanks, must<value>, blanks, must<close_group>> {};

struct value : sor<string_value, object, number, array, named, regex, group> {};

// The whole text.
struct needless_end : seq<one<';'>, at<blanks_ahead, eof>> {};
struct text_end : sor<eof, seq<needless_end, blanks, eof>> {};
struct text : seq<opt<utf8::bom>, blanks, must<value>, blanks, must<text_end>> {};

// NOLINTEND(readability-identifier-naming)
// clang-format on

}  // namespace tamis::rules
