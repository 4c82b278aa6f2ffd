// Texts that would break out of SQL that is put together by hand.
#pragma once

#include <string_view>

namespace tamis {

struct HostileText {
  const char* why;
  std::string_view text;
};

using namespace std::string_view_literals;

constexpr HostileText kHostileTexts[] = {
    {"a quotation mark ends a literal", "'"sv},
    {"two are one inside it", "''"sv},
    {"another ends a name", "\""sv},
    {"and two are one", "\"\""sv},
    {"a backquote ends a name of MySQL's", "`"sv},
    {"brackets hold a name of SQL Server's", "[x]"sv},
    {"a bracket alone", "]"sv},
    {"a parenthesis ends a subquery", ")"sv},
    {"a semicolon ends a statement", ";"sv},
    {"a comment takes what follows", "--"sv},
    {"a comment that is left open", "/*"sv},
    {"one that is closed only", "*/"sv},
    {"a table is dropped", "'); DROP TABLE documents; --"sv},
    {"a condition that always holds", "' OR '1'='1"sv},
    {"the same for a name", "\" OR \"\"=\""sv},
    {"a mark", "?"sv},
    {"a numbered mark", "?1"sv},
    {"a named mark", ":p1"sv},
    {"another", "@v1"sv},
    {"a word of SQL's", "NULL"sv},
    {"a backslash escapes nothing", "\\'"sv},
    {"wild cards of LIKE", "%_"sv},
    {"wild cards of GLOB", "*[!a]?"sv},
    {"a line ends", "a\nb"sv},
    {"as elsewhere", "a\r\n"sv},
    {"a tab", "\t"sv},
    {"blanks at the ends", " a "sv},
    {"NUL ends a text of C's", "a\0b"sv},
    {"NUL first", "\0'; --"sv},
    {"NUL last", "a\0"sv},
    {"a quotation mark that some fold to '", "\u02BC \u2019 \uFF07"sv},
    {"text from right to left", "\u202Eabc"sv},
    {"a mark of the order of bytes", "\uFEFFa"sv},
    {"no longer a letter of two bytes", "\u00E9\u0301"sv},
    {"beyond sixteen bits", "\U0001F512"sv},
    {"the last character", "\U0010FFFF"sv},
    {"a replacement character", "\uFFFD"sv},
    {"a number", "9223372036854775808"sv},
    {"a number of another base", "0x1F"sv},
    {"not a number", "NaN"sv},
    {"JSON", R"({"a": [1, "b"]})"sv},
    {"a path of JSON", "$.a[0]"sv},
    {"an escape of JSON", R"(\u0027)"sv},
};

}  // namespace tamis
