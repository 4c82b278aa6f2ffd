// What is said of a syntax error: the codes, and one table of what each rule expected.
#pragma once

#include <cstdint>
#include <string_view>

namespace tamis::codes {

inline constexpr std::string_view kEmptyText = "E001";
inline constexpr std::string_view kInvalidUtf8 = "E002";
inline constexpr std::string_view kExpectedValue = "E003";
inline constexpr std::string_view kExpectedKey = "E004";
inline constexpr std::string_view kExpectedColon = "E005";
inline constexpr std::string_view kExpectedComma = "E006";
inline constexpr std::string_view kUnclosedBracket = "E007";
inline constexpr std::string_view kTextAfterValue = "E008";
inline constexpr std::string_view kUnclosedString = "E010";
inline constexpr std::string_view kWrongEscape = "E011";
inline constexpr std::string_view kLoneSurrogate = "E012";
inline constexpr std::string_view kUnclosedRegex = "E013";
inline constexpr std::string_view kUnclosedComment = "E014";
inline constexpr std::string_view kWrongNumber = "E015";
inline constexpr std::string_view kCurlyQuotes = "E016";
inline constexpr std::string_view kKeyNeedsQuotes = "E017";
inline constexpr std::string_view kForeignWord = "E018";
inline constexpr std::string_view kIdleComma = "E019";
inline constexpr std::string_view kNeedlessEnd = "E020";
inline constexpr std::string_view kArithmetic = "E030";
inline constexpr std::string_view kFunction = "E031";
inline constexpr std::string_view kMethodCall = "E032";
inline constexpr std::string_view kTemplateLiteral = "E033";
inline constexpr std::string_view kNotStrictJson = "E040";

inline constexpr std::string_view kTextBytes = "X001";
inline constexpr std::string_view kNesting = "X002";
inline constexpr std::string_view kNodes = "X003";

}  // namespace tamis::codes

namespace tamis {

// Where a text broke off, as far as it matters for what can be said of the next character.
enum class Place : std::uint8_t { Value, Key, Colon, AfterValue, AfterText, Inside };

//   expected  completes "expected …, found …"; for Place::Inside it is the whole message
//   label     what is said at the place
struct Expectation {
  Place place;
  std::string_view code;
  std::string_view expected;
  std::string_view label;
};

// NOLINTBEGIN(readability-identifier-naming): rules are named as PEGTL names its own
namespace rules {

struct value;
struct key;
struct member_colon;
struct member_end;
struct element_end;
struct argument_end;
struct close_group;
struct text_end;
struct callee;
struct number_form;
struct block_comment_rest;
struct double_quoted_end;
struct single_quoted_end;
struct curly_double_end;
struct curly_single_end;
struct regex_end;
struct regex_class_end;
struct function_code;

}  // namespace rules
// NOLINTEND(readability-identifier-naming)

// The table: one line for each rule that must match once the parse has come to it.
template <class Rule>
inline constexpr Expectation kExpectation = Rule::has_no_line_in_this_table;

// clang-format off
template <> inline constexpr Expectation kExpectation<rules::value> =
    {Place::Value, codes::kExpectedValue, "a value", "a value belongs here"};
template <> inline constexpr Expectation kExpectation<rules::key> =
    {Place::Key, codes::kExpectedKey, "a key or `}`", "a key or `}` belongs here"};
template <> inline constexpr Expectation kExpectation<rules::member_colon> =
    {Place::Colon, codes::kExpectedColon, "`:` after the key", "`:` and a value belong here"};
template <> inline constexpr Expectation kExpectation<rules::member_end> =
    {Place::AfterValue, codes::kExpectedComma, "`,` or `}` after the value", "`,` or `}` belongs here"};
template <> inline constexpr Expectation kExpectation<rules::element_end> =
    {Place::AfterValue, codes::kExpectedComma, "`,` or `]` after the value", "`,` or `]` belongs here"};
template <> inline constexpr Expectation kExpectation<rules::argument_end> =
    {Place::AfterValue, codes::kExpectedComma, "`,` or `)` after the argument", "`,` or `)` belongs here"};
template <> inline constexpr Expectation kExpectation<rules::close_group> =
    {Place::AfterValue, codes::kExpectedComma, "`)` after the value", "`)` belongs here"};
template <> inline constexpr Expectation kExpectation<rules::text_end> =
    {Place::AfterText, codes::kTextAfterValue, "the end of the text", "the text should end here"};
template <> inline constexpr Expectation kExpectation<rules::callee> =
    {Place::Value, codes::kExpectedValue, "a name after `new`", "a name such as `Date` belongs here"};
template <> inline constexpr Expectation kExpectation<rules::number_form> =
    {Place::Inside, codes::kWrongNumber, "is not a number", "not a number"};
template <> inline constexpr Expectation kExpectation<rules::block_comment_rest> =
    {Place::Inside, codes::kUnclosedComment, "this comment is not closed", "`*/` is missing"};
template <> inline constexpr Expectation kExpectation<rules::double_quoted_end> =
    {Place::Inside, codes::kUnclosedString, "this string is not closed", "`\"` is missing"};
template <> inline constexpr Expectation kExpectation<rules::single_quoted_end> =
    {Place::Inside, codes::kUnclosedString, "this string is not closed", "`'` is missing"};
template <> inline constexpr Expectation kExpectation<rules::curly_double_end> =
    {Place::Inside, codes::kUnclosedString, "this string is not closed", "the closing quote is missing"};
template <> inline constexpr Expectation kExpectation<rules::curly_single_end> =
    {Place::Inside, codes::kUnclosedString, "this string is not closed", "the closing quote is missing"};
template <> inline constexpr Expectation kExpectation<rules::regex_end> =
    {Place::Inside, codes::kUnclosedRegex, "this regular expression is not closed", "`/` is missing"};
template <> inline constexpr Expectation kExpectation<rules::regex_class_end> =
    {Place::Inside, codes::kUnclosedRegex, "this regular expression is not closed", "`]` is missing"};
template <> inline constexpr Expectation kExpectation<rules::function_code> =
    {Place::Inside, codes::kFunction, "a condition holds no JavaScript functions", "a function"};
// clang-format on

}  // namespace tamis
